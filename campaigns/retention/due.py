"""What is due today, by category: the one list for the dry run, the daily job and the report of the officer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.erasing.files import ASIDE
from campaigns.evidence.standing import standing
from campaigns.house import House
from compliance import terms
from contacts.consent import ConsentEvent
from sequences.calendar import local_day, to_utc
from store import api_calls, consents, deliveries, people, retained, retention, written
from store.retention import Found, Overdue

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "retained": "Aufbewahrtes gelöschter Personen, dessen Frist vorbei ist",
        "consents": "Nachweise von Einwilligungen, deren Frist vorbei ist",
        "doi": "Anmeldungen, die niemand bestätigt hat",
        "raw_replies": "Antworten im Ganzen (Rohfassung)",
        "unknown_replies": "Antworten, die zu niemandem gehören",
        "advertising_bytes": "Werbung im Ganzen",
        "commercial_letters": "Geschäftsbriefe, deren Frist vorbei ist",
        "requests": "beantwortete Vorgänge nach Art. 15-21 DSGVO",
        "files": "Einträge erzeugter Dateien, die es nicht mehr gibt",
        "old_databases": "alte Datenbanken nach einer Rücksicherung",
        "calls": "Aufrufe anderer Systeme, die niemand mehr wiederholt",
        "events": "Meldungen an andere Systeme, die erledigt sind",
        "contacts": "Personen, deren Zweck sich erledigt hat",
    }
)
"""In the order in which they are let go; German for people."""

CALLS_KEPT = timedelta(days=30)
"""Longer than any system repeats a call that it thinks was lost."""
EVENTS_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a category is due, and how old its oldest is (None: nothing is due, or its age is not known).

    `on` False: counted for people, and let go only when [retention] enabled says so.
    """

    category: str
    number: int
    oldest: datetime | None
    on: bool = True


def look(house: House, connection: Connection) -> list[Due]:
    """Every category, also those of which nothing is due."""
    now = house.clock.now()
    today = local_day(now, house.timezone)
    kept = retained.overdue(connection, today).values()
    plain = {name: overdue.look(connection) for name, overdue in plain_categories(house).items()}
    doi = retention.unanswered(connection, doi_before(house))
    gone = [one.at for one in written.all_files(connection) if not one.path.exists()]
    aside = [at for _, at in old_databases(house)]
    people_due = contacts_due(house, connection)
    found = {
        "retained": (sum(number for number, _ in kept), min((oldest for _, oldest in kept), default=None)),
        "consents": _dated([at for _, at in consents_due(house, connection)]),
        "doi": _dated([at for _, at in doi]),
        **plain,
        "files": _dated(gone),
        "old_databases": _dated(aside),
        "contacts": _dated([at for _, at in people_due]),
    }
    return [Due(name, *found[name], on=name != "contacts" or house.retention.contacts) for name in CATEGORIES]


def plain_categories(house: House) -> dict[str, Overdue]:
    """Those that are one statement."""
    now, terms_here = house.clock.now(), house.retention
    raw = now - timedelta(days=terms_here.raw_reply_days)
    return {
        "raw_replies": retention.raw_replies(raw),
        "unknown_replies": retention.unknown_replies(now - timedelta(days=terms_here.unknown_reply_days)),
        "advertising_bytes": retention.advertising_bytes(raw),
        "commercial_letters": retention.commercial_letters(_year_begin(house, terms.LETTER_YEARS)),
        "requests": retention.requests(_year_begin(house, terms.LIMITATION_YEARS)),
        "calls": _handover(api_calls.old, api_calls.forget, now - CALLS_KEPT),
        "events": _handover(deliveries.over, deliveries.drop_over, now - EVENTS_KEPT),
    }


def _handover(
    look: Callable[[Connection, datetime], Found], drop: Callable[[Connection, datetime], int], before: datetime
) -> Overdue:
    return Overdue(lambda connection: look(connection, before), lambda connection: drop(connection, before))


def doi_before(house: House) -> datetime:
    """Asked for before this, and still not confirmed: nobody will any more."""
    return house.clock.now() - timedelta(days=house.retention.doi_days)


def consents_due(house: House, connection: Connection) -> list[tuple[int, datetime]]:
    """(row id, granted at) of the proofs whose term is over. Earlier, that of a call may not go (§ 20 Abs. 1 UWG)."""
    zone, now = ZoneInfo(house.timezone), house.clock.now()
    today = local_day(now, house.timezone)
    silent = retention.silent_consents(connection, _year_begin(house, terms.LIMITATION_YEARS))
    found = []
    for pk, external_id, contact_pk in silent:
        person = standing(connection, house, contact_pk, now)
        one = next(one for one in person.consents if one.stored.consent.external_id == external_id)
        uses = [
            happened.at for happened in consents.trail(connection, external_id) if happened.event is ConsentEvent.USED
        ]
        last = one.stored.last_used_at
        moments = [*uses, *([last] if last is not None else [])]
        consent = one.stored.consent
        term = terms.keep_until(consent, moments, person.contact.kind, zone, relied_on=one.carries)
        if term.over(today):
            found.append((pk, consent.granted_at))
    return found


def contacts_due(house: House, connection: Connection) -> list[tuple[int, datetime]]:
    """(row id, last contact) of people whose purpose has ended."""
    day = _months_before(local_day(house.clock.now(), house.timezone), house.retention.contacts_after_months)
    found = retention.done_with(connection, to_utc(day, time.min, house.timezone), day)
    return [(pk, at) for pk, at in found if people.exists(connection, pk)]


def old_databases(house: House) -> list[tuple[str, datetime]]:
    """(folder name, when) of databases that a restore has put aside, older than [retention] copy_days."""
    before = house.clock.now() - timedelta(days=house.retention.copy_days)
    found = []
    for folder in sorted(house.state.glob(f"{ASIDE}*")):
        try:
            at = datetime.strptime(f"{folder.name.removeprefix(ASIDE)}+0000", "%Y%m%dT%H%M%SZ%z")
        except ValueError:
            continue  # somebody's own folder
        if at < before:
            found.append((folder.name, at))
    return found


def _dated(moments: list[datetime]) -> tuple[int, datetime | None]:
    return len(moments), min(moments, default=None)


def _year_begin(house: House, years: int) -> datetime:
    """What is older has seen the end of so many calendar years after its own."""
    today = local_day(house.clock.now(), house.timezone)
    return to_utc(date(today.year - years, 1, 1), time.min, house.timezone)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
