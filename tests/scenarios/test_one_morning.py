"""One morning of somebody who looks after customers: her mail, her list, and three outcomes by three doors.

All real: Postfix carries the mail, Dovecot shows it to her, Radicale keeps her calendar, the CRM calls over HTTP and
hears of it by webhook. Three customers with the same call on day 21 of the shipped `winback` go three ways.
"""

from __future__ import annotations

import email
import email.policy
import imaplib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial

import httpx2
import pytest
from standardwebhooks import Webhook

from tests.handover.receiver import Receiver, answer, receiver
from tests.rig import machine, radicale
from tests.rig.dovecot import Dovecot
from tests.rig.postfix import Postfix
from tests.rig.tool import ROOT
from tests.scenarios.firm import Firm, Person, at

pytestmark = pytest.mark.real

JANA = "jana.petersen@firma.test"
"""Who looks after every customer of the firm."""
TOKEN, SECRET = "t0ken" * 8, "whsec_" + "bmV1" * 10
TERMINAL, CALENDAR, CRM = (Person(f"S-9{n}", tier="high", media=("email", "phone")) for n in (1, 2, 3))
_SECTIONS = """
[[person]]
email = "{jana}"
name = "Jana Petersen"
land = "SH"
digest = true
calendar = {{ url = "{calendar}", user = "jana", password = {{ credential = "kalender-jana" }} }}

[[api]]
id = "crm"
scheme = "bearer"
secret = {{ credential = "crm_api" }}
may = ["outcomes", "tasks"]

[[webhook]]
id = "crm"
url = "{hook}"
secret = {{ credential = "crm_webhook" }}
events = ["task.done"]
"""


@pytest.fixture
def inbox(postfix: Postfix) -> Iterator[Dovecot]:
    """IMAP for the Maildir that Jana's mail is delivered to."""
    server = Dovecot(postfix.maildir_of(JANA), user=JANA)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def calendar() -> Iterator[radicale.Radicale]:
    machine.need(radicale.PROGRAM)
    server = radicale.Radicale("jana")
    try:
        server.start()
        server.make_calendar("jana")
        yield server
    finally:
        server.remove()


@pytest.fixture
def crm() -> Iterator[Receiver]:
    with receiver(answer(200)) as listening:
        yield listening


@pytest.fixture
def morning(firm: Firm, calendar: radicale.Radicale, crm: Receiver) -> Firm:
    """Wednesday, 25 March, 8 o'clock: three calls were asked for on Monday and are due today."""
    hook = f"http://127.0.0.1:{crm.port}/eingang"
    sections = _SECTIONS.format(jana=JANA, calendar=calendar.url("jana"), hook=hook)
    text = firm.config.read_text(encoding="utf-8")
    port = machine.free_port()
    text = re.sub(r"^base_url = .*$", f'base_url = "http://127.0.0.1:{port}"', text, flags=re.MULTILINE)
    text = re.sub(r"^port = 8025$", f"port = {port}", text, flags=re.MULTILINE)
    firm.config.write_text(text + sections, encoding="utf-8")
    for name, secret in (("kalender-jana", radicale.PASSWORD), ("crm_api", TOKEN), ("crm_webhook", SECRET)):
        (firm.folder / "credentials" / name).write_text(secret)
    firm.take_on(TERMINAL, CALENDAR, CRM)
    firm.until(23, 8)
    firm("run", "--once")
    return firm


