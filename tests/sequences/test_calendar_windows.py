from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sequences.calendar import (
    LANDS,
    Hours,
    NeverOpens,
    add_business_hours,
    hours_of,
    is_holiday,
    local_day,
    next_open,
    open_span,
)
from sequences.call_hours import CALL_HOURS, call_hours, intersect, may_call, next_call
from sequences.definition import Window
from tests.sequences.samples import ALWAYS, BERLIN, OFFICE, few, many, utc

FIRST = datetime(1996, 1, 2, tzinfo=UTC)
MOMENTS = st.integers(0, 42 * 365 * 24 * 3600 - 1).map(lambda seconds: FIRST + timedelta(seconds=seconds))
LAND = st.sampled_from((*LANDS, None))


@st.composite
def windows(draw):
    quarters = draw(st.lists(st.integers(0, 95), min_size=2, max_size=2, unique=True).map(sorted))
    start, end = (time(quarter // 4, quarter % 4 * 15) for quarter in quarters)
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return Window(weekdays, start, end, draw(st.booleans()))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-03-02 08:00", "2026-03-02 08:00"),  # 9:00 sharp
        ("2026-03-02 07:59", "2026-03-02 08:00"),
        ("2026-03-02 16:29", "2026-03-02 16:29"),
        ("2026-03-02 16:30", "2026-03-03 08:00"),  # 17:30 is shut
        ("2026-03-06 16:30", "2026-03-09 08:00"),  # Friday to Monday
        ("2026-03-27 17:00", "2026-03-30 07:00"),  # over the clock change: an hour earlier in UTC
        ("2026-04-02 16:00", "2026-04-07 07:00"),  # Easter
        ("2026-12-23 17:00", "2026-12-28 08:00"),  # Heiligabend, Christmas, weekend
    ],
)
def test_next_open_goes_forward_only(moment, opens):
    assert next_open(utc(moment), OFFICE, BERLIN, "NW") == utc(opens)


def test_a_window_may_be_open_on_holidays():
    window = Window(holidays=True)
    assert next_open(utc("2026-12-25 09:00"), window, BERLIN, "NW") == utc("2026-12-25 09:00")


def test_a_window_inside_the_skipped_hour_is_shut_that_day():
    window = Window(frozenset(range(7)), time(2, 0), time(3, 0), holidays=True)
    assert open_span(date(2026, 3, 29), window, BERLIN, "NW") is None
    assert next_open(utc("2026-03-28 12:00"), window, BERLIN, "NW") == utc("2026-03-30 00:00")


@pytest.mark.parametrize("window", [Window(frozenset()), Window(start=time(10), end=time(10)), Hours((None,) * 7)])
def test_a_window_that_never_opens_says_so(window):
    with pytest.raises(NeverOpens):
        next_open(utc("2026-03-02 08:00"), window, BERLIN, "NW")


@given(moment=MOMENTS, window=windows(), land=LAND)
@many
def test_next_open_is_the_first_open_moment(moment, window, land):
    opens = next_open(moment, window, BERLIN, land)
    assert opens >= moment
    assert is_open(opens, window, land)
    assert next_open(opens, window, BERLIN, land) == opens
    if opens > moment:
        assert not is_open(moment, window, land)
        assert not is_open(opens - timedelta(seconds=1), window, land)
        halfway = moment + (opens - moment) / 2
        assert not is_open(halfway, window, land)


def is_open(moment, window, land):
    """Read off a wall clock. In the autumn hour that comes twice only the first one counts."""
    day = local_day(moment, BERLIN)
    span = open_span(day, window, BERLIN, land)
    quiet = is_holiday(day, land) and not window.holidays
    assert (span is None) or (day.weekday() in window.weekdays and not quiet)
    return span is not None and span[0] <= moment < span[1]


