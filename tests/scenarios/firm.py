"""A small firm with a real mail server and a real mailbox, driven through the command line."""

from __future__ import annotations

import email
import email.policy
import imaplib
import re
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.rig.dovecot import Dovecot
from tests.rig.postfix import TEAM, Postfix
from tests.rig.tool import Tool, shipped_config

MONDAY = datetime.fromisoformat("2026-03-02T08:00:00+01:00")

_CUSTOMERS = (
    "contact_id;company_id;company_name;kind;salutation;first_name;last_name;email;phone;linkedin_url;street;postcode;"
    "city;country;land;tier;annual_value;customer_since;owner_email;contract_id;product_family;contract_kind;"
    "contract_start;contract_end;notice_days;concluded_online;address_source;objection_notice;letters_notice"
)
_CONSENTS = (
    "consent_id;contact_id;medium;purposes;granted_at;method;text;text_version;proof_ref;confirmed_at;valid_until"
)
_CANCELLATIONS = "cancellation_id;contact_id;contract_id;received_at;wished_end;reason;text;door"


@dataclass(frozen=True)
class Person:
    """A customer who has cancelled; each test has its own, because all share one Postfix and one mailbox."""

    id: str
    tier: str = "standard"
    media: tuple[str, ...] = ("email",)
    text: str = "Wir kommen mit der neuen Oberfläche nicht zurecht."
    local: str = "kunde"

    @property
    def address(self) -> str:
        return f"{self.local}-{self.id.lower()}@kunde.test"


class Firm(Tool):
    """An activated installation at `MONDAY`: mails leave through Postfix, answers are read from Dovecot."""

    def __init__(self, folder: Path, postfix: Postfix, dovecot: Dovecot) -> None:
        self.postfix, self.dovecot, self.folder = postfix, dovecot, folder
        super().__init__(folder / "state", _config(folder, postfix, dovecot))
        self.play(MONDAY.isoformat())
        self("activate")

    def take_on(self, *people: Person) -> None:
        """Import customers, their consents, and then their cancellations of this Monday morning."""
        self._import("customers", _CUSTOMERS, [_customer(person) for person in people])
        self._import("consents", _CONSENTS, [line for person in people for line in _consents(person)])
        self._import("cancellations", _CANCELLATIONS, [_cancellation(person) for person in people])

    def until(self, day: int, hour: int = 12) -> None:
        """Let the virtual clock run from where it stands to `hour` o'clock, `day` days after Monday."""
        now = self("status", "--json").object["now"]
        self.play(now, at(day, hour).isoformat())

    def mails(self, person: Person, count: int = 1) -> list[EmailMessage]:
        """What lies in the person's Maildir, after waiting for `count`."""
        return [parsed(raw) for raw in self.postfix.delivered(person.address, count)]

    def mail(self, person: Person, step: str) -> EmailMessage:
        """The delivered mail of one step, found by its Message-ID."""
        (touch,) = self.touches(contact=person.id, step=step, decision="send")
        wanted = f"<{touch['message_id']}>"
        return next(mail for mail in self.mails(person) if mail["Message-ID"] == wanted)

    def deliver(self, raw: bytes, sender: str) -> None:
        """Send a mail to the team through Postfix and wait until Dovecot shows it."""
        known = len(self.mailbox_flags())
        with smtplib.SMTP("127.0.0.1", self.postfix.port) as client:
            client.sendmail(sender, [TEAM], raw)
        for _ in range(200):
            if len(self.mailbox_flags()) > known:
                return
        raise AssertionError("the mail did not reach the mailbox")

    def mailbox_flags(self) -> dict[int, tuple[str, ...]]:
        """UID -> flags of the team's mail, as a mail program sees them."""
        with imaplib.IMAP4("127.0.0.1", self.dovecot.port) as imap:
            imap.login(self.dovecot.user, self.dovecot.password)
            imap.select("INBOX", readonly=True)
            lines = imap.uid("FETCH", "1:*", "(FLAGS)")[1]
        found = [re.search(rb"UID (\d+) FLAGS \(([^)]*)\)", line) for line in lines if isinstance(line, bytes)]
        return {int(match[1]): tuple(match[2].decode().split()) for match in found if match}

    def _import(self, kind: str, header: str, lines: list[str]) -> None:
        path = self.folder / f"{kind}.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        self("import", kind, path)


