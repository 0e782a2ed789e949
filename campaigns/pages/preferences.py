"""The preference page: a way switched off, less often, a pause, or nothing any more. Each choice is in force at once.

Switching off is an objection, which ends what an earlier consent allowed (Art. 7 Abs. 3, Art. 21 Abs. 3 DSGVO).
Switching on is never a tick: for e-mail it is a double opt-in (campaigns.pages.opt_in).
"""

from __future__ import annotations

import re
import uuid
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Connection

from campaigns.effects import keep_quiet, object_to
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.pages.wishes import Standing, Way, standing_in
from campaigns.reason_words import MEDIA
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from sequences.calendar import to_utc
from store import locks, operation, touches, wishes

GAPS = {"month": 31, "quarter": 92, "year": 366}
"""How often at most -> days between two contacts: the longest month, quarter and year.

So far apart, no two fall into the same one of the calendar, and none follows on the heels of another at its turn.
"""
ANY = "any"
NO_PAUSE = "none"
"""What the form sends for no wish of either kind."""
PAUSES = {"1": 1, "3": 3, "6": 6}
"""Pause -> calendar months."""
MAX_PAUSE_DAYS = 5 * 365
YES = "yes"
"""What a ticked box sends."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose. `off`: the ways to switch off; `paused_until` the first day that may bring advertising."""

    off: frozenset[Medium] = frozenset()
    gap_days: int | None = None
    paused_until: date | None = None


def stop_everything(house: House, send_id: str) -> Standing | None:
    """No advertising any more, by no way. Repeating it changes nothing; None when nobody is on file."""
    return _act(house, send_id, Wish(), everything=True)


def change(house: House, send_id: str, wish: Wish) -> Standing | None:
    """Put a wish into force: all of it or, if that fails, nothing. None when nobody is on file."""
    return _act(house, send_id, wish, everything=False)


def _act(house: House, send_id: str, wish: Wish, *, everything: bool) -> Standing | None:
    now = house.clock.now()
    recalled: dict[str, list[str]] = {}
    source = f"preferences:{send_id}"
    with house.store.write() as connection:
        found = touches.by_send_id(connection, send_id)
        if found is None:
            return None
        locks.lock_contact(connection, found[1])
        known = standing_in(connection, house, send_id)
        if known is None:
            return None
        for scope, words in _scopes(known, wish.off, everything=everything):
            done = object_to(connection, house, found[1], scope, Via.TEXT, now, source=source, verbatim=words)
            recalled.update(done.recalled)
        if not everything and (wish.paused_until, wish.gap_days) != (known.paused_until, known.gap_days):
            _note(connection, house, known, wish, source)
        fresh = standing_in(connection, house, send_id)
    write_recalls(house, recalled)
    return fresh


def read(typed: Mapping[str, str], known: Standing) -> Wish | dict[str, str]:
    """What was typed into the form, or field -> what is wrong with it."""
    off = switched_off(typed, known)
    until = _until(typed, known)
    if isinstance(until, str):
        return {"until": until}
    # A form without this choice (a stale tab, another page) says nothing about it: what holds goes on.
    often = {**GAPS, ANY: None}
    return Wish(off, often.get(typed.get("often", ""), known.gap_days), until)


def switched_off(typed: Mapping[str, str], known: Standing) -> frozenset[Medium]:
    """The ways that somebody ticked to switch off: a no that is valid whatever else is in the form."""
    return frozenset(medium for medium in known.ways if typed.get(field_of(medium)) == YES)


def typed_as(known: Standing) -> dict[str, str]:
    """The form as it stands before anything is typed: nothing ticked, the wishes in force chosen."""
    often = next((word for word, days in GAPS.items() if days == known.gap_days), ANY)
    return {"often": often, "pause": "keep" if known.paused_until else NO_PAUSE}


def field_of(medium: Medium) -> str:
    """The name of the box that switches a way off."""
    return f"off_{medium.value}"


def _until(typed: Mapping[str, str], known: Standing) -> date | str | None:
    """The first day that may bring advertising, None for no pause, or a sentence about a day that cannot be."""
    chosen = typed.get("pause", "")
    if chosen == NO_PAUSE:
        return None
    if chosen in PAUSES:
        return _months_on(known.today, PAUSES[chosen])
    if chosen != "until":
        return known.paused_until  # „keep“, or a form without this choice
    day = _day(typed.get("until", ""))
    if day is None:
        return "Bitte geben Sie den Tag an, bis zu dem Pause sein soll, zum Beispiel 24.12.2026."
    if day <= known.today:
        return "Der Tag liegt nicht in der Zukunft. Bitte wählen Sie einen späteren."
    if (day - known.today).days > MAX_PAUSE_DAYS:
        return "Eine Pause dauert höchstens fünf Jahre. Für länger wählen Sie bitte „Gar keine Werbung mehr“."
    return day


def _day(words: str) -> date | None:
    """A day as a date field sends it (2026-12-24) or as people write it (24.12.2026)."""
    german = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", words)
    if german is None and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
        return None  # fromisoformat would take 2026-W10-1 as well
    try:
        return date(int(german[3]), int(german[2]), int(german[1])) if german else date.fromisoformat(words)
    except ValueError:
        return None


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _scopes(known: Standing, off: Collection[Medium], *, everything: bool) -> list[tuple[str, str]]:
    """(scope, the words that stood beside the button or box); none for what she has said already.

    A request of hers that still waits for its click is newer than that, so the no is written down once more: after it
    the click confirms nothing.
    """
    if everything:
        return [] if known.silent else [(GLOBAL, "Gar keine Werbung mehr")]
    return [
        (medium.value, f"Keine Werbung mehr: {MEDIA[medium]}")
        for medium in known.ways
        if medium in off and (not known.declared[medium] or known.ways[medium] is Way.ASKED)
    ]


def _note(connection: Connection, house: House, known: Standing, wish: Wish, source: str) -> None:
    """Write the wish down, whole: a newer one takes its place."""
    now, contact = house.clock.now(), known.contact
    until = to_utc(wish.paused_until, time(), contact.timezone) if wish.paused_until else None
    external_id = f"pref-{uuid.uuid4().hex[:24]}"  # two wishes of one moment are two, also on a clock that stands
    wishes.put_preference(connection, known.contact_pk, external_id, now, until, wish.gap_days, source)
    if until is not None:
        keep_quiet(connection, house, known.contact_pk, now)
    said = {"gap_days": wish.gap_days, "paused_until": until.isoformat() if until else None}
    data = {"preference": external_id} | {name: value for name, value in said.items() if value is not None}
    operation.audit(connection, "preferences_changed", now, contact.external_id, data)
