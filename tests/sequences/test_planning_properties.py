"""Whole lives of enrollments under random definitions, clocks and downtimes, against what the house promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contacts.medium import Purpose
from sequences.calendar import local_day, next_open
from sequences.definition import AfterStep, EventKind, OnDay, OnEvent, Window
from sequences.due import SkipReason
from sequences.enrollment import Anchors
from sequences.planning import plan_next
from tests.sequences.samples import ALWAYS, BERLIN, berlin_instant, few, last_sunday, many, sequence, step

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
DOWNTIMES = st.lists(st.sampled_from([0, 0, 0, 1, 5, 600, 1500, 3000, 6000, 90_000]), min_size=30, max_size=30)
PURPOSES = st.sampled_from([Purpose.ADVERTISING, Purpose.ADVERTISING, Purpose.SURVEY, Purpose.CONTRACT])
WINDOWS = st.sampled_from([Window(), ALWAYS, Window(frozenset({1, 3}), time(8), time(9)), Window(holidays=True)])
EVENTS = st.dictionaries(st.sampled_from(EventKind), MOMENTS)
AT = st.none() | st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@st.composite
def sequences(draw):
    names = [f"s{number}" for number in range(draw(st.integers(1, 9)))]
    days = sorted(draw(st.lists(st.integers(0, 120), min_size=len(names), max_size=len(names))))
    steps = []
    for number, name in enumerate(names):
        kinds = [
            OnDay(days[number], at=draw(AT)),
            OnEvent(draw(st.sampled_from(EventKind)), draw(st.none() | st.integers(1, 90))),
            AfterStep(f"s{max(0, number - 1)}", draw(st.integers(0, 20)), draw(st.booleans())),
        ]
        when = kinds[draw(st.sampled_from([0, 0, 0, 1, 2]))]
        purpose = draw(PURPOSES)
        at_once = purpose is Purpose.CONTRACT and draw(st.booleans())
        steps.append(step(name, when, purpose=purpose, at_once=at_once))
    return sequence(*steps)


@dataclass(frozen=True)
class Touch:
    step: object
    planned_at: datetime
    at: datetime


def live(seq, zero, window, spread, events, downtimes):
    """Play one enrollment to its end as the store does: plan, wait, make the touch (late by a downtime), plan on."""
    now, after, done, made, skips = zero, None, {}, [], []
    for downtime in (*downtimes, *downtimes):
        known = {kind: moment for kind, moment in events.items() if moment <= now}
        plan, passed = plan_next(
            seq,
            Anchors(zero),
            done,
            after,
            now,
            tz=BERLIN,
            lands="BY",
            window=window,
            spread=spread,
            matches=lambda _: True,
            events=known,
            reached=now,
        )
        skips += passed
        if plan is None:
            return made, skips
        assert plan.due_at >= now
        assert plan.due_at.tzinfo is UTC
        happening = events.get(plan.wait_for)
        if happening is not None and now < happening < plan.due_at:
            now = happening  # plan again from the same place
            skips = skips[: len(skips) - len(passed)]
            continue
        due = plan.due_at
        if plan.wait_for is None:
            made.append(Touch(plan.step, now, due))
            done[plan.step.id] = due
        else:
            skips.append(plan)
        now, after = due + timedelta(minutes=downtime), plan.step.id
    raise AssertionError("the enrollment is stuck")


LIVES = {
    "seq": sequences(),
    "zero": MOMENTS,
    "window": WINDOWS,
    "spread": st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes)),
    "events": EVENTS,
    "downtimes": DOWNTIMES,
}


@given(**LIVES)
@many
def test_every_step_is_made_or_skipped_once_in_its_order(seq, zero, window, spread, events, downtimes):
    made, skips = live(seq, zero, window, spread, events, downtimes)
    order = {each.id: position for position, each in enumerate(seq.steps)}
    positions = [order[touch.step.id] for touch in made]
    assert positions == sorted(set(positions))
    assert sorted(positions + [order[skip.step.id] for skip in skips]) == list(range(len(seq.steps)))
    moments = [touch.at for touch in made]
    assert moments == sorted(moments)


@given(**LIVES)
@many
def test_only_at_once_leaves_outside_the_window_and_late_ones_one_a_day(seq, zero, window, spread, events, downtimes):
    made, _ = live(seq, zero, window, spread, events, downtimes)
    for before, touch in zip((None, *made), made, strict=False):
        if touch.step.at_once:
            continue
        assert next_open(touch.at, window, BERLIN, "BY") == touch.at
        if before is not None and is_catch_up(touch, zero, window):
            assert local_day(touch.at, BERLIN) > local_day(before.at, BERLIN)


def is_catch_up(touch, zero, window):
    when = touch.step.when
    if not isinstance(when, OnDay) or when.at is not None:
        return False
    day = local_day(zero, BERLIN) + timedelta(days=when.day)
    opened = next_open(berlin_instant(day, time(0)), window, BERLIN, "BY")
    return local_day(opened, BERLIN) < local_day(touch.planned_at, BERLIN)


@given(**LIVES)
@few
def test_what_the_contract_demands_is_only_skipped_without_its_ground(seq, zero, window, spread, events, downtimes):
    _, skips = live(seq, zero, window, spread, events, downtimes)
    grounds = {SkipReason.PREDECESSOR_MISSING, SkipReason.NO_EVENT}
    for skip in skips:
        if not skip.step.purpose.is_advertising:
            assert getattr(skip, "reason", SkipReason.NO_EVENT) in grounds


@given(seq=sequences(), zero=MOMENTS, events=EVENTS, minutes=st.integers(0, 200_000))
@few
def test_planning_again_at_the_due_moment_changes_nothing(seq, zero, events, minutes):
    now = zero + timedelta(minutes=minutes)
    context = {
        "tz": BERLIN,
        "lands": "BY",
        "window": Window(),
        "spread": timedelta(minutes=7),
        "matches": lambda _: True,
        "events": {kind: moment for kind, moment in events.items() if moment <= now},
        "reached": now,
    }
    plan, skips = plan_next(seq, Anchors(zero), {}, None, now, **context)
    if plan is not None and plan.wait_for is None and local_day(plan.due_at, BERLIN) == local_day(now, BERLIN):
        assert plan_next(seq, Anchors(zero), {}, None, plan.due_at, **context) == (plan, skips)


def test_every_offset_to_every_clock_change_hits_the_wall_time_once():
    """1..540 days before each change from 1996 to 2037, every quarter hour: `day` days later to the minute."""
    quarter = 0
    for change in (last_sunday(year, month) for year in range(1996, 2038) for month in (3, 10)):
        for offset in range(1, 541):
            quarter = (quarter + 37) % 96  # 37 and 96 have no common divisor: all quarter hours take their turn
            at = time(quarter // 4, quarter % 4 * 15)
            zero = datetime.combine(change - timedelta(days=offset), time(11), tzinfo=UTC)
            assert _due(zero, offset, at) == berlin_instant(change, at), (change, offset, at)


def _due(zero, offset, at):
    plan, _ = plan_next(
        sequence(step("a", OnDay(offset, at=at))),
        Anchors(zero),
        {},
        None,
        zero,
        tz=BERLIN,
        lands="BY",
        window=ALWAYS,
        spread=timedelta(0),
        matches=lambda _: True,
        events={},
    )
    return plan.due_at


@given(
    year=st.integers(1996, 2037),
    month=st.sampled_from([3, 10]),
    offset=st.integers(1, 540),
    quarters=st.lists(st.integers(0, 95), min_size=2, max_size=6).map(sorted),
)
@many
def test_the_order_of_steps_survives_a_clock_change(year, month, offset, quarters):
    zero = datetime.combine(last_sunday(year, month) - timedelta(days=offset), time(11), tzinfo=UTC)
    moments = [_due(zero, offset, time(quarter // 4, quarter % 4 * 15)) for quarter in quarters]
    assert moments == sorted(moments)


def test_month_ends_leap_days_and_turns_of_the_year_are_plain_days():
    for start, days, end in (
        (date(2027, 1, 31), 30, date(2027, 3, 2)),
        (date(2028, 1, 30), 30, date(2028, 2, 29)),
        (date(2028, 2, 29), 365, date(2029, 2, 28)),
        (date(2026, 12, 28), 7, date(2027, 1, 4)),
    ):
        due = _due(datetime.combine(start, time(11), tzinfo=UTC), days, time(10))
        assert local_day(due, BERLIN) == end
