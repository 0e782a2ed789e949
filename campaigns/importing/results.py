"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaigns.imports import Sign


class Effect(StrEnum):
    """What became of one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"


@dataclass(frozen=True, slots=True)
class Tally:
    """What one permission column of a CRM did. `people` carry its mark in this file, `value` is one spelling of it.

    Of an opt-out, `kept` are those whose mark is gone while their objection stays, `again` those who had consented
    after it and are marked all the same: the no counts.
    """

    system: str
    column: str
    scope: str
    sign: Sign
    value: str = ""
    people: int = 0
    new: int = 0
    kept: int = 0
    again: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """How many new cancellations come in without asking, and the number that somebody has confirmed."""

    most: int
    confirmed: int | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """More new cancellations than usual: how many, and when the first and the last of them were received."""

    count: int
    most: int
    oldest: datetime
    newest: datetime
    confirmed: int | None

    @property
    def stops(self) -> bool:
        """True until exactly this number has been confirmed: another file has another number."""
        return self.confirmed != self.count


@dataclass(frozen=True, slots=True)
class Imported:
    """Rows by what became of them, or would have where the guard stops; `refused`: (place in the file, reason).

    `erased` are contacts who had been erased and stand in the CRM again, `sharing` others who use an address of one
    who was erased. `cancelled_since` and `consented_since` were erased and have declared something after that.
    Of contacts with a new owner: tasks that went to her, and those that the old one has claimed and keeps.
    """

    new: int
    unchanged: int
    refused: tuple[tuple[int, str], ...] = ()
    changed: int = 0
    tallies: tuple[Tally, ...] = ()
    guard: Guard | None = None
    erased: tuple[str, ...] = ()
    sharing: tuple[str, ...] = ()
    cancelled_since: tuple[str, ...] = ()
    consented_since: tuple[str, ...] = ()
    tasks_moved: tuple[str, ...] = ()
    tasks_kept: tuple[str, ...] = ()

    @property
    def stopped(self) -> bool:
        """True when the guard has let nothing in."""
        return self.guard is not None and self.guard.stops
