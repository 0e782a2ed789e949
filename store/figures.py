"""Figures for the sysadmin. Every query follows an index over what is open, or reads only what is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Select, func, select

from sequences.touch import TouchState
from store.tables import desk, inbound, runs

_touch, _task, _reply = runs.touch, desk.task, inbound.reply

_WAITING = (TouchState.CLAIMED.value, TouchState.SENDING.value, TouchState.UNCERTAIN.value, TouchState.HELD.value)

_OVERLAP = 2_000
"""So many ids below the highest are looked at again: several daemons on PostgreSQL commit out of the order of ids."""


@dataclass(frozen=True, slots=True)
class Due:
    """Planned touches whose moment has come: how many, and since when the oldest waits."""

    number: int
    oldest: datetime | None


def due(connection: Connection, now: datetime) -> Due:
    """What should leave now, whatever keeps it (pause, caps not yet asked, a relay that is down)."""
    query = select(func.count(), func.min(_touch.c.due_at)).where(
        _touch.c.state == TouchState.PLANNED.value, _touch.c.due_at <= now
    )
    number, oldest = connection.execute(query).one()
    return Due(int(number), oldest)


def waiting(connection: Connection) -> dict[str, int]:
    """Touches under way, in doubt or held, by state; states that nobody is in are missing."""
    query = select(_touch.c.state, func.count()).where(_touch.c.state.in_(_WAITING)).group_by(_touch.c.state)
    return {str(state): int(number) for state, number in connection.execute(query)}


def open_tasks(connection: Connection) -> int:
    """Tasks that wait for a person."""
    query = select(func.count()).where(_task.c.state == TouchState.OPEN.value)
    return int(connection.execute(query).scalar_one())


class Tail:
    """Counts rows by a word as they come, from the moment it is made; rows from before do not count."""

    def __init__(self, key: Column[int], word: Column[str]) -> None:
        self._key, self._word = key, word
        self._seen: set[int] | None = None

    def new(self, connection: Connection) -> Counter[str]:
        """Rows by word since the last call; the first call only learns where the end is."""
        if self._seen is None:
            top = connection.execute(select(func.max(self._key))).scalar() or 0
            self._seen = set(connection.execute(select(self._key).where(self._key > top - _OVERLAP)).scalars())
            return Counter()
        floor = max(self._seen, default=0) - _OVERLAP
        found = {row[0]: str(row[1]) for row in connection.execute(self._query(floor))}
        fresh = Counter(word for key, word in found.items() if key not in self._seen)
        highest = max(found, default=0)
        self._seen = {key for key in found if key > highest - _OVERLAP}
        return fresh

    def _query(self, floor: int) -> Select[int, str]:
        return select(self._key, self._word).where(self._key > floor)


def decisions_tail() -> Tail:
    """Decisions by their word (send, postpone, skip, ...)."""
    return Tail(runs.decision.c.id, runs.decision.c.decision)


def replies_tail() -> Tail:
    """Mails read, by kind (human, bounce, ...)."""
    return Tail(_reply.c.id, _reply.c.kind)


class ReviewQueue:
    """How many replies wait for a person: new rows are read once, open ones are asked again, closed ones never."""

    def __init__(self) -> None:
        self._top = 0
        self._open: set[int] = set()

    def number(self, connection: Connection) -> int:
        """Replies under review now. The first call reads the whole table, the later ones what is new or open."""
        fresh = select(_reply.c.id, _reply.c.review).where(_reply.c.id > self._top - (_OVERLAP if self._top else 0))
        rows = connection.execute(fresh).all()
        self._top = max((row[0] for row in rows), default=self._top)
        wanted = self._open - {row[0] for row in rows}
        still = select(_reply.c.id).where(_reply.c.id.in_(wanted), _reply.c.review.is_(True))
        self._open = {row[0] for row in rows if row[1]}
        if wanted:
            self._open |= set(connection.execute(still).scalars())
        return len(self._open)
