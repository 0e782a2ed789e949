"""When one step is due: its scheduled moment, whether that is too late, and when a late touch may catch up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sequences.calendar import Lands, add_business_days, local_day, next_open, open_span, to_utc
from sequences.definition import (
    AfterStep,
    Anchor,
    Channel,
    Conditions,
    EventKind,
    OnDay,
    OnEvent,
    Sequence,
    Step,
    Window,
)
from sequences.enrollment import Anchors
from sequences.posting import Posting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOO_LATE_AFTER_DAYS = 3
"""Grace of an advertising step when neither the step nor its sequence names one."""

LONGEST_WAIT_DAYS = 540
"""No step waits longer for an event: the yearly touches are over by then."""


class SkipReason(StrEnum):
    """Why a step was not planned."""

    CONDITION = "condition"
    TOO_LATE = "too_late"
    NO_ANCHOR = "no_anchor"
    SUPERSEDED = "superseded"
    PREDECESSOR_MISSING = "predecessor_missing"
    NO_EVENT = "no_event"
    ENTERED_TOO_LATE = "entered_too_late"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The step's event has not happened; the waiting ends at `until` (aware UTC)."""

    event: EventKind
    until: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """Everything about one enrollment that its plan depends on; see `planning.plan_next` for the meaning."""

    sequence: Sequence
    anchors: Anchors
    done: Mapping[str, datetime]
    now: datetime
    tz: str
    lands: Lands
    window: Window
    spread: timedelta
    matches: Callable[[Conditions], bool]
    events: Mapping[EventKind, datetime]
    reached: datetime | None
    posting: Posting | None = None
    arrived: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def floor(self) -> datetime:
        """Nothing is planned before this moment, even when the clock was set back."""
        return max((self.now, *self.done.values()))

    @property
    def today(self) -> date:
        return local_day(self.floor, self.tz)

    def anchor(self, anchor: Anchor | None) -> datetime | None:
        return anchor_moment(self.anchors, anchor or self.sequence.day_zero)

    def opening(self, moment: datetime) -> datetime:
        """`moment` when the window is open, else the next opening plus this person's spread."""
        opened = next_open(moment, self.window, self.tz, self.lands)
        return opened if opened == moment else self._spread_from(opened)

    def day_opening(self, day: date) -> datetime:
        """The first opening on or after the local `day`, plus this person's spread."""
        start = to_utc(day, self.window.start, self.tz)
        return self._spread_from(next_open(start, self.window, self.tz, self.lands))

    def _spread_from(self, opened: datetime) -> datetime:
        # A spread that is longer than the window must not push the touch into another day.
        span = open_span(local_day(opened, self.tz), self.window, self.tz, self.lands)
        return opened + self.spread if span is None or opened + self.spread < span[1] else opened


def anchor_moment(anchors: Anchors, anchor: Anchor) -> datetime | None:
    """The moment of `anchor`, None while it is not known."""
    return {
        Anchor.CANCELLATION_RECEIVED: anchors.cancellation_received,
        Anchor.CONTRACT_END: anchors.contract_end,
        Anchor.RETURNED: anchors.returned,
        Anchor.SAVED: anchors.saved,
        Anchor.FEATURE_RELEASED: anchors.feature_released,
        Anchor.ENROLLED: anchors.enrolled,
    }[anchor]


def grace_days(sequence: Sequence, step: Step) -> int | None:
    """Days after which `step` is too late, None = never: what contract and law demand is sent late rather than not.

    Only work in the house may lapse as well, where its own step says so: a later one sees after the same.
    """
    if not step.purpose.is_advertising:
        return step.too_late_after_days if in_house(step) else None
    for days in (step.too_late_after_days, sequence.limits.too_late_after_days):
        if days is not None:
            return days
    return TOO_LATE_AFTER_DAYS


def in_house(step: Step) -> bool:
    """True for a step that only gives somebody of ours something to do."""
    return step.task is not None and step.task.kind == "duty"


def too_late(sequence: Sequence, step: Step, due_at: datetime, now: datetime, tz: str) -> bool:
    """True when a touch of `step` that was due at `due_at` must not be made any more at `now`."""
    days = grace_days(sequence, step)
    return days is not None and local_day(due_at, tz) + timedelta(days=days) < local_day(now, tz)