def at(day: int, hour: int = 12) -> datetime:
    """`hour` o'clock, `day` days after Monday (all in winter time)."""
    return MONDAY.replace(hour=hour) + timedelta(days=day)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def answer(mail: EmailMessage, text: str, sent: datetime, *, sender: str | None = None, **headers: str) -> bytes:
    """A reply as a mail program writes it: subject, references, the new words, the quoted mail below."""
    reply = EmailMessage(policy=email.policy.SMTP)
    reply["From"] = sender or mail["To"]
    reply["To"] = TEAM
    reply["Subject"] = f"AW: {mail['Subject']}"
    reply["Date"] = format_datetime(sent)
    reply["Message-ID"] = f"<{abs(hash((text, sent, mail['Message-ID'])))}@kunde.test>"
    reply["In-Reply-To"] = mail["Message-ID"]
    reply["References"] = mail["Message-ID"]
    for name, value in headers.items():
        reply[name.replace("_", "-")] = value
    body = mail.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    reply.set_content(f"{text}\n\nAm 03.03.2026 um 09:00 schrieb Nordlicht Kundenbetreuung:\n{quoted}\n")
    return reply.as_bytes()


def _config(folder: Path, postfix: Postfix, dovecot: Dovecot) -> Path:
    path = shipped_config(
        folder,
        from_address=f'from_address = "{TEAM}"',
        carrier='carrier = "smtp"',
        kind='kind = "imap"',
        initial_days="initial_days = 36500",
    )
    text = path.read_text(encoding="utf-8")
    smtp, mailbox = text.index("[email.smtp]"), text.index("[mailbox]")
    head, between, tail = text[:smtp], text[smtp:mailbox], text[mailbox:]
    between = _set(between, host='"127.0.0.1"', port=str(postfix.port), tls='"off"')
    tail = _set(tail, port=str(dovecot.port), tls='"off"').replace(
        '# host = "imap.nordlicht-software.example"', 'host = "127.0.0.1"'
    )
    tail = tail.replace('# user = "kundenbetreuung"', f'user = "{dovecot.user}"')
    tail = tail.replace('# password = { credential = "imap" }', 'password = { credential = "imap" }')
    path.write_text(head + between + tail, encoding="utf-8")
    return path


def _set(section: str, **values: str) -> str:
    for key, value in values.items():
        section = re.sub(rf"^{key} = .*$", f"{key} = {value}", section, count=1, flags=re.MULTILINE)
    return section


def _customer(person: Person) -> str:
    return (
        f"{person.id};F-{person.id};Firma {person.id} GmbH;business;Frau;Erika;Muster{person.id.lower()};{person.address};"
        f"0171 3920011;https://www.linkedin.com/in/{person.id.lower()};Testweg 1;24103;Kiel;DE;SH;{person.tier};1200,00;"
        f"2020-01-01;jana.petersen@firma.test;V-{person.id};auftragsbuch;paid;2020-01-01;2026-06-30;30;ja;self_given;"
        "yes;ja"
    )


def _consents(person: Person) -> list[str]:
    text = "Sie dürfen mir Angebote schicken, auch nach dem Ende meines Vertrags. Ich kann das jederzeit widerrufen."
    granted = "2025-06-01T10:00:00+02:00"
    confirmed = {"email": ("doi", "2025-06-01T10:05:00+02:00")}
    lines = []
    for medium in person.media:
        method, moment = confirmed.get(medium, ("signed", ""))
        name = f"EW-{person.id}-{medium}"
        lines.append(f"{name};{person.id};{medium};advertising;{granted};{method};{text};v1;archiv/{name};{moment};")
    return lines


def _cancellation(person: Person) -> str:
    received = (MONDAY - timedelta(minutes=30)).isoformat()
    return f"KUE-{person.id};{person.id};V-{person.id};{received};2026-06-30;image;{person.text};mailbox"
