"""When a task is due and from when on it may be done, over all Länder, every hour and the days of the clock change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sequences.calendar import LANDS, is_business_day, local_day
from sequences.definition import Window
from tasks.due import (
    Deadline,
    Haste,
    Office,
    after_incident,
    due_at,
    is_urgent,
    newest_before,
    overdue_since,
    slot,
)
from tasks.person import TaskTerms

BERLIN = "Europe/Berlin"
CLOCK_CHANGES = [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
MOMENTS = st.one_of(
    st.integers(0, 5 * 365 * 24 * 60).map(
        lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.builds(
        lambda day, minutes: day + timedelta(minutes=minutes),
        st.sampled_from(CLOCK_CHANGES),
        st.integers(-2880, 2880),
    ),
)
OFFICES = st.builds(
    Office,
    st.lists(st.sampled_from([*LANDS, None]), min_size=1, max_size=2).map(tuple),
    st.just(BERLIN),
    st.sampled_from([Window(), Window(frozenset({0, 2}))]),
)
DEADLINES = st.one_of(
    st.builds(Deadline, hours=st.integers(0, 80)),
    st.builds(Deadline, days=st.integers(0, 30)),
    st.just(Deadline()),
)
BACK = st.timedeltas(timedelta(days=-60), timedelta(days=60))
TERMS = TaskTerms()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@given(MOMENTS, DEADLINES, OFFICES)
def test_a_deadline_lies_ahead_and_on_a_business_day(now, deadline, office):
    due = due_at(now, deadline, office)
    assert due >= now
    if due > now:
        assert is_business_day(local_day(due, BERLIN), office.lands)


@given(MOMENTS, st.integers(0, 40), st.integers(0, 40), OFFICES)
def test_more_time_is_never_due_earlier(now, one, other, office):
    few, many = sorted((one, other))
    assert due_at(now, Deadline(hours=few), office) <= due_at(now, Deadline(hours=many), office)
    assert due_at(now, Deadline(days=few), office) <= due_at(now, Deadline(days=many), office)


@given(MOMENTS, DEADLINES, OFFICES, BACK, st.none() | BACK, st.none() | BACK)
def test_a_slot_begins_before_it_is_due_and_never_in_the_past(now, deadline, office, ago, renewal, incident):
    haste = Haste(
        now + ago,
        now + renewal if renewal is not None else None,
        now + incident if incident is not None else None,
    )
    found = slot(now, deadline, office, haste, TERMS)
    assert now <= found.begins_at <= found.due_at
    assert not (found.at_once and found.cooling)
    if found.at_once:
        assert is_urgent(now, haste.renewal_at, TERMS.renewal_hours)
        assert found.begins_at <= haste.renewal_at
    if found.cooling:
        assert found.begins_at >= haste.cancelled_at + timedelta(hours=TERMS.incident_hours)


@pytest.mark.parametrize("renewal", ["2026-03-06T23:00+01:00", "2026-03-08T18:00+01:00"])
def test_on_friday_evening_a_deadline_before_monday_hurries_nobody(renewal):
    """It is over before anybody works again, so the rest behind an incident is kept."""
    now = at("2026-03-06T18:00+01:00")
    haste = Haste(now, at(renewal), now - timedelta(days=1))
    found = slot(now, Deadline(), Office(("SH",), BERLIN), haste, TERMS)
    assert (found.at_once, found.cooling, found.begins_at) == (False, True, at("2026-03-09T09:00+01:00"))


def test_a_deadline_on_monday_noon_is_told_on_monday_morning():
    now = at("2026-03-07T13:00+01:00")
    haste = Haste(now, at("2026-03-09T12:00+01:00"), now - timedelta(days=1))
    found = slot(now, Deadline(), Office(("SH",), BERLIN), haste, TERMS)
    assert (found.at_once, found.due_at) == (True, at("2026-03-09T09:00+01:00"))


@given(MOMENTS, st.integers(1, 48), OFFICES)
def test_somebody_else_hears_of_it_behind_the_deadline(due, hours, office):
    assert overdue_since(due, hours, office) >= due + timedelta(hours=hours)


@pytest.mark.parametrize("land", LANDS)
def test_the_assignees_own_holidays_move_a_deadline(land):
    """31 October is a holiday in nine Länder: the day before, two business days end on Tuesday there."""
    reformation = {"BB", "HB", "HH", "MV", "NI", "SH", "SN", "ST", "TH"}
    due = due_at(at("2025-10-29T10:00+01:00"), Deadline(days=2), Office((land,), BERLIN))
    assert due == at("2025-11-03T17:30+01:00" if land in reformation else "2025-10-31T17:30+01:00")


def test_hours_run_on_over_night_weekend_and_clock_change():
    """Friday 16:30 and two hours: one hour is left on Friday, the other on Monday of summer time."""
    due = due_at(at("2026-03-27T16:30+01:00"), Deadline(hours=2), Office(("BE",), BERLIN))
    assert due == at("2026-03-30T10:00+02:00")


@pytest.mark.parametrize(("hours", "urgent"), [(0, True), (48, True), (49, False), (-1, False)])
def test_a_contract_that_goes_on_soon_is_spoken_about_at_once(hours, urgent):
    now = at("2026-03-02T10:00+01:00")
    incident = now - timedelta(days=1)
    found = slot(now, Deadline(days=2), Office(("BE",), BERLIN), Haste(now, now + timedelta(hours=hours), incident))
    assert found.at_once is urgent
    assert (found.due_at == now) is urgent
    assert found.cooling is not urgent


@pytest.mark.parametrize(
    ("incident", "begins"),
    [
        ("2026-03-01T09:00+01:00", "2026-03-03T10:00+01:00"),  # the day before: 24 hours of quiet
        ("2026-02-16T10:00+01:00", "2026-03-03T10:00+01:00"),  # exactly 14 days before
        ("2026-02-16T09:59+01:00", "2026-03-02T11:00+01:00"),  # longer ago
        ("2026-03-02T10:30+01:00", "2026-03-02T11:00+01:00"),  # behind the cancellation: not its cause
    ],
)
def test_who_cancels_after_an_incident_is_left_alone_for_a_day(incident, begins):
    now = at("2026-03-02T11:00+01:00")
    haste = Haste(at("2026-03-02T10:00+01:00"), None, at(incident))
    found = slot(now, Deadline(hours=4), Office(("BE",), BERLIN), haste)
    assert found.begins_at == at(begins)
    assert found.cooling is (found.begins_at > now)


def test_quiet_that_ends_at_night_begins_in_the_morning():
    now = at("2026-03-06T22:00+01:00")
    found = slot(now, Deadline(hours=1), Office(("BE",), BERLIN), Haste(now, None, now - timedelta(hours=1)))
    assert (found.begins_at, found.due_at) == (at("2026-03-09T09:00+01:00"), at("2026-03-09T10:00+01:00"))


@given(st.lists(MOMENTS), MOMENTS)
def test_the_newest_before(moments, now):
    found = newest_before(moments, now)
    assert found is None if not [one for one in moments if one <= now] else found in moments
    assert all(one <= found or one > now for one in moments if found is not None)


def test_an_incident_nobody_knows_of_is_none():
    assert not after_incident(Haste(at("2026-03-02T10:00+01:00")), 14)
