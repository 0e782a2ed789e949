"""What a person says came of a task: one value, whichever door it comes in by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
class Promised:
    """What somebody of ours promised the person: until the end of the local day `due_on`.

    `owner` is the e-mail address of who keeps it; empty: who has the task.
    """

    text: str
    due_on: date
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Conceded:
    """What was offered in the conversation: a word of cases.authority.Concession or the id of an offer of the house.

    `amount` counts percent, months or days. `words` say what a `custom` one is, and of any other under which condition
    it was made. `approved_by` is the e-mail address of who had said yes before, empty for nobody.
    """

    what: str
    amount: int = 0
    words: str = ""
    accepted: bool = False
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a task. `by` is who did it, `number` the outgoing number that was shown when calling.

    `minutes` is how long it took, `call_back_at` (aware) when the person asked to be called again. `external_id` is the
    reporter's own name for this report: the same one twice changes nothing. `at` (aware) is when it was, None for now.
    """

    outcome: Outcome
    by: str
    via: Door = Door.TERMINAL
    note: str = ""
    number: str = ""
    minutes: int | None = None
    call_back_at: datetime | None = None
    external_id: str | None = None
    at: datetime | None = None
    promise: Promised | None = None
    offer: Conceded | None = None

    def __post_init__(self) -> None:
        if self.minutes is not None and self.minutes < 0:
            raise ValueError("minutes must not be negative")
        if any(one is not None and one.tzinfo is None for one in (self.call_back_at, self.at)):
            raise ValueError("call_back_at and at must be aware")
