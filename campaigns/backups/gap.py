"""The lost time of a restored database: between the backup and the moment it was recognised, anything may have left.

It stays known after `resume`. A cancellation of that time that is read in again begins as of that time, so that its
steps fall due inside the gap, where nothing is sent by itself any more (campaigns.backups.restored).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import Connection

from sequences.calendar import to_utc
from store import operation
from store.case import Case, Course, Underway


@dataclass(frozen=True, slots=True)
class Gap:
    """`start` is the moment of the backup, `end` that of the recognition (not part of it); aware."""

    start: datetime
    end: datetime

    def as_of(self, at: datetime, now: datetime) -> datetime:
        """When something of the moment `at`, taken in now, was taken in for the first time, at the earliest."""
        return max(at, self.start) if at < self.end else now

    def made_before(self, run: Course) -> datetime | None:
        """When the step of `run` that has just ended may have been made in the gap already, at the earliest."""
        if not isinstance(run, Underway | Case):
            return None
        day = to_utc(run.touch.planned_on, time.min, run.contact.timezone)
        return max(day, self.start) if day < self.end else None


def as_of(run: Course, moment: datetime) -> Course:
    """`run` as if everything made so far had been made by `moment`: plans as early as it may have been planned."""
    done = {step: min(made, moment) for step, made in run.enrollment.done.items()}
    return replace(run, enrollment=replace(run.enrollment, done=done))


def gap_of(connection: Connection, now: datetime) -> Gap | None:
    """The newest gap that is over at `now`, None when the database never came from a backup."""
    value = operation.switch(connection, operation.GAP)
    if value is None:
        return None
    start, end = (datetime.fromisoformat(moment) for moment in value.split())
    return Gap(start, end) if now >= end else None


def open_gap(connection: Connection, start: datetime, now: datetime) -> None:
    """Note a gap from `start` to now; one that nobody has taken over yet only grows."""
    known = gap_of(connection, now)
    if known is not None and operation.switch(connection, operation.RESTORED) is not None:
        start = min(start, known.start)
    operation.set_switch(connection, operation.GAP, f"{min(start, now).isoformat()} {now.isoformat()}", now)