def scheduled(course: Course, step: Step, rest: tuple[Step, ...]) -> datetime | Waiting | SkipReason:
    """When `step` is to be made by the definition (may lie in the past), what it waits for, or why it never is.

    `rest` are the steps behind it in file order.
    """
    if not course.matches(step.only_if):
        return SkipReason.CONDITION
    moment = _by_definition(course, step, rest)
    # Counted from the day on which it first could have left: a holiday makes nobody late.
    if isinstance(moment, datetime) and too_late(course.sequence, step, moment, course.floor, course.tz):
        return SkipReason.TOO_LATE
    return moment


def leaves_early(step: Step) -> bool:
    """True when a letter of `step` arrives on the step's day, and so has to leave before it. An event has no before."""
    by_letter = step.purpose.is_advertising and Channel.LETTER in step.channels
    return by_letter and not step.at_once and not isinstance(step.when, OnEvent)


def ready(course: Course, step: Step, moment: datetime) -> datetime:
    """When what is to reach the person at `moment` must be ready: a letter so early that it arrives on that day."""
    if course.posting is None or not leaves_early(step):
        return moment
    return course.posting.leaves_at(moment, course.day_opening)


def catch_up(course: Course, step: Step, moment: datetime) -> datetime:
    """When a touch scheduled for `moment` is made as seen from now: on time, or as soon as decency allows.

    What is late leaves in an open window; nothing but what must go at once leaves on the day of the latest touch.
    """
    if step.at_once:
        return max(moment, course.floor)
    caught = moment if moment >= course.floor else course.opening(course.floor)
    latest = max(course.done.values(), default=None)
    if latest is not None and local_day(caught, course.tz) == local_day(latest, course.tz):
        caught = course.day_opening(local_day(latest, course.tz) + timedelta(days=1))
    return caught


def _by_definition(course: Course, step: Step, rest: tuple[Step, ...]) -> datetime | Waiting | SkipReason:
    match step.when:
        case OnDay() as when:
            return _on_day(course, step, when)
        case AfterStep() as when:
            return _after_step(course, step, when)
        case when:
            return _on_event(course, step, when, rest)


def _on_day(course: Course, step: Step, when: OnDay) -> datetime | SkipReason:
    anchor = course.anchor(when.anchor)
    if anchor is None:
        return SkipReason.NO_ANCHOR
    if step.at_once and when.day == 0 and when.at is None:
        return anchor
    return _at(course, step, local_day(anchor, course.tz) + timedelta(days=when.day), when.at)


def _after_step(course: Course, step: Step, when: AfterStep) -> datetime | SkipReason:
    made = course.done.get(when.step)
    if made is None:
        return SkipReason.PREDECESSOR_MISSING
    # A letter is not with the person when it is handed over: what follows it counts from its arrival.
    day = local_day(course.arrived.get(when.step, made), course.tz)
    if when.business_days:
        return _at(course, step, add_business_days(day, when.days, course.lands), None)
    return _at(course, step, day + timedelta(days=when.days), None)


def _at(course: Course, step: Step, day: date, at: time | None) -> datetime:
    if step.at_once:
        return to_utc(day, at or course.window.start, course.tz)
    if at is None:
        return course.day_opening(day)
    return course.opening(to_utc(day, at, course.tz))


def _on_event(course: Course, step: Step, when: OnEvent, rest: tuple[Step, ...]) -> datetime | Waiting | SkipReason:
    zero = course.anchor(None)
    if zero is None:
        return SkipReason.NO_ANCHOR
    # A step can only be late from the moment the enrollment came to it, however long ago the event was.
    reached = max(moment for moment in (zero, course.reached, *course.done.values()) if moment is not None)
    happened = course.events.get(when.event)
    if happened is not None and happened >= zero:
        moment = max(happened, reached)
        return moment if step.at_once else course.opening(moment)
    until = min(_give_up(course, when, rest, reached), _days_later(course, zero, LONGEST_WAIT_DAYS))
    return SkipReason.NO_EVENT if until <= course.floor else Waiting(when.event, until)


def _give_up(course: Course, when: OnEvent, rest: tuple[Step, ...], reached: datetime) -> datetime:
    if when.wait_days is not None:
        return _days_later(course, reached, when.wait_days)
    for step in rest:
        if isinstance(step.when, OnDay) and course.matches(step.only_if):
            moment = _on_day(course, step, step.when)
            if isinstance(moment, datetime):
                return moment
    return datetime.max.replace(tzinfo=reached.tzinfo)


def _days_later(course: Course, moment: datetime, days: int) -> datetime:
    return to_utc(local_day(moment, course.tz) + timedelta(days=days), course.window.start, course.tz)
