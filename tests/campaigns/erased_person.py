"""A person with a row in every table of the database, made by the product itself wherever it makes such rows."""

from __future__ import annotations

from datetime import date, timedelta
from email.message import EmailMessage
from email.parser import BytesParser

from sqlalchemy import Connection, select

from campaigns.arrivals import arrivals
from campaigns.desk.finishing import finish_task
from campaigns.drafts.words import Words
from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.imports import NpsRow, TicketRow, UsageRow
from campaigns.inbound.poll import take_in
from campaigns.rights import requests as rights
from contacts.audience import digest
from contacts.cancellation import Cancellation
from contacts.contact import PostalAddress
from contacts.medium import Medium, Platform
from handover.reconcile import Known
from replies.child import Parser
from replies.reply import RawMail
from store import (
    absences,
    api_calls,
    audiences,
    calendars,
    carrier_blocks,
    deliveries,
    digests,
    operation,
    outbox,
    people,
    tasks,
    wishes,
    written,
)
from store.tables import desk, runs
from tasks.absence import Absence
from tasks.kinds import Outcome
from tasks.report import Report
from tests.campaigns.house_of import HouseOf, measured_nobody, minimal, step

BY = Wish("dsb")
WHO = "KD-77x"
LAST, EMAIL, NUMBER, STREET = "Ährensang", "Wiebke.Aehrensang@Kunde.example", "+49 431 7654321", "Möwenstieg 9"
PROFILE = "https://www.linkedin.com/in/wiebke-aehrensang"
SNIPPETS = (
    "Kündigungsgrund Umzug nach Husum",
    "Ticketbetreff Rechnung unklar",
    "Bewertung: der Hafenblick fehlt",
    "Gesprächsnotiz ruft aus dem Garten an",
    "Antwort: bitte erst im Frühling",
    "Unbekannte Post vom Deich",
    "Rückruf wegen der Schlüssel",
    "Tatsachen zur Messe in Husum",
    "Zusage: Rückgabe der Schlüssel",
    "Einwand am Telefon: keine Zeit",
    "Eigene Zeile: Grüße an den Fischmarkt",
)
"""Words of her, or about her, one in each place that keeps words."""

TEXTS = {
    "offboarding": measured_nobody()["offboarding"],
    "probe": minimal(
        step("mail", "day = 0"),
        step("letter", "day = 6", '"letter"'),
        step("call", "day = 12", '"phone"', "winback/day_21_offer"),
        step("later", "day = 40"),
    ),
}


def lived(home, **options: object) -> HouseOf:
    """A house in which she has a row in every table."""
    read_first = {**TEXTS, "probe": TEXTS["probe"].replace("day = 0\n", "day = 0\ndraft = true\n")}
    one = home(texts=read_first, **options)
    one.switch(operation.ACTIVATED, "1")
    one.switch(operation.WEBHOOKS, " ".join(outbox.EVENTS))
    _arrives(one)
    one.now()
    one.play(hours=3)
    _approves(one)
    one.play(days=15)
    _speaks(one)
    _by_hand(one)
    return one


def _arrives(one: HouseOf) -> None:
    address = PostalAddress(STREET, "24143", "Kiel")
    one.customer(
        WHO, email=EMAIL, phone=NUMBER, profile=PROFILE, company="F-77", address=address, last_name=LAST,
        letters=True,
    )  # fmt: skip
    for medium in (Medium.EMAIL, Medium.PHONE, Medium.POST):
        one.consent(WHO, medium, declared_name=f"Wiebke {LAST}", declared_address=NUMBER)
    now = one.clock.now()
    one.take("tickets", TicketRow("T-77", WHO, now, SNIPPETS[1]))
    one.take("usage", UsageRow(WHO, date(2026, 2, 1), 3, 1))
    one.take("nps", NpsRow(WHO, now, 3, SNIPPETS[2]))
    one.activity(WHO, Medium.PHONE_IN, now - timedelta(days=200))
    notice = Cancellation(
        f"KUE-{WHO}", WHO, now, "missing_feature", feature="Hafenblick", text=SNIPPETS[0], contract_id=f"V-{WHO}"
    )
    one.take("cancellations", notice)
    one.release("Hafenblick")


def _approves(one: HouseOf) -> None:
    """Whoever looks after her writes a line of her own into the mail that waits."""
    with one.house.store.read() as connection:
        (task,) = (row for row in tasks.listing(connection) if row["kind"] == "approval")
    words = Words("Werbung von Nordlicht: neu seit März", (SNIPPETS[10],))
    assert finish_task(one.house, task["external_id"], Report(Outcome.APPROVED, "Amira"), words)


def _speaks(one: HouseOf) -> None:
    """A call, a mail that is matched, a mail of hers from nowhere, and an objection in her words."""
    with one.house.store.read() as connection:
        task = next(row for row in tasks.listing(connection) if row["contact"] == WHO and row["channel"] == "phone")
    assert finish_task(
        one.house,
        task["external_id"],
        Report(Outcome.INTERESTED, "Amira", note=SNIPPETS[3], number="+49 431 999990"),
    )
    mail_in(one, EMAIL.upper(), SNIPPETS[4])
    one.objection(WHO, "phone", verbatim=SNIPPETS[9])
    arrivals(one.house)


