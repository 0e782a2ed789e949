from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from contacts.contact import Tier
from sequences.calendar import local_day
from sequences.definition import AfterStep, Anchor, Conditions, OnDay, Window
from sequences.enrollment import Anchors
from sequences.planning import predecessor, spread_offset
from tests.sequences.samples import (
    ALWAYS,
    BERLIN,
    contract_step,
    plan,
    reasons,
    sequence,
    step,
    utc,
    winback,
)


def due(seq, now, **changes):
    planned, _ = plan(seq, now, **changes)
    return planned.due_at


def test_the_first_step_is_planned_for_its_day_when_the_window_opens():
    planned, skips = plan(winback(), "2026-03-02 10:00")
    assert (planned.step.id, planned.due_at, planned.wait_for) == ("d1", utc("2026-03-03 08:00"), None)
    assert skips == ()


def test_each_day_counts_from_day_zero_and_not_from_the_step_before():
    moment, after, done, days = "2026-03-02 10:00", None, {}, []
    for _ in range(9):
        planned, _ = plan(winback(), moment, after=after, done=done, window=ALWAYS)
        days.append((local_day(planned.due_at, BERLIN) - date(2026, 3, 2)).days)
        moment = f"{planned.due_at:%Y-%m-%d %H:%M}"
        after, done = planned.step.id, {**done, planned.step.id: moment}
    assert days == [1, 7, 14, 21, 30, 90, 180, 365, 540]
    assert plan(winback(), moment, after=after, done=done) == (None, ())


def test_nine_o_clock_stays_nine_o_clock_over_the_clock_change():
    assert due(winback(), "2026-03-02 10:00", after="d21") == utc("2026-04-01 07:00")


def test_the_day_is_the_recipients():
    assert due(sequence(step("a", 1)), "2026-03-02 23:30", zero="2026-03-02 23:30") == utc("2026-03-04 08:00")


def test_the_time_of_day_can_be_named():
    assert due(sequence(step("a", OnDay(1, at=time(16)))), "2026-03-02 10:00") == utc("2026-03-03 15:00")


def test_weekends_and_holidays_move_it_forward():
    assert due(sequence(step("a", 5)), "2026-03-02 10:00") == utc("2026-03-09 08:00")
    assert due(sequence(step("a", 94)), "2026-03-02 10:00") == utc("2026-06-05 07:00")  # Fronleichnam
    assert due(sequence(step("a", 94)), "2026-03-02 10:00", lands="NI") == utc("2026-06-04 07:00")


def test_contract_mail_keeps_the_window_too_unless_it_leaves_at_once():
    night = "2026-03-07 22:13"  # a Saturday
    assert due(sequence(contract_step("a", 0)), night, zero=night) == utc("2026-03-09 08:00")
    assert due(sequence(contract_step("a", 0, at_once=True)), night, zero=night) == utc(night)
    assert due(sequence(contract_step("a", 0, at_once=True)), "2026-03-08 03:00", zero=night) == utc("2026-03-08 03:00")
    named = OnDay(1, at=time(6))
    assert due(sequence(contract_step("a", named, at_once=True)), night, zero=night) == utc("2026-03-08 05:00")


def test_other_anchors_and_days_before_them():
    seq = sequence(contract_step("a", OnDay(-14, Anchor.CONTRACT_END)))
    anchors = Anchors(utc("2026-03-02 10:00"), contract_end=utc("2026-06-30 22:00"))
    assert due(seq, "2026-03-02 10:00", anchors=anchors) == utc("2026-06-17 07:00")
    assert reasons(plan(seq, "2026-03-02 10:00")[1]) == [("a", "no_anchor")]


@pytest.mark.parametrize("anchor", Anchor)
def test_every_anchor_is_known_by_its_name(anchor):
    moments = {a.value: utc(f"2026-03-{number + 2:02} 10:00") for number, a in enumerate(Anchor)}
    planned, _ = plan(
        sequence(step("a", 0), day_zero=anchor), "2026-03-01 10:00", anchors=Anchors(**moments), window=ALWAYS
    )
    assert local_day(planned.due_at, BERLIN) == moments[anchor.value].date()


def test_a_step_whose_condition_fails_is_skipped():
    seq = sequence(step("a", 1, only_if=Conditions(tiers=frozenset({Tier.LOW}))), step("b", 7))
    planned, skips = plan(seq, "2026-03-02 10:00", matches=lambda conditions: not conditions.tiers)
    assert planned.step.id == "b"
    assert reasons(skips) == [("a", "condition")]


def test_after_a_step_by_calendar_and_by_business_days():
    done = {"a": "2026-04-01 07:00"}  # Wednesday before Easter
    for when, expected in (
        (AfterStep("a", 5), "2026-04-07 07:00"),
        (AfterStep("a", 7), "2026-04-08 07:00"),
        (AfterStep("a", 5, business_days=True), "2026-04-10 07:00"),
    ):
        assert due(sequence(step("a", 30), step("b", when)), "2026-04-01 07:00", done=done, after="a") == utc(expected)


def test_after_a_step_that_was_dropped_comes_nothing():
    seq = sequence(step("a", 1), step("b", AfterStep("a", 5)), step("c", 30))
    planned, skips = plan(seq, "2026-03-03 10:00", after="a")
    assert planned.step.id == "c"
    assert reasons(skips) == [("b", "predecessor_missing")]


def test_an_unknown_step_is_a_bug():
    with pytest.raises(KeyError):
        plan(winback(), "2026-03-02 10:00", after="nowhere")


def test_a_person_keeps_their_distance_from_the_opening():
    spread = timedelta(minutes=42)
    assert due(winback(), "2026-03-02 10:00", spread=spread) == utc("2026-03-03 08:42")
    # what weekend and holidays pushed together is spread as well
    assert due(sequence(step("a", 5)), "2026-03-02 10:00", spread=spread) == utc("2026-03-09 08:42")
    # a named time is a named time, unless it has to move
    named = sequence(step("a", OnDay(1, at=time(16))))
    assert due(named, "2026-03-02 10:00", spread=spread) == utc("2026-03-03 15:00")
    named = sequence(step("a", OnDay(5, at=time(16))))
    assert due(named, "2026-03-02 10:00", spread=spread) == utc("2026-03-09 08:42")


def test_a_spread_longer_than_the_window_changes_no_day():
    window = Window(start=time(9), end=time(9, 30))
    planned = due(winback(), "2026-03-02 10:00", spread=timedelta(minutes=42), window=window)
    assert planned == utc("2026-03-03 08:00")


def test_the_spread_is_constant_and_within_bounds():
    offsets = {spread_offset(f"C{number}", 90) for number in range(500)}
    assert spread_offset("C1", 90) == spread_offset("C1", 90)
    assert len(offsets) > 400
    assert timedelta(0) <= min(offsets) < timedelta(minutes=2)
    assert timedelta(minutes=88) < max(offsets) < timedelta(minutes=90)
    assert all(offset.microseconds == 0 for offset in offsets)
    assert spread_offset("C1", 0) == timedelta(0)


def test_the_step_before_is_found_to_plan_an_open_touch_again():
    assert predecessor(winback(), "d1") is None
    assert predecessor(winback(), "d21") == "d14"
    with pytest.raises(KeyError):
        predecessor(winback(), "nowhere")


def test_a_sequence_without_steps_is_finished():
    assert plan(sequence(), "2026-03-02 10:00") == (None, ())
