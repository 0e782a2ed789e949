"""Keeps one person's calendar right: her open tasks stand in it, and what she ticks off there is done here.

State against state (handover.reconcile). The network is never used inside a transaction; what was done out there is
noted behind it, and a pass cut off in between comes to the same end with the next one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from campaigns.desk.halting import halted
from campaigns.handover.entries import entry_of
from campaigns.handover.places import Place, look
from campaigns.handover.taking import NotTaken, object_late, take
from campaigns.handover.terms import CalendarOf
from campaigns.house import House
from handover import ics
from handover.answers import Answer, Silence, answer_of
from handover.caldav import CalDav, CalDavError, Fault
from handover.entry import Entry
from handover.ics import HINT, Seen
from handover.reconcile import Act, Known, Need, State, decide
from store import calendars
from tasks.kinds import Outcome


def keep(house: House, owner: CalendarOf, dav: CalDav) -> Counter[Act]:
    """One pass over one calendar; what was done. Raises CalDavError, and what the database says.

    What a server has against one entry (no room, too big, never accepted) is told when all the others are looked at:
    an outcome or a no in one of them is never left lying for it.
    """
    seen, trouble = look(house, owner, dav)
    done: Counter[Act] = Counter()
    for place in seen:
        need = decide(place.entry, place.known, place.seen, house.timezone)
        if need.act is Act.CREATE and any(one.fault is Fault.REFUSED for one in trouble):
            continue  # no room for the one before: no need to ask for each of a hundred
        wrong = _try(house, owner, dav, place, need)
        if wrong is None:
            done[need.act] += 1
        elif wrong.fault is not Fault.CONFLICT:
            trouble.append(wrong)
        # Otherwise somebody was faster: the next pass sees what she did.
    if trouble:
        raise trouble[0]
    return done


def _try(house: House, owner: CalendarOf, dav: CalDav, place: Place, need: Need) -> CalDavError | None:
    """Do it; what the server has against this one entry. Raises CalDavError for what is about all of them."""
    try:
        _do(house, owner, dav, place, need)
    except CalDavError as error:
        if error.fault not in _OF_ONE_ENTRY:
            raise
        stuck = error.fault is Fault.CONFLICT and _is_stuck(dav, place)
        return CalDavError(Fault.REFUSED, _STUCK) if stuck else error
    return None


_OF_ONE_ENTRY = frozenset({Fault.CONFLICT, Fault.REFUSED, Fault.FORBIDDEN, Fault.TOO_BIG})
_STUCK = (
    "Der Kalenderserver nimmt einen Eintrag nicht an, als wäre er gerade geändert worden (409 oder 412); geändert hat "
    "ihn niemand. Bitte den Kalender dort prüfen."
)


def _is_stuck(dav: CalDav, place: Place) -> bool:
    """True when a conflict is none: nothing stands there, or the very same as before. It would never end."""
    there = dav.get(place.href)
    if there is None or place.seen is None:
        return there is None and place.seen is None
    return bool(there.etag) and there.etag == place.seen.etag


def _do(house: House, owner: CalendarOf, dav: CalDav, place: Place, need: Need) -> None:
    entry, seen = place.entry, place.seen
    if need.act in (Act.REMOVE, Act.FORGET):
        if need.act is Act.REMOVE and seen is not None:
            _last_words(house, owner, place)
            dav.delete(place.href, seen.etag)
        _forget(house, owner, place.task)
    elif entry is not None and seen is None:
        _without(house, owner, dav, entry, place.href, need.act)
    elif entry is not None and seen is not None and need.act is not Act.NOTHING:
        _with(house, owner, dav, place, need)


def _last_words(house: House, owner: CalendarOf, place: Place) -> None:
    """A no in an entry that goes holds, whoever has the task by now (Art. 21 Abs. 3 DSGVO)."""
    heard = place.known is not None and place.known.state is State.CLOSED
    if place.row is None or place.seen is None or heard:
        return
    answer = answer_of(place.row["kind"], place.seen.texts, place.seen.categories)
    if isinstance(answer, Answer) and answer.outcome is Outcome.OBJECTION:
        object_late(house, place.row, answer, owner.person)


def _without(house: House, owner: CalendarOf, dav: CalDav, entry: Entry, href: str, act: Act) -> None:
    """Nothing stands there."""
    if act is Act.CREATE:
        etag = dav.put(href, ics.drawn(entry, house.clock.now(), house.timezone), None)
        _note(house, owner, entry, Known(href, etag, entry.version))
    elif act is Act.DROP:
        _note(house, owner, entry, Known(href, "", entry.version, State.DROPPED))


def _with(house: House, owner: CalendarOf, dav: CalDav, place: Place, need: Need) -> None:
    """Something stands there that is not as it should be, or that says something."""
    entry, known, seen = place.entry, place.known, place.seen
    if entry is None or seen is None:
        return
    if need.act is Act.NOTE:
        _note(house, owner, entry, _noted(place.href, entry, known, seen))
    elif need.act is Act.HINT:
        _hint(house, owner, dav, place, need.why, _hint_words(need.why, entry.kind))
    elif need.act is Act.FINISH and need.answer is not None and place.row is not None:
        _finish(house, owner, dav, place, need.answer)
    else:
        if need.act is Act.OBJECT and need.answer is not None and place.row is not None:
            object_late(house, place.row, need.answer, owner.person)
        _draw(house, owner, dav, place, entry, restored=need.act is Act.RESTORE)


def _draw(
    house: House, owner: CalendarOf, dav: CalDav, place: Place, entry: Entry, *, restored: bool = False,
    afresh: bool = False,
) -> None:  # fmt: skip
    """Put right what stands there, unless somebody is changing it just now."""
    known, seen = place.known, place.seen
    if seen is None:
        return
    data = ics.redrawn(entry, seen, house.clock.now(), house.timezone, afresh=afresh)
    etag = dav.put(place.href, data, seen.etag)
    before = known.redrawn if known is not None and known.version == entry.version else 0
    _note(house, owner, entry, Known(place.href, etag, entry.version, _state(entry), before + restored))


def _hint(house: House, owner: CalendarOf, dav: CalDav, place: Place, why: str, words: str) -> None:
    """The tick cannot be taken: the entry is open again and says what to write."""
    entry, seen = place.entry, place.seen
    if entry is None or seen is None:
        return
    data = ics.redrawn(entry, seen, house.clock.now(), house.timezone, hint=f"{HINT} {words}")
    etag = dav.put(place.href, data, seen.etag)
    _note(house, owner, entry, Known(place.href, etag, entry.version, hint=why))


def _finish(house: House, owner: CalendarOf, dav: CalDav, place: Place, answer: Answer) -> None:
    """Take the outcome; then the entry shows what the task is now: done, or open again for another try."""
    seen, row = place.seen, place.row
    if seen is None or row is None:
        return
    drawn = place.known.version if place.known is not None else 0
    try:
        if not take(house, row, answer, owner.person, f"{drawn} {seen.done_at}"):
            return  # over meanwhile: the next pass sees how
    except NotTaken as problem:
        _hint(house, owner, dav, place, problem.why, str(problem))
        return
    with house.store.read() as connection:
        now_row = next(iter(calendars.tasks_for(connection, "", [place.task])), None)
        held = halted(house, connection, [now_row] if now_row is not None else [])
    if now_row is None:
        return  # erased in between: the next pass takes the entry out
    entry = entry_of(house, now_row, owner.person, halted=bool(held))
    _draw(house, owner, dav, replace(place, row=now_row), entry, afresh=entry.is_open)


def _noted(href: str, entry: Entry, known: Known | None, seen: Seen) -> Known:
    same = known is not None and known.version == entry.version
    redrawn, hint = (known.redrawn, known.hint) if known is not None and same else (0, "")
    return Known(href, seen.etag, entry.version, _state(entry), redrawn, hint)


def _state(entry: Entry) -> State:
    return State.OPEN if entry.is_open else State.CLOSED


def _hint_words(why: str, kind: str) -> str:
    said = {
        Silence.NONE: "Ein Ergebnis fehlt, die Aufgabe ist noch offen.",
        Silence.SEVERAL: "Hier stehen mehrere Ergebnisse, die Aufgabe ist noch offen. Bitte nur eines stehen lassen.",
    }.get(Silence(why), "Dieses Ergebnis gibt es hier nicht, die Aufgabe ist noch offen.")
    return f"{said} Bitte {ics.asked(kind)}."


def _note(house: House, owner: CalendarOf, entry: Entry, known: Known) -> None:
    with house.store.write() as connection:
        calendars.note(connection, owner.person, entry.task, known, house.clock.now())


def _forget(house: House, owner: CalendarOf, task: str) -> None:
    with house.store.write() as connection:
        calendars.forget(connection, owner.person, task)
