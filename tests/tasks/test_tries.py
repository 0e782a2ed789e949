"""How often somebody may be rung: law row 49, over all Länder and the days of the clock change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sequences.calendar import LANDS, local_day
from sequences.call_hours import may_call
from sequences.definition import Window
from tasks.tries import KODEX, Limit, free_at, inside, next_try
from tests.tasks.test_due import MOMENTS

BERLIN = "Europe/Berlin"
OURS = (*KODEX, Limit(1, 1), Limit(2, 7))
LIMITS = st.sampled_from([KODEX, OURS, (Limit(1, 30),), ()])


@given(MOMENTS, LIMITS, st.sampled_from([*LANDS, None]), st.integers(1, 20))
def test_no_row_of_tries_ever_breaks_a_limit(now, limits, land, number):
    dials: list[datetime] = []
    moment = now
    for _ in range(number):
        moment = next_try(moment, dials, limits, BERLIN, (land, "BE"), Window())
        assert may_call(moment, BERLIN, (land, "BE"), Window())
        dials.append(moment)
        for limit in limits:
            assert len(inside(limit, dials, moment, BERLIN)) <= limit.max
    assert dials == sorted(dials)


@given(MOMENTS, st.lists(MOMENTS, max_size=6), LIMITS)
def test_what_is_free_is_ahead_and_really_free(now, dials, limits):
    for limit in limits:
        free = free_at(limit, dials, now, BERLIN)
        if free is not None:
            assert free > now
            assert len(inside(limit, [one for one in dials if one <= now], free, BERLIN)) < limit.max


def test_the_house_rings_once_a_day_and_twice_a_week():
    moment, days = datetime(2026, 3, 2, 9, tzinfo=UTC), []
    dials: list[datetime] = []
    for _ in range(4):
        moment = next_try(moment, dials, OURS, BERLIN, "BE", Window())
        dials.append(moment)
        days.append(local_day(moment, BERLIN).isoformat())
    assert days == ["2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10"]


@pytest.mark.parametrize(("limit", "most"), [(KODEX[0], 3), (KODEX[1], 15)])
def test_the_codex_itself(limit, most):
    now = datetime(2026, 3, 6, 12, tzinfo=UTC)
    dials = [now - timedelta(minutes=number) for number in range(most)]
    assert free_at(limit, dials, now, BERLIN) is not None
    assert free_at(limit, dials[1:], now, BERLIN) is None