def _by_hand(one: HouseOf) -> None:
    """What no import and no run writes."""
    now, house = one.clock.now(), one.house
    with house.store.write() as connection:
        deliveries.share_out(connection, {"crm": frozenset(outbox.EVENTS)}, now, None)
        api_calls.remember(connection, "crm", "0" * 64, "0" * 64, 200, {"effect": "new"}, now)
        pk = people.contact_pk(connection, WHO)
        assert pk is not None
        wishes.put_preference(connection, pk, f"PR-{WHO}", now, None, 30, "Seite")
        wishes.put_callback(
            connection, pk, f"RR-{WHO}", SNIPPETS[6], "0431/76543-21", now, now + timedelta(days=1), now
        )
        wishes.put_presumption(connection, pk, f"PV-{WHO}", "concrete", SNIPPETS[7], "Angebot", "Amira", now, now)
        rights.receive(connection, house, rights.ACCESS, now, contact_pk=pk, door=f"Mail von {EMAIL}", by="dsb")
        written.record(connection, house.state / "gibt-es-nicht.html", written.ACCESS, now, contact_pk=pk)
        touch = connection.execute(select(runs.touch.c.id).where(runs.touch.c.contact_id == pk)).scalars().first()
        connection.execute(
            desk.promise.insert().values(
                external_id=f"ZU-{WHO}",
                contact_id=pk,
                text=SNIPPETS[8],
                owner_email="a@firma.example",
                due_on=now.date(),
            )
        )
        listed = audiences.Told(1, "0" * 64, "AVV-1", "Amira")
        export = audiences.add_export(connection, "linkedin-1", Platform.LINKEDIN, audiences.LIST, now, listed)
        hashed = (pk, Medium.EMAIL, digest(Platform.LINKEDIN, Medium.EMAIL, EMAIL.lower()), f"EW-{WHO}-email")
        audiences.join(connection, export.pk, Platform.LINKEDIN, [hashed], now)
        connection.execute(desk.offer_use.insert().values(contact_id=pk, touch_id=touch, offer="drei_monate", at=now))
        hers = house.address_hash(Medium.EMAIL, EMAIL.lower())
        carrier_blocks.put(connection, [carrier_blocks.Block(hers, "bounce", now, "ses:eu-central-1")], now)
        _at_our_desks(one, connection, pk)
    mail_in(one, "niemand@anderswo.example", SNIPPETS[5], reply_to=EMAIL)


def _at_our_desks(one: HouseOf, connection: Connection, pk: int) -> None:
    """Somebody of ours is away, got the morning mail, and has the task in her calendar."""
    now, person = one.clock.now(), "amira.haddad@nordlicht.example"
    absences.add(connection, Absence(person, now.date(), now.date()), "Amira", now)
    digests.begin(connection, person, now.date(), digests.SENT, 1, now)
    calendars.tell(connection, person, "", now)
    task = connection.execute(select(desk.task.c.external_id).where(desk.task.c.contact_id == pk)).scalars().first()
    known = Known("https://cloud.firma.example/0123456789abcdef.ics", "", 1)
    calendars.note(connection, person, str(task), known, now)


def mail_in(one: HouseOf, sender: str, text: str, reply_to: str = "", in_reply_to: str = "") -> bytes:
    """A mail reaches the mailbox and is taken in as the daemon does it; its bytes."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "team@firma.example", "Ihre Nachricht"
    mail["Message-ID"] = f"<{abs(hash(text))}@kunde.example>"
    if reply_to:
        mail["Reply-To"] = reply_to
    if in_reply_to:
        mail["In-Reply-To"] = in_reply_to
    mail.set_content(text + "\n" * 3, cte="base64")
    raw = mail.as_bytes()
    taken = RawMail("folder:inbox", "INBOX", 1, abs(hash(text)) % 10_000, raw, one.clock.now())
    parser = Parser()
    try:
        assert take_in(one.house, taken, parser)
    finally:
        parser.close()
    return raw


def pk_of(one: HouseOf, name: str = WHO) -> int:
    """Row id of a contact; None when she is gone."""
    with one.house.store.read() as connection:
        return people.contact_pk(connection, name)


def erased(one: HouseOf, name: str = WHO, wish: Wish = BY, **how: bool) -> Erased:
    """Erase a contact; anything else is the test's failure."""
    done = erase(one.house, pk_of(one, name), wish, **how)
    assert isinstance(done, Erased), done
    return done


def said(value: object) -> str:
    """Everything readable in a stored value: text, JSON, and mails with their parts decoded."""
    if isinstance(value, bytes):
        mail = BytesParser().parsebytes(value)
        parts = [part.get_payload(decode=True) for part in mail.walk()]
        return "\n".join([value.decode("utf-8", "replace"), *(p.decode("utf-8", "replace") for p in parts if p)])
    return str(value)
