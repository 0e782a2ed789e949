"""What comes next for one enrollment, and when: a pure function of the definition, what happened, and `now`.

Steps are taken in file order. One that cannot be made any more is skipped with its reason, so nobody is ever stuck;
after a long downtime at most one touch a day catches up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from sequences.calendar import Lands, local_day
from sequences.definition import AfterStep, Conditions, EventKind, OnDay, Sequence, Step, Window
from sequences.due import Course, SkipReason, Waiting, catch_up, grace_days, ready, scheduled
from sequences.enrollment import Anchors, fraction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from sequences.posting import Posting


@dataclass(frozen=True, slots=True)
class Plan:
    """The next touch: `step`, due at `due_at` (aware UTC).

    With `wait_for` the touch waits for that event and `due_at` is when the waiting ends: the caller then plans again
    with `after` = this step. `reaches_at` is when the step is meant to reach the person, later than `due_at` where a
    letter has to leave before its day.
    """

    step: Step
    due_at: datetime
    wait_for: EventKind | None = None
    letter_for: datetime | None = None

    @property
    def reaches_at(self) -> datetime:
        return self.letter_for or self.due_at


@dataclass(frozen=True, slots=True)
class PlannedSkip:
    """A step that is never made in this enrollment, and why."""

    step: Step
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Starts:
    """The enrollment starts behind step `after` (None = at the beginning); `skips` are the steps it missed."""

    after: str | None = None
    skips: tuple[PlannedSkip, ...] = ()


@dataclass(frozen=True, slots=True)
class NeverStarts:
    """The enrollment does not start at all."""

    reason: SkipReason


def plan_next(
    sequence: Sequence,
    anchors: Anchors,
    done: Mapping[str, datetime],
    after: str | None,
    now: datetime,
    *,
    tz: str,
    lands: Lands,
    window: Window,
    spread: timedelta,
    matches: Callable[[Conditions], bool],
    events: Mapping[EventKind, datetime],
    reached: datetime | None = None,
    posting: Posting | None = None,
    arrived: Mapping[str, datetime] = MappingProxyType({}),
) -> tuple[Plan | None, tuple[PlannedSkip, ...]]:
    """The first step behind `after` that can still be made, and the steps passed over on the way.

    A plan of None means that the sequence is finished. All moments are aware UTC.
    `done`: step id -> when its touch was made; a step that was dropped is not in it.
    `reached`: when the step `after` ended, made or dropped (None = the latest of `done`, else day zero).
    `window`: the sequence's or the house's; `spread`: this person's offset from its opening (`spread_offset`).
    `matches` answers a step's `only_if`; `events` has the latest moment of each event that happened.
    `posting`: advertising letters leave so much earlier that they arrive on their day (None = they take no time).
    `arrived`: step id -> when it reached the person, where that was later (a letter); `after` counts from it.
    Raises KeyError when the definition has no step `after`, NeverOpens when the window never opens.
    """
    course = Course(sequence, anchors, done, now, tz, lands, window, spread, matches, events, reached, posting, arrived)
    skips: list[PlannedSkip] = []
    rest = _behind(sequence, after)
    while rest:
        step, rest = rest[0], rest[1:]
        match scheduled(course, step, rest):
            case Waiting(event, until):
                return Plan(step, until, event), tuple(skips)
            case SkipReason() as reason:
                skips.append(PlannedSkip(step, reason))
            case moment if _superseded(course, step, moment, rest):
                skips.append(PlannedSkip(step, SkipReason.SUPERSEDED))
            case moment:
                return _plan(course, step, moment), tuple(skips)
    return None, tuple(skips)


def _plan(course: Course, step: Step, moment: datetime) -> Plan:
    on_its_day = catch_up(course, step, moment)
    early = catch_up(course, step, ready(course, step, moment))
    return Plan(step, early, letter_for=on_its_day) if early < on_its_day else Plan(step, on_its_day)


def predecessor(sequence: Sequence, step_id: str) -> str | None:
    """Id of the step before `step_id`, None for the first: to plan an open touch again. KeyError when unknown."""
    before = None
    for step in sequence.steps:
        if step.id == step_id:
            return before
        before = step.id
    raise KeyError(step_id)


def entry_step(sequence: Sequence, anchor: datetime | None, now: datetime, tz: str) -> Starts | NeverStarts:
    """Where somebody enters whose day zero was at `anchor` (None = not known).

    Who left longer ago than `entry.max_days_late` never starts in the middle: the first step that stands alone and
    is not too late, or nothing. What the contract demands always starts at the beginning.
    """
    if anchor is None:
        return NeverStarts(SkipReason.NO_ANCHOR)
    today, zero = local_day(now, tz), local_day(anchor, tz)
    if not sequence.purpose.is_advertising or (today - zero).days <= sequence.entry.max_days_late:
        return Starts()
    missed: list[PlannedSkip] = []
    for step in sequence.steps:
        if step.stands_alone and _still_open(sequence, step, zero, today):
            return Starts(missed[-1].step.id if missed else None, tuple(missed))
        missed.append(PlannedSkip(step, SkipReason.ENTERED_TOO_LATE))
    return NeverStarts(SkipReason.ENTERED_TOO_LATE)


def spread_offset(contact_id: str, spread_minutes: int) -> timedelta:
    """A contact's constant share of `spread_minutes`, in whole seconds: not everybody hears from us at nine sharp."""
    return timedelta(seconds=int(fraction("spread", contact_id) * spread_minutes * 60))


def _behind(sequence: Sequence, after: str | None) -> tuple[Step, ...]:
    if after is None:
        return sequence.steps
    return sequence.steps[sequence.steps.index(sequence.step(after)) + 1 :]


def _superseded(course: Course, step: Step, moment: datetime, rest: tuple[Step, ...]) -> bool:
    """True when `step` missed its day and a newer advertising step is due by now: only the newest is worth reading."""
    if not step.purpose.is_advertising or step.at_once or local_day(moment, course.tz) >= course.today:
        return False
    while rest:
        later, rest = rest[0], rest[1:]
        match scheduled(course, later, rest):
            case SkipReason():
                continue
            case datetime() as due if due <= course.floor:
                if later.purpose.is_advertising:
                    return True
            case _:
                return False
    return False


def _still_open(sequence: Sequence, step: Step, zero: date, today: date) -> bool:
    match step.when:
        case AfterStep():
            return False  # its predecessor was never made
        case OnDay(anchor=None | sequence.day_zero) as when:
            days = grace_days(sequence, step)
            return days is None or zero + timedelta(days=when.day + days) >= today
        case _:
            return True  # another anchor or an event: planning judges it
