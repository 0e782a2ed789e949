"""The morning mail: how many tasks wait, which they are, and a link to each. Names and reasons stay behind the link."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.backups.gap import gap_of
from campaigns.desk.halting import halted
from campaigns.handover.entries import entry_of, summary
from campaigns.handover.links import task_url
from campaigns.house import House
from campaigns.inbound.codes import filled
from campaigns.rendering.german import german_date
from campaigns.rendering.staff import staff_text
from channels.channel import Attachment, EmailContent, From, Mail, Message, Recipient
from channels.email.compose import EmailChannel
from channels.email.message_id import message_id
from contacts.medium import Purpose
from handover import ics
from sequences.calendar import is_business_day, local_day, to_utc
from store import absences, calendars, digests, tasks
from tasks.absence import Absence, away, holder

_LISTED = 40
"""More lines than this nobody reads in the morning; the attached file holds them all."""
_MORNING = timedelta(hours=8)
"""A daemon that starts later than this behind the hour of the mail leaves this day out."""
_HINTS = {"no_outcome": "im Kalender abgehakt, aber ohne Ergebnis", "": ""}
_UNCLEAR = "im Kalender abgehakt, aber das Ergebnis ist nicht zu verstehen"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person hears on `day`. `led`: what stayed undone in her group; `withdrawn`: since her last mail.

    `halted`: by row id why a task must not be carried out while the house is paused.
    """

    person: str
    day: date
    due: tuple[Row, ...]
    led: tuple[Row, ...]
    withdrawn: tuple[Row, ...]
    hints: Mapping[str, str]
    halted: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.due or self.led or self.withdrawn)


def due_digests(house: House) -> list[Digest]:
    """The mails of this morning that nobody has decided yet, also those with nothing in them."""
    now, terms = house.clock.now(), house.handover
    day = local_day(now, house.timezone)
    begins = to_utc(day, terms.digest_at, house.timezone)
    if not terms.digests or not begins <= now < begins + _MORNING:
        return []
    with house.store.read() as connection:
        gap = gap_of(connection, now)
        if gap is not None and begins < gap.end:
            return []  # a restored database does not know whether the mails of this morning have left
        known = absences.since(connection, day)
        decided = digests.known(connection, day)
        waiting = [reader for reader in _readers(house, day, known) if reader not in decided]
        if not waiting:
            return []
        rows = tasks.listing(connection)
        return [_digest(house, connection, reader, day, rows, known) for reader in waiting]


def _readers(house: House, day: date, known: Sequence[Absence]) -> list[str]:
    """Who reads a mail today: everybody who wants one, her deputy while she is away; nobody on her own holiday."""
    found = dict.fromkeys(holder(one, day, known, house.team).casefold() for one in sorted(house.handover.digests))
    return [one for one in found if away(one, day, known) is None and is_business_day(day, house.team.of(one).land)]


def _digest(
    house: House, connection: Connection, reader: str, day: date, rows: Sequence[Row], known: Sequence[Absence]
) -> Digest:
    wants, led = house.handover.digests, house.team.led_by(reader)
    evening = to_utc(day + timedelta(days=1), time.min, house.timezone)
    mine, escalated = [], []
    for row in rows:
        assignee = (row["assignee"] or "").casefold()
        if not assignee:
            continue
        does = holder(assignee, day, known, house.team).casefold()
        meant = reader in wants or assignee in wants or row["stands_in_for"].casefold() in wants
        if does == reader and meant and _is_due(row, evening):
            mine.append(row)
        elif does != reader and reader in wants and assignee in led and row["escalated_at"] is not None:
            escalated.append(row)
    before = digests.newest_before(connection, reader, day)
    return Digest(
        person=reader,
        day=day,
        due=tuple(mine),
        led=tuple(escalated),
        withdrawn=tuple(calendars.ended_since(connection, reader, before)) if before is not None else (),
        hints=calendars.hints(connection, [row["external_id"] for row in mine]),
        halted=halted(house, connection, (*mine, *escalated)),
    )


def _is_due(row: Row, evening: datetime) -> bool:
    rests = row["snoozed_until"] is not None and row["snoozed_until"] >= evening
    return bool(row["due_at"] < evening) and not rests