def test_one_morning(morning: Firm, inbox: Dovecot, calendar: radicale.Radicale, crm: Receiver) -> None:
    tasks = {task["contact"]: task["task_id"] for task in morning("tasks", "list", "--json").objects}
    assert set(tasks) == {TERMINAL.id, CALENDAR.id, CRM.id}

    # The mail: how many, which, and a link to each that opens its brief and guide
    mail = _newest(inbox)
    text = mail.get_content()
    assert mail["Subject"] == "Aufgaben am 25. März 2026: 3 fällig"
    assert text.splitlines()[2] == "Fällig bis heute Abend: 3"
    assert not any(person.id in text for person in (TERMINAL, CALENDAR, CRM))
    links = re.findall(r"http://\S+/aufgabe/\S+", text)
    assert len(links) == len(tasks)
    morning.until(23, 10)
    with _web(morning, links[0]) as web:
        pages = [web.get(link).text for link in links]
        assert all("Briefing" in page and "Leitfaden" in page and 'href="tel:+49' in page for page in pages)

        # The CRM: talked to, nothing more. The sequence goes on. Told twice it counts once
        report = {"task_id": tasks[CRM.id], "outcome": "reached", "by": JANA}
        for _ in range(2):
            taken = web.post("/api/v1/outcomes", json=report, headers={"Idempotency-Key": "crm-1"})
            assert (taken.status_code, taken.json()) == (200, {"effect": "new", "notes": []})
    assert _runs(morning, CRM) == {("winback", "planned")}

    # The terminal: he wants to go on talking. His letters end, and a call about his own question begins
    said = morning("tasks", "done", tasks[TERMINAL.id], "--outcome", "interessiert", "--by", JANA)
    assert "will weitersprechen" in said.out
    assert _runs(morning, TERMINAL) == {("winback", "stopped"), ("handover", "planned")}

    # The calendar: a no. All advertising ends, and nothing else begins
    _tick(calendar, tasks[CALENDAR.id], "kein Interesse")
    morning("run", "--once")
    assert _runs(morning, CALENDAR) == {("winback", "stopped")}
    assert [(task["contact"], task["kind"]) for task in morning("tasks", "list", "--json").objects] == [
        (TERMINAL.id, "call")
    ]

    # Each call is one use of one consent; of what is ahead only the one who said nothing against it hears
    for person, outcome in ((TERMINAL, "interested"), (CALENDAR, "no_interest"), (CRM, "reached")):
        proof = morning("consent", "proof", f"EW-{person.id}-phone", "--json").object
        assert [use["outcome"] for use in proof["uses"]] == [outcome], person
        (call,) = morning("why", person.id, "--step", "winback/offer_personal", "--json").object["touches"]
        assert call["outcome"]["outcome"] == outcome
    ahead = morning("simulate", "--until", at(31).isoformat(), "--detail", "--json").objects
    assert {one["contact"] for one in ahead if one.get("step") == "last"} == {CRM.id}

    # His call counted for the caps with the three mails before it, and the CRM has heard of all three outcomes
    morning.until(31)
    (last,) = morning("why", CRM.id, "--step", "winback/last", "--json").object["touches"]
    assert (last["state"], [cap["count"] for cap in last["caps"] if cap["window"] == 91]) == ("sent", [4])
    morning("run", "--once")
    assert _heard(crm) == sorted(tasks.values())


def _newest(inbox: Dovecot) -> EmailMessage:
    """Jana's newest mail, as her mail program loads it."""
    with imaplib.IMAP4("127.0.0.1", inbox.port) as imap:
        imap.login(inbox.user, inbox.password)
        imap.select("INBOX", readonly=True)
        found: list[bytes] = []

        def arrived() -> bool:
            imap.noop()
            found[:] = imap.search(None, "TO", JANA, "SUBJECT", "Aufgaben")[1][0].split()
            return bool(found)

        machine.wait_until(arrived, "the morning mail")
        raw = imap.fetch(found[-1].decode(), "(BODY.PEEK[])")[1][0]
    assert isinstance(raw, tuple)
    message = email.message_from_bytes(raw[1], policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@contextmanager
def _web(firm: Firm, link: str) -> Iterator[httpx2.Client]:
    """`wiedersehen web` as its own process, and a client of it that knows the token."""
    base = re.match(r"http://127\.0\.0\.1:(\d+)", link)
    assert base is not None
    command = [sys.executable, "-m", "commands.main", "web", "--config", str(firm.config), "--state", str(firm.state)]
    with (firm.folder / "web.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        machine.wait_until(partial(machine.listening, int(base[1])), "the pages", firm.folder / "web.log")
        head = {"Authorization": f"Bearer {TOKEN}"}
        with httpx2.Client(base_url=base[0], headers=head, trust_env=False) as client:
            yield client
    finally:
        process.terminate()
        process.wait(timeout=20)


def _tick(calendar: radicale.Radicale, task: str, outcome: str) -> None:
    """Write the outcome into the entry and tick it off, as a calendar program does."""
    ((name, folded),) = [(name, text) for name, text in calendar.entries("jana").items() if f"UID:{task}" in text]
    text = re.sub(r"\r?\n[ \t]", "", folded).replace("\\nErgebnis: ", f"\\nErgebnis: {outcome}")
    text = text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    calendar.ask("PUT", calendar.url("jana") + name, text.encode(), "jana", {"Content-Type": "text/calendar"})


def _runs(firm: Firm, person: Person) -> set[tuple[str, str]]:
    """(sequence, state) of the touches that `why` says are ahead or came to nothing."""
    touches = firm("why", person.id, "--json").object["touches"]
    found = {(one["sequence"], one["state"]) for one in touches if one["state"] in ("planned", "stopped")}
    return {one for one in found if one[0] != "offboarding"}


def _heard(crm: Receiver) -> list[str]:
    """The tasks that the CRM was told are done; each word of it is signed."""
    for _, headers, body in crm.got:
        told_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        assert headers["webhook-signature"] == Webhook(SECRET).sign(headers["webhook-id"], told_at, body.decode())
    return sorted(json.loads(body)["data"]["task"] for _, _, body in crm.got)
