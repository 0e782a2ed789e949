from __future__ import annotations

from datetime import timedelta

import pytest

from contacts.contact import Tier
from sequences.definition import Anchor, Conditions, EventKind, OnDay, OnEvent
from tests.sequences.samples import contract_step, plan, reasons, sequence, step, utc

RELEASE = EventKind.FEATURE_RELEASED
NEWS = step("news", OnEvent(RELEASE))


def test_an_event_that_did_not_happen_is_waited_for():
    planned, _ = plan(sequence(step("news", OnEvent(RELEASE, 30))), "2026-03-02 10:00")
    assert (planned.wait_for, planned.due_at) == (RELEASE, utc("2026-04-01 07:00"))


def test_the_wait_counts_from_where_the_enrollment_stands():
    seq = sequence(step("a", 14), step("news", OnEvent(RELEASE, 30)))
    planned, _ = plan(seq, "2026-03-18 10:00", after="a", done={"a": "2026-03-16 08:00"})
    assert planned.due_at == utc("2026-04-15 07:00")
    planned, _ = plan(seq, "2026-03-18 10:00", after="a", reached=utc("2026-03-18 10:00"))
    assert planned.due_at == utc("2026-04-17 07:00")


def test_without_a_number_the_wait_ends_when_the_next_day_step_comes_due():
    only_low = Conditions(tiers=frozenset({Tier.LOW}))
    seq = sequence(
        NEWS,
        step("more", OnEvent(EventKind.RETURNED)),
        step("end", OnDay(1, Anchor.CONTRACT_END)),
        step("low", 20, only_if=only_low),
        step("year", 90),
    )
    planned, _ = plan(
        seq, "2026-03-02 10:00", matches=lambda conditions: conditions != only_low, spread=timedelta(minutes=5)
    )
    assert (planned.step.id, planned.due_at) == ("news", utc("2026-06-01 07:05"))  # day 90 is a Sunday


@pytest.mark.parametrize("rest", [(), (step("far", 900),)])
def test_no_wait_is_longer_than_540_days(rest):
    planned, _ = plan(sequence(NEWS, *rest), "2026-03-02 10:00")
    assert planned.due_at == utc("2027-08-24 07:00")


def test_when_the_wait_is_over_the_next_step_is_on_time():
    seq = sequence(NEWS, step("year", 90))
    planned, skips = plan(seq, "2026-06-01 07:00")
    assert (planned.step.id, planned.due_at) == ("year", utc("2026-06-01 07:00"))
    assert reasons(skips) == [("news", "no_event")]
    assert plan(seq, "2026-06-01 07:00", after="news")[0] == planned


def test_an_event_makes_the_step_due_in_the_window():
    events = {RELEASE: utc("2026-04-11 10:00")}  # a Saturday
    planned, _ = plan(sequence(NEWS, step("year", 90)), "2026-04-11 10:00", events=events)
    assert (planned.step.id, planned.wait_for, planned.due_at) == ("news", None, utc("2026-04-13 07:00"))


def test_an_event_before_day_zero_is_no_news():
    events = {RELEASE: utc("2026-03-02 09:59")}
    assert plan(sequence(NEWS), "2026-03-02 10:00", events=events)[0].wait_for is RELEASE
    events = {RELEASE: utc("2026-03-02 10:00")}
    assert plan(sequence(NEWS), "2026-03-02 10:00", events=events)[0].wait_for is None


def test_an_event_that_came_before_its_turn_is_told_when_its_turn_comes():
    seq = sequence(step("a", 14), NEWS)
    events = {RELEASE: utc("2026-03-05 10:00")}
    done = {"a": "2026-03-16 08:00"}
    planned, _ = plan(seq, "2026-03-16 08:01", after="a", done=done, events=events)
    assert planned.due_at == utc("2026-03-17 08:00")  # one catch-up a day
    planned, _ = plan(seq, "2026-03-16 08:01", after="a", reached=utc("2026-03-16 08:01"), events=events)
    assert planned.due_at == utc("2026-03-16 08:01")  # `a` was dropped: the day is free


def test_an_old_event_is_too_late_where_the_enrollment_has_long_been_waiting():
    events = {RELEASE: utc("2026-03-05 10:00")}
    assert reasons(plan(sequence(NEWS), "2026-03-09 10:00", events=events)[1]) == [("news", "too_late")]
    patient = step("news", OnEvent(RELEASE), too_late_after_days=30)
    assert plan(sequence(patient), "2026-03-09 10:00", events=events)[0].due_at == utc("2026-03-09 10:00")


def test_an_event_answered_at_once():
    seq = sequence(contract_step("saved", OnEvent(EventKind.SAVED), at_once=True))
    events = {EventKind.SAVED: utc("2026-03-07 23:00")}
    assert plan(seq, "2026-03-07 23:05", events=events)[0].due_at == utc("2026-03-07 23:05")


def test_without_day_zero_no_event_counts():
    seq = sequence(NEWS, day_zero=Anchor.CONTRACT_END)
    assert reasons(plan(seq, "2026-03-02 10:00")[1]) == [("news", "no_anchor")]