def mail_of(house: House, digest: Digest) -> Mail:
    """The mail as it leaves. Raises RenderError and Refused, both with a German sentence."""
    now = house.clock.now()
    values = _values(house, digest, now)
    subject = staff_text(house.templates.folders, "digest/subject.txt", values)
    text = staff_text(house.templates.folders, "digest/body.txt", values)
    brand = house.brands[house.default_brand]
    # Whose mail of which day: so a second copy would be known as one. The address itself is in no id.
    name = f"digest-{digest.day.isoformat()}-{hashlib.sha256(digest.person.encode()).hexdigest()[:16]}"
    own_id = message_id(house.message_key, name, house.addresses.message_id_domain)
    person = house.team.of(digest.person)
    message = Message(
        send_id=name,
        message_id=own_id,
        created_at=now,
        purpose=Purpose.SERVICE,  # our own people's work: no advertising, so no List-Unsubscribe
        sender=From(brand.from_name, brand.from_address),
        recipient=Recipient(contact_id="", name=person.name, email=digest.person),
        content=EmailContent(
            " ".join(subject.split()), text, "", tuple(_files(house, digest, now, brand.from_address))
        ),
        envelope_from=filled(house.addresses.envelope_from, own_id) or brand.from_address,
    )
    return EmailChannel().prepare(message)


def _own_calendar(house: House, digest: Digest) -> bool:
    """True when her tasks stand in a calendar that answers: a second copy there could be ticked off without effect."""
    return any(one.person == digest.person for one in house.handover.calendars)


def _files(house: House, digest: Digest, now: datetime, organizer: str) -> list[Attachment]:
    files = []
    if digest.due and not _own_calendar(house, digest):
        with house.store.read() as connection:
            agreed = calendars.agreed_times(connection, [row["id"] for row in digest.due], now)
        entries = [
            entry_of(house, row, digest.person, agreed.get(row["id"]), halted=row["id"] in digest.halted)
            for row in digest.due
        ]
        data = ics.published(entries, now, house.timezone)
        files.append(Attachment("aufgaben.ics", "text/calendar; charset=utf-8; method=PUBLISH", data))
    if digest.withdrawn:
        entries = [entry_of(house, row, digest.person) for row in digest.withdrawn]
        data = ics.withdrawn(entries, now, house.timezone, organizer)
        files.append(Attachment("zurueckgezogen.ics", "text/calendar; charset=utf-8; method=CANCEL", data))
    return files


def _values(house: House, digest: Digest, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(house.timezone)
    person = house.team.of(digest.person)
    listed = digest.due[:_LISTED]
    return {
        "name": person.name or digest.person,
        "own_calendar": _own_calendar(house, digest),
        "day": german_date(digest.day),
        "due": len(digest.due),
        "late": sum(1 for row in digest.due if row["due_at"] < now),
        "led": len(digest.led),
        "withdrawn": len(digest.withdrawn),
        "withdrawn_words": ", ".join(summary(row) for row in digest.withdrawn),
        "more": len(digest.due) - len(listed),
        "tasks": [
            {
                "number": number,
                "words": summary(row, halted=row["id"] in digest.halted),
                "due": _due(row, now, zone),
                "notes": "".join(f"; {words}" for words in _notes(house, row, digest)),
                "url": task_url(house, row["external_id"], digest.person),
            }
            for number, row in enumerate(listed, start=1)
        ],
        "escalated": [
            {
                "words": summary(row, halted=row["id"] in digest.halted),
                "due": _due(row, now, zone),
                "owner": house.team.of(row["assignee"]).name or row["assignee"],
                "url": task_url(house, row["external_id"], digest.person),
            }
            for row in digest.led[:_LISTED]
        ],
    }


def _notes(house: House, row: Row, digest: Digest) -> list[str]:
    hint = digest.hints.get(row["external_id"], "")
    owner = row["stands_in_for"] or ("" if row["assignee"].casefold() == digest.person else row["assignee"])
    stands_in = f"in Vertretung für {house.team.of(owner).name or owner}" if owner else ""
    return [words for words in (digest.halted.get(row["id"], ""), stands_in, _HINTS.get(hint, _UNCLEAR)) if words]


def _due(row: Row, now: datetime, zone: ZoneInfo) -> str:
    due = row["due_at"].astimezone(zone)
    if row["due_at"] >= now:
        return f"heute bis {due:%H:%M} Uhr"
    since = "heute" if due.date() == now.astimezone(zone).date() else f"dem {due:%d.%m.%Y}"
    return f"überfällig seit {since}"
