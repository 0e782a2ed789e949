"""On which day a task lands, over the holidays of every Land."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sequences.calendar import LANDS, is_business_day
from tasks.capacity import Load, has_room, landing_day
from tasks.person import Person, TaskTerms, Team

DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))
LOADS = st.dictionaries(st.integers(0, 30), st.builds(Load, st.integers(0, 9), st.integers(0, 9)))
ANNA = Person("anna@x", "Anna", "SN", calls_per_day=2, tasks_per_day=4)


@given(DAYS, LOADS, st.sampled_from(LANDS), st.booleans(), st.sets(st.integers(0, 40)))
def test_it_lands_on_the_first_free_business_day(wanted, loads, land, call, off):
    busy = {wanted + timedelta(days=number): load for number, load in loads.items()}
    away = {wanted + timedelta(days=number) for number in off}

    def fits(day: date) -> bool:
        return is_business_day(day, land) and day not in away and has_room(ANNA, busy.get(day, Load()), call=call)

    found = landing_day(wanted, ANNA, busy, land, call=call, there=lambda day: day not in away)
    assert found >= wanted
    assert fits(found)
    assert not any(fits(wanted + timedelta(days=number)) for number in range((found - wanted).days))


def test_whoever_never_has_room_gets_it_on_the_day_that_was_wanted():
    day = date(2026, 3, 2)
    assert landing_day(day, ANNA, {}, "SN", call=False, there=lambda _day: False) == day
    full = Person("b@x", tasks_per_day=0)
    assert landing_day(day, full, {}, "SN", call=False) == day


def test_calls_and_tasks_are_counted_apart():
    assert has_room(ANNA, Load(3, 2), call=False)
    assert not has_room(ANNA, Load(3, 2), call=True)
    assert not has_room(ANNA, Load(4, 0), call=False)


def test_whoever_nobody_named_works_with_the_defaults():
    team = Team((ANNA,), Person("", land="BY", calls_per_day=5), TaskTerms())
    assert team.of("ANNA@x") is ANNA
    assert team.of("Neu@x") == Person("neu@x", land="BY", calls_per_day=5)
    assert team.of(None).land == "BY"
    assert team.neutral == ()


def test_a_lead_knows_whose_tasks_she_hears_of():
    team = Team((Person("a@x", lead="lea@x"), Person("b@x"), Person("lea@x")))
    assert team.led_by("LEA@x") == team.led_by("lea") == {"a@x"}
    assert team.led_by("le") == team.led_by("b@x") == frozenset()