@pytest.mark.parametrize(
    ("moment", "hours", "end"),
    [
        ("2026-03-02 08:00", 4, "2026-03-02 12:00"),
        ("2026-03-02 08:00", 8.5, "2026-03-02 16:30"),  # closing time, not tomorrow morning
        ("2026-03-02 08:00", 9, "2026-03-03 08:30"),
        ("2026-03-01 12:00", 1, "2026-03-02 09:00"),
        ("2026-03-01 12:00", 0, "2026-03-02 08:00"),
        ("2026-03-27 15:30", 4, "2026-03-30 10:00"),  # Friday to Monday over the clock change
        ("2026-04-02 14:30", 4, "2026-04-07 10:00"),  # Easter
    ],
)
def test_business_hours(moment, hours, end):

    assert add_business_hours(utc(moment), hours, "NW", BERLIN) == utc(end)


def test_business_hours_in_a_window_of_its_own():
    window = Window(frozenset({5}), time(10), time(11))
    assert add_business_hours(utc("2026-03-02 08:00"), 1.5, "NW", BERLIN, window) == utc("2026-03-14 09:30")


def test_business_hours_never_run_backwards():
    with pytest.raises(ValueError, match="negative"):
        add_business_hours(utc("2026-03-02 08:00"), -1, "NW", BERLIN)


@given(moment=MOMENTS, one=st.integers(0, 20), other=st.integers(0, 20), land=LAND)
@few
def test_business_hours_add_up(moment, one, other, land):
    middle = add_business_hours(moment, one, land, BERLIN, ALWAYS)
    assert add_business_hours(middle, other, land, BERLIN, ALWAYS) == add_business_hours(
        moment, one + other, land, BERLIN, ALWAYS
    )


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-03-02 07:00", True),  # Monday 8:00
        ("2026-03-02 06:59", False),
        ("2026-03-02 18:59", True),
        ("2026-03-02 19:00", False),  # 20:00
        ("2026-03-07 07:30", False),  # Saturday 8:30
        ("2026-03-07 08:00", True),
        ("2026-03-07 17:00", False),  # 18:00
        ("2026-03-08 11:00", False),  # Sunday
        ("2026-06-04 10:00", False),  # Fronleichnam where the caller sits
        ("2026-12-24 10:00", False),
    ],
)
def test_call_hours_of_the_codex(moment, allowed):
    assert may_call(utc(moment), BERLIN, ("NI", "NW")) is allowed


def test_the_next_call_waits_for_both_lands_and_the_window():
    assert next_call(utc("2026-06-03 18:30"), BERLIN, ("NI", "NI")) == utc("2026-06-04 06:00")
    assert next_call(utc("2026-06-03 18:30"), BERLIN, ("NI", "NW")) == utc("2026-06-05 06:00")
    assert next_call(utc("2026-06-03 18:30"), BERLIN, ("NI", "NW"), OFFICE) == utc("2026-06-05 07:00")


def test_a_window_never_widens_the_call_hours():
    assert call_hours() is CALL_HOURS
    assert call_hours(ALWAYS) == CALL_HOURS
    evening = Window(frozenset({0, 5, 6}), time(17), time(22))
    span = (time(17), time(20))
    assert call_hours(evening) == Hours((span, None, None, None, None, (time(17), time(18)), None))


def test_a_window_outside_the_call_hours_never_opens():
    with pytest.raises(NeverOpens):
        next_call(utc("2026-03-02 08:00"), BERLIN, "NW", Window(start=time(20), end=time(21)))


@given(one=windows(), other=windows(), moment=MOMENTS)
@few
def test_the_intersection_is_open_when_both_are(one, other, moment):
    both = intersect(one, other)
    assert both == intersect(other, one)
    inside = open_span(local_day(moment, BERLIN), both, BERLIN, "NW")
    opened = inside is not None and inside[0] <= moment < inside[1]
    assert opened is (is_open(moment, one, "NW") and is_open(moment, other, "NW"))


def test_hours_spell_a_window_out():
    hours = hours_of(OFFICE)
    assert hours.days == ((time(9), time(17, 30)),) * 5 + (None, None)
    assert hours_of(hours) is hours
