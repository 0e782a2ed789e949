"""After a downtime: stale steps are skipped with their reason, one touch a day catches up, nobody is stuck."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contacts.medium import Purpose
from sequences.definition import AfterStep, Anchor, EventKind, Limits, OnDay, OnEvent, TaskSpec
from sequences.due import too_late
from sequences.planning import NeverStarts, SkipReason, Starts, entry_step
from tests.sequences.samples import BERLIN, contract_step, plan, reasons, sequence, step, utc, winback

ZERO = utc("2026-03-02 10:00")


def test_what_is_a_little_late_leaves_at_once_in_the_window():
    planned, skips = plan(winback(), "2026-03-05 11:11")
    assert (planned.step.id, planned.due_at, skips) == ("d1", utc("2026-03-05 11:11"), ())


def test_what_is_late_at_night_waits_for_the_window_with_its_spread():
    planned, _ = plan(winback(), "2026-03-04 22:00", spread=timedelta(minutes=10))
    assert planned.due_at == utc("2026-03-05 08:10")


@pytest.mark.parametrize(
    ("now", "first"),
    [("2026-03-06 10:00", "d1"), ("2026-03-07 10:00", "d7"), ("2026-03-12 22:59", "d7"), ("2026-03-12 23:00", "d14")],
)
def test_three_days_of_grace_counted_in_local_days(now, first):
    assert plan(winback(), now)[0].step.id == first


def test_the_step_knows_better_than_the_sequence_and_the_sequence_than_the_house():
    patient = Limits(too_late_after_days=20)
    assert plan(sequence(step("a", 1), limits=patient), "2026-03-23 10:00")[0].step.id == "a"
    assert reasons(plan(sequence(step("a", 1), limits=patient), "2026-03-24 10:00")[1]) == [("a", "too_late")]
    strict = sequence(step("a", 1, too_late_after_days=0), limits=patient)
    assert plan(strict, "2026-03-03 23:30")[0] is None
    assert plan(strict, "2026-03-03 22:30")[0].step.id == "a"


def test_holidays_make_nobody_late():
    # due on Heiligabend, first open on the 28th: four days later, and still on time
    seq = sequence(step("a", 1))
    assert plan(seq, "2026-12-28 10:00", zero="2026-12-23 10:00")[0].due_at == utc("2026-12-28 10:00")


def test_what_the_contract_demands_is_never_too_late():
    seq = sequence(contract_step("a", 1, too_late_after_days=0), limits=Limits(too_late_after_days=0))
    assert plan(seq, "2028-03-02 10:00")[0].due_at == utc("2028-03-02 10:00")
    assert not too_late(seq, seq.steps[0], ZERO, utc("2028-03-02 10:00"), BERLIN)


@pytest.mark.parametrize(("kind", "patience", "lapses"), [("duty", 7, True), ("duty", None, False), ("call", 7, False)])
def test_only_work_in_the_house_lapses_where_its_own_step_says_so(kind, patience, lapses):
    one = contract_step("a", 0, too_late_after_days=patience, task=TaskSpec(kind))
    seq = sequence(one, limits=Limits(too_late_after_days=0))
    assert plan(seq, "2026-03-09 10:00")[0].step.id == "a"
    planned, skips = plan(seq, "2026-03-10 10:00")
    assert (planned is None, reasons(skips)) == ((True, [("a", "too_late")]) if lapses else (False, []))


def test_an_open_touch_is_too_late_by_the_same_rule():
    seq = winback()
    due = utc("2026-03-03 08:00")
    assert not too_late(seq, seq.steps[0], due, utc("2026-03-06 22:59"), BERLIN)
    assert too_late(seq, seq.steps[0], due, utc("2026-03-06 23:00"), BERLIN)


def test_sixty_days_of_downtime_leave_the_newest_step_that_is_not_stale():
    planned, skips = plan(winback(), "2026-05-01 10:00", after="d1", done={"d1": "2026-03-03 08:00"})
    assert planned.step.id == "d90"
    assert reasons(skips) == [(name, "too_late") for name in ("d7", "d14", "d21", "d30")]


def test_of_several_late_steps_only_the_newest_is_worth_reading():
    seq = sequence(step("a", 1), step("b", 2), step("c", 3), step("d", 10))
    planned, skips = plan(seq, "2026-03-06 09:00")
    assert (planned.step.id, planned.due_at) == ("c", utc("2026-03-06 09:00"))
    assert reasons(skips) == [("a", "superseded"), ("b", "superseded")]


def test_a_step_of_today_is_not_superseded_by_another_of_today():
    seq = sequence(step("mail", 1), step("call", 1))
    planned, _ = plan(seq, "2026-03-03 12:00")
    assert planned.step.id == "mail"
    planned, _ = plan(seq, "2026-03-03 12:00", after="mail", done={"mail": "2026-03-03 12:00"})
    assert planned.due_at == utc("2026-03-04 08:00")


def test_a_late_step_is_not_given_up_for_one_that_is_still_to_come():
    assert plan(sequence(step("a", 1), step("b", 3)), "2026-03-05 07:00")[0].step.id == "a"
    assert plan(sequence(step("a", 1)), "2026-03-05 07:00")[0].step.id == "a"


def test_contract_steps_are_never_superseded_and_supersede_nothing():
    seq = sequence(contract_step("a", 1), step("b", 1), contract_step("c", 2), step("d", 3))
    assert plan(seq, "2026-03-05 12:00")[0].step.id == "a"
    planned, skips = plan(seq, "2026-03-05 12:00", after="a")
    assert (planned.step.id, reasons(skips)) == ("c", [("b", "superseded")])
    planned, skips = plan(sequence(step("b", 1), contract_step("c", 2)), "2026-03-05 12:00")
    assert (planned.step.id, skips) == ("b", ())


def test_skipped_steps_do_not_supersede_and_a_wait_shields():
    seq = sequence(step("a", 1), step("b", AfterStep("a", 1)), step("c", 2))
    assert reasons(plan(seq, "2026-03-05 12:00")[1]) == [("a", "superseded"), ("b", "predecessor_missing")]
    waiting = OnEvent(EventKind.FEATURE_RELEASED, wait_days=60)
    seq = sequence(step("a", 1), step("b", waiting), step("c", 2))
    assert plan(seq, "2026-03-05 12:00")[0].step.id == "a"


def test_at_once_waits_for_no_other_day():
    seq = sequence(step("a", 0), contract_step("b", 1, at_once=True), step("c", 1, at_once=True))
    done = {"a": "2026-03-05 08:00"}
    assert plan(seq, "2026-03-05 22:00", after="a", done=done)[0].due_at == utc("2026-03-05 22:00")
    assert plan(seq, "2026-03-05 22:00", after="b", done=done)[0].due_at == utc("2026-03-05 22:00")


def test_one_late_touch_a_day():
    seq = sequence(contract_step("a", 1), contract_step("b", 2), contract_step("c", 3))
    done = {"a": "2026-03-20 09:00"}  # a Friday
    assert plan(seq, "2026-03-20 09:01", after="a", done=done)[0].due_at == utc("2026-03-23 08:00")
    assert plan(seq, "2026-03-21 09:01", after="a", done=done)[0].due_at == utc("2026-03-23 08:00")


def test_a_clock_set_back_plans_nothing_before_the_last_touch():
    done = {"d1": "2026-03-09 08:30"}
    planned, _ = plan(winback(), "2026-03-01 08:00", after="d1", done=done)
    assert planned.due_at == utc("2026-03-10 08:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 10:00", None),
        ("2026-03-05 22:59", None),
        ("2026-03-05 23:00", "d30"),  # four local days late
        ("2026-06-03 10:00", "d30"),
        ("2026-06-04 10:00", "d90"),
        ("2026-09-01 10:00", "d90"),
        ("2027-03-06 10:00", "d365"),
    ],
)
def test_who_left_long_ago_never_starts_in_the_middle(now, expected):
    start = entry_step(winback(), ZERO, utc(now), BERLIN)
    assert start.after == expected
    assert all(skip.reason is SkipReason.ENTERED_TOO_LATE for skip in start.skips)
    assert [skip.step.id for skip in start.skips][-1:] == ([expected] if expected else [])


def test_who_left_too_long_ago_never_starts():
    late = NeverStarts(SkipReason.ENTERED_TOO_LATE)
    assert entry_step(winback(), ZERO, utc("2028-01-01 10:00"), BERLIN) == late
    assert entry_step(sequence(step("a", 30)), ZERO, utc("2026-03-06 10:00"), BERLIN) == late


def test_what_stands_alone_at_the_front_starts_at_the_beginning():
    seq = sequence(step("a", 90, stands_alone=True), step("b", 100))
    assert entry_step(seq, ZERO, utc("2026-04-01 10:00"), BERLIN) == Starts()


def test_a_contract_sequence_always_starts():
    seq = sequence(contract_step("a", 1), purpose=Purpose.CONTRACT)
    assert entry_step(seq, ZERO, utc("2028-01-01 10:00"), BERLIN) == Starts()


def test_without_day_zero_nothing_starts():
    assert entry_step(winback(), None, ZERO, BERLIN) == NeverStarts(SkipReason.NO_ANCHOR)


@pytest.mark.parametrize(
    ("when", "starts"),
    [
        (OnDay(1, Anchor.CANCELLATION_RECEIVED), False),
        (OnDay(1, Anchor.CONTRACT_END), True),
        (OnEvent(EventKind.FEATURE_RELEASED), True),
        (AfterStep("x", 1), False),
    ],
)
def test_only_what_planning_can_still_reach_stands_alone(when, starts):
    seq = sequence(step("x", 1), step("a", when, stands_alone=True))
    found = entry_step(seq, ZERO, utc("2026-06-01 10:00"), BERLIN)
    assert isinstance(found, Starts) is starts
    assert not starts or found.after == "x"


def test_a_contract_step_in_an_advertising_sequence_is_still_open():
    seq = sequence(step("x", 1), contract_step("a", 2, stands_alone=True))
    assert entry_step(seq, ZERO, utc("2028-06-01 10:00"), BERLIN).after == "x"


def test_what_leaves_at_once_is_superseded_by_nothing():
    seq = sequence(step("a", 1, at_once=True), step("b", 2))
    assert plan(seq, "2026-03-04 12:00")[0].step.id == "a"
