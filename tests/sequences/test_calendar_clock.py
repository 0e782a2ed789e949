"""Local time to UTC against the text of Directive 2000/84/EC, not against the tz database it is computed with."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sequences.calendar import local_day, to_utc
from tests.sequences.samples import BERLIN, berlin_instant, few, last_sunday, many

QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
CHANGES = [last_sunday(year, month) for year in range(1996, 2038) for month in (3, 10)]
DAYS = st.dates(date(1996, 1, 2), date(2037, 12, 30))
TIMES = st.times()


def test_every_quarter_hour_around_every_clock_change_is_one_instant():
    for change in CHANGES:
        for day in (change - timedelta(days=1), change, change + timedelta(days=1)):
            moments = [to_utc(day, at, BERLIN) for at in QUARTERS]
            assert moments == [berlin_instant(day, at) for at in QUARTERS], day
            assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("day", "at", "tz", "instant"),
    [
        (date(2026, 3, 29), time(2, 0), BERLIN, "2026-03-29T01:00:00"),
        (date(2026, 3, 29), time(2, 30), BERLIN, "2026-03-29T01:00:00"),
        (date(2026, 3, 29), time(2, 59, 59, 999999), BERLIN, "2026-03-29T01:00:00"),
        (date(2026, 3, 29), time(3, 0), BERLIN, "2026-03-29T01:00:00"),
        (date(2026, 3, 29), time(1, 59), BERLIN, "2026-03-29T00:59:00"),
        (date(2026, 10, 25), time(2, 30), BERLIN, "2026-10-25T00:30:00"),
        (date(2026, 10, 25), time(3, 0), BERLIN, "2026-10-25T02:00:00"),
        (date(2026, 10, 25), time(2, 30, fold=1), BERLIN, "2026-10-25T00:30:00"),
        (date(2026, 10, 25), time(2, 30, tzinfo=UTC), BERLIN, "2026-10-25T00:30:00"),
        (date(2026, 3, 29), time(1, 30), "Europe/London", "2026-03-29T01:00:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:30:00"),  # half an hour
        (date(2011, 12, 30), time(12, 0), "Pacific/Apia", "2011-12-30T10:00:00"),  # a day that never was
    ],
)
def test_gaps_and_folds(day, at, tz, instant):
    assert to_utc(day, at, tz) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@given(day=DAYS, at=TIMES)
@many
def test_the_clock_shows_what_was_asked_for(day, at):
    moment = to_utc(day, at, BERLIN)
    assert moment.tzinfo is UTC
    assert moment == berlin_instant(day, at)
    assert local_day(moment, BERLIN) == day


@given(day=DAYS, one=TIMES, other=TIMES, tz=st.sampled_from([BERLIN, "Europe/London", "America/St_Johns"]))
@few
def test_order_on_the_wall_is_order_in_time(day, one, other, tz):
    early, late = sorted((one, other))
    assert to_utc(day, early, tz) <= to_utc(day, late, tz)
    assert to_utc(day, late, tz) < to_utc(day + timedelta(days=1), time(4), tz)


def test_the_local_day_is_not_the_utc_day():
    assert local_day(datetime(2026, 6, 30, 22, 0, tzinfo=UTC), BERLIN) == date(2026, 7, 1)
    assert local_day(datetime(2026, 6, 30, 21, 59, tzinfo=UTC), BERLIN) == date(2026, 6, 30)
    assert local_day(datetime(2026, 7, 1, 3, 0, tzinfo=ZoneInfo("Asia/Tokyo")), BERLIN) == date(2026, 6, 30)
