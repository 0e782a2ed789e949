"""What a person says came of a task: one value, whichever door it comes in by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tasks.kinds import Outcome

FARTHEST = timedelta(days=366)
"""Nobody agrees on a call, or puts a task off, for longer: a slip of the keyboard would hide it for ever."""


def may_be_named(at: datetime, now: datetime) -> bool:
    """True for a moment to call back at, or to rest until: ahead, and at most a year."""
    return now < at <= now + FARTHEST


class Door(StrEnum):
    """Where a report was made."""

    TERMINAL = "terminal"
    PAGE = "page"
    CALENDAR = "calendar"
    API = "api"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a task. `by` is who did it, `number` the outgoing number that was shown when calling.

    `minutes` is how long it took, `call_back_at` (aware) when the person asked to be called again. `external_id` is the
    reporter's own name for this report: the same one twice changes nothing.
    """

    outcome: Outcome
    by: str
    via: Door = Door.TERMINAL
    note: str = ""
    number: str = ""
    minutes: int | None = None
    call_back_at: datetime | None = None
    external_id: str | None = None

    def __post_init__(self) -> None:
        if self.minutes is not None and self.minutes < 0:
            raise ValueError("minutes must not be negative")
        if self.call_back_at is not None and self.call_back_at.tzinfo is None:
            raise ValueError("call_back_at must be aware")
