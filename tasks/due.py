"""When a task is due and from when on it may be done: by the business hours of the one who does it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sequences.calendar import add_business_days, add_business_hours, local_day, next_open, to_utc
from sequences.definition import Window
from tasks.person import TaskTerms

TASK_TERMS = TaskTerms()
DEFAULT_BUSINESS_DAYS = 2


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a person has: business hours, or business days to their end. Neither: two business days."""

    hours: int | None = None
    days: int | None = None


_WINDOW = Window()


@dataclass(frozen=True, slots=True)
class Office:
    """Whose hours count: `lands` of the assignee, for calls of the person called too (§ 9 ArbZG; Branchenkodex)."""

    lands: tuple[str | None, ...]
    timezone: str
    window: Window = _WINDOW


@dataclass(frozen=True, slots=True)
class Haste:
    """What makes a conversation wait or hurry. All aware; None = nothing known.

    `renewal_at`: the last moment to cancel before the contract would go on. `incident_at`: the newest serious fault
    that the person told us of before she cancelled.
    """

    cancelled_at: datetime
    renewal_at: datetime | None = None
    incident_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A task may be done from `begins_at` on and should be by `due_at` (aware UTC, begins_at <= due_at).

    `at_once`: a deadline of the contract is near; neither a quiet day nor anybody's capacity puts it off. `cooling`:
    it begins later because of an incident.
    """

    begins_at: datetime
    due_at: datetime
    at_once: bool = False
    cooling: bool = False


def slot(
    now: datetime, deadline: Deadline, office: Office, haste: Haste | None = None, terms: TaskTerms = TASK_TERMS
) -> Slot:
    """The slot of a task that is made at `now`.

    A contract that would go on within `renewal_hours` is spoken about at once. Who cancels after an incident of the
    last `incident_days` days is left alone for `incident_hours` first; the nearer end of the contract wins over it,
    unless nobody works until then (a deadline on Sunday, told on Friday evening): behind it nothing hurries any more.
    """
    if haste is not None and is_urgent(now, haste.renewal_at, terms.renewal_hours):
        begins = _open(now, office)
        if is_urgent(begins, haste.renewal_at, terms.renewal_hours):
            return Slot(begins, begins, at_once=True)
    ready = now
    if haste is not None and after_incident(haste, terms.incident_days):
        ready = max(now, haste.cancelled_at + timedelta(hours=terms.incident_hours))
    begins = _open(ready, office) if ready > now else now
    return Slot(begins, due_at(begins, deadline, office), cooling=ready > now)


def due_at(begins: datetime, deadline: Deadline, office: Office) -> datetime:
    """By when, counted from `begins`: `deadline` in the hours or days in which the office works."""
    if deadline.hours is not None:
        return add_business_hours(begins, deadline.hours, office.lands, office.timezone, office.window)
    days = deadline.days if deadline.days is not None else DEFAULT_BUSINESS_DAYS
    day = add_business_days(local_day(begins, office.timezone), days, office.lands)
    return max(begins, to_utc(day, office.window.end, office.timezone))


def is_urgent(now: datetime, renewal_at: datetime | None, hours: int) -> bool:
    """True while `renewal_at` lies ahead, at most `hours` away."""
    return renewal_at is not None and now <= renewal_at <= now + timedelta(hours=hours)


def after_incident(haste: Haste, days: int) -> bool:
    """True when the incident came before the cancellation, at most `days` days."""
    at = haste.incident_at
    return at is not None and at <= haste.cancelled_at <= at + timedelta(days=days)


def newest_before(moments: Iterable[datetime], at: datetime) -> datetime | None:
    """The newest of `moments` that is not behind `at`."""
    return max((one for one in moments if one <= at), default=None)


def overdue_since(due: datetime, hours: int, office: Office) -> datetime:
    """When somebody else has to hear of a task that is not done: `hours` business hours behind `due`."""
    return add_business_hours(due, hours, office.lands, office.timezone, office.window)


def _open(moment: datetime, office: Office) -> datetime:
    return next_open(moment, office.window, office.timezone, office.lands)
