"""What one person's calendar should hold, what we know of it, and what stands there now."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from campaigns.desk.halting import halted
from campaigns.handover.entries import entry_of, summary
from campaigns.handover.terms import CalendarOf
from campaigns.house import House
from handover import ics
from handover.caldav import CalDav, CalDavError, Fault
from handover.entry import Entry
from handover.ics import Seen
from handover.reconcile import Known, State
from store import calendars

_CLOSED_STAY = timedelta(days=30)
"""What is done stays readable in the calendar for so long; then the entry goes, and with it the last trace of it."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """One task in one calendar: what it should be, what we know of the entry and what stands there."""

    task: str
    href: str
    row: Row | None
    entry: Entry | None
    known: Known | None
    seen: Seen | None = None


def look(house: House, owner: CalendarOf, dav: CalDav) -> tuple[list[Place], list[CalDavError]]:
    """Every task of this calendar with what stands there, and what cannot be read. Raises CalDavError."""
    places = [place for place in _places(house, owner, dav) if not _rests(place)]
    if not places:
        dav.look()  # so that a calendar that has died is known before the first task needs it
    there = dav.fetch([place.href for place in places])
    trouble = [_too_big(place) for place in places if place.href in dav.oversized]
    found = []
    for place in places:
        if place.href in dav.oversized:
            continue
        entry = there.get(place.href)
        # A list without an entry is no proof: a proxy may have changed its addresses. Silence would drop the task.
        if entry is None and place.known is not None and place.known.state is not State.DROPPED:
            entry = dav.get(place.href)
        seen = ics.read(entry.data, entry.etag, house.timezone) if entry is not None else None
        if entry is not None and seen is None:
            seen = _unreadable(entry.etag, entry.data)
        found.append(replace(place, seen=seen))
    return found, trouble


def _places(house: House, owner: CalendarOf, dav: CalDav) -> list[Place]:
    now = house.clock.now()
    with house.store.read() as connection:
        items = {item.task: item for item in calendars.items(connection, owner.person)}
        rows = {row["external_id"]: row for row in calendars.tasks_for(connection, owner.person, items.keys())}
        agreed = calendars.agreed_times(connection, [row["id"] for row in rows.values()], now)
        held = halted(house, connection, rows.values())
    places = []
    for task in dict.fromkeys((*rows, *items)):
        item, row = items.get(task), rows.get(task)
        known = item.known if item is not None and dav.owns(item.known.href) else None
        entry = None
        if row is not None and (row["assignee"] or "").casefold() == owner.person:
            entry = entry_of(house, row, owner.person, agreed.get(row["id"]), halted=row["id"] in held)
        if item is not None and item.known.state is State.CLOSED and item.at < now - _CLOSED_STAY:
            entry = None
        href = known.href if known is not None else dav.href(_name(house, task))
        places.append(Place(task, href, row, entry, known))
    return places


def _name(house: House, task: str) -> str:
    """Always the same for the same task, and without its id: after an erasure the address is all that is left."""
    return hmac.new(house.message_key, f"calendar {task}".encode(), hashlib.sha256).hexdigest()[:32]


def _rests(place: Place) -> bool:
    """What is closed and drawn as closed needs no look: a calendar of years would be read anew each time."""
    return place.entry is not None and place.known is not None and place.known.state is State.CLOSED


def _unreadable(etag: str, raw: bytes) -> Seen:
    """Something else under the name of our entry: it differs from whatever we want there."""
    return Seen(etag, "", "", "", None, 0, "", (), (), ticked=False, done_at="", raw=raw)


def _too_big(place: Place) -> CalDavError:
    name = summary(place.row) if place.row is not None else "Ein Eintrag"
    words = f"„{name}“ im Kalender ist über 5 MB groß und wird nicht gelesen. Bitte den Anhang dort herausnehmen."
    return CalDavError(Fault.TOO_BIG, words)
