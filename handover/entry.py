"""A task as a calendar of our own people shows it: what is to be done by when, without a word about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_FIRST, _LAST = 1, 9


class Status(StrEnum):
    """STATUS of a VTODO (RFC 5545 3.8.1.11)."""

    OPEN = "NEEDS-ACTION"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One task. Times are aware; `priority` counts as in RFC 5545: 1 is the most urgent, 9 the least.

    `uid` stays the same as long as the task lives, `version` grows with every change. `agreed` is the time a meeting or
    a call was agreed for, None without one; `ended_at` is None while the task is open. `summaries`: what the same
    version is called at other times.
    """

    task: str
    uid: str
    version: int
    kind: str
    summary: str
    due: datetime
    priority: int
    url: str
    status: Status = Status.OPEN
    ended_at: datetime | None = None
    agreed: datetime | None = None
    summaries: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status is Status.OPEN


def uid_of(task: str, domain: str) -> str:
    """The name of a task in every calendar, for good."""
    return f"{task}@{domain}"


def ical_priority(priority: int) -> int:
    """RFC 5545 3.8.1.9 counts the other way round: our 9 (at once) is 1, our 1 and less is 9."""
    return min(max(10 - priority, _FIRST), _LAST)
