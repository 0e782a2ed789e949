"""What to do about one entry of a calendar: what it should be, what we drew last and what stands there now. Pure.

State against state, never event by event: a pass that was cut off, a second daemon and an edit of the person all come
out right with the next pass, and a pass over what is right does nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handover.answers import Answer, Silence, answer_of, only_outcome
from handover.entry import Entry
from handover.ics import Seen, differs
from tasks.kinds import Outcome

MAX_REDRAWN = 3
"""So often what is ours is put right in one version; a client that insists, a server that keeps less, is left alone."""


class State(StrEnum):
    """What we know of an entry."""

    OPEN = "open"
    CLOSED = "closed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Known:
    """What we drew last. `etag` is empty where the server named none."""

    href: str
    etag: str
    version: int
    state: State = State.OPEN
    redrawn: int = 0
    hint: str = ""


class Act(StrEnum):
    """What one entry needs."""

    NOTHING = "nothing"
    CREATE = "create"
    DRAW = "draw"
    RESTORE = "restore"
    NOTE = "note"
    FINISH = "finish"
    OBJECT = "object"
    HINT = "hint"
    CLOSE = "close"
    DROP = "drop"
    REMOVE = "remove"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class Need:
    """An act; with FINISH and OBJECT what the person says, with HINT why her tick was not taken."""

    act: Act
    answer: Answer | None = None
    why: str = ""


_NOTHING = Need(Act.NOTHING)


def decide(entry: Entry | None, known: Known | None, seen: Seen | None, timezone: str) -> Need:
    """`entry` None: there is no such task any more, or it is somebody else's."""
    if entry is None:
        return Need(Act.REMOVE if seen is not None else Act.FORGET)
    if seen is None:
        return _absent(entry, known)
    return _open(entry, known, seen, timezone) if entry.is_open else _closed(entry, known, seen)


def _absent(entry: Entry, known: Known | None) -> Need:
    if not entry.is_open:
        return Need(Act.FORGET) if known is not None else _NOTHING
    if known is None or known.state is State.CLOSED:
        return Need(Act.CREATE)
    if known.state is State.DROPPED:  # she took it out; only a task that has changed comes back
        return Need(Act.CREATE) if entry.version > known.version else _NOTHING
    return Need(Act.DROP)


def _closed(entry: Entry, known: Known | None, seen: Seen) -> Need:
    if known is not None and known.state is State.CLOSED:
        return _NOTHING
    answer = answer_of(entry.kind, seen.texts, seen.categories)
    if isinstance(answer, Answer) and answer.outcome is Outcome.OBJECTION:
        return Need(Act.OBJECT, answer)
    return Need(Act.NOTE) if seen.status == entry.status else Need(Act.CLOSE)


def _open(entry: Entry, known: Known | None, seen: Seen, timezone: str) -> Need:
    answer = answer_of(entry.kind, seen.texts, seen.categories)
    objects = isinstance(answer, Answer) and answer.outcome is Outcome.OBJECTION
    if seen.ticked or seen.cancelled or objects:  # an objection acts at once, ticked or not
        return _ticked(entry, answer)
    if known is None or known.state is not State.OPEN:
        return Need(Act.DRAW if differs(seen, entry, timezone) else Act.NOTE)
    if not differs(seen, entry, timezone):
        return _NOTHING if (known.etag, known.version) == (seen.etag, entry.version) else Need(Act.NOTE)
    if seen.summary != entry.summary and seen.summary in entry.summaries:
        return Need(Act.DRAW)  # drawn by us at another time; nobody insists on anything
    touched = known.etag != seen.etag
    if known.version == entry.version and known.redrawn >= MAX_REDRAWN:
        return Need(Act.NOTE) if touched else _NOTHING
    return Need(Act.RESTORE if known.version == entry.version else Act.DRAW)


def _ticked(entry: Entry, answer: Answer | Silence) -> Need:
    if isinstance(answer, Answer):
        return Need(Act.FINISH, answer)
    only = only_outcome(entry.kind)
    if answer is Silence.NONE and only is not None:
        return Need(Act.FINISH, Answer(only))
    return Need(Act.HINT, why=answer.value)
