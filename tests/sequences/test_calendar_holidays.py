from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sequences.calendar import (
    CUSTOMARY,
    LANDS,
    Region,
    add_business_days,
    holiday_name,
    is_business_day,
    is_holiday,
    public_holiday_name,
)
from tests.sequences.samples import few

DAYS = st.dates(date(1996, 1, 1), date(2045, 12, 1))
LAND = st.sampled_from((*LANDS, None))


def easter(year):
    """Easter Sunday (Meeus/Jones/Butcher): an oracle that shares nothing with the library."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    k = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


ALL = set(LANDS)
NORTH = {"HB", "HH", "NI", "SH"}
FIXED = [  # Lands, first year, last year, month, day
    *((ALL, 1996, 2045, month, day) for month, day in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))),
    ({"BW", "BY", "ST"}, 1996, 2045, 1, 6),
    ({"BE"}, 2019, 2045, 3, 8),
    ({"MV"}, 2023, 2045, 3, 8),
    ({"BE"}, 2020, 2020, 5, 8),
    ({"BE"}, 2025, 2025, 5, 8),
    ({"BE"}, 2028, 2028, 6, 17),
    ({"SL"}, 1996, 2045, 8, 15),
    ({"TH"}, 2019, 2045, 9, 20),
    ({"BB", "MV", "SN", "ST", "TH"}, 1996, 2045, 10, 31),
    (NORTH, 2018, 2045, 10, 31),
    (ALL, 2017, 2017, 10, 31),
    ({"BW", "BY", "NW", "RP", "SL"}, 1996, 2045, 11, 1),
]
MOVABLE = [  # Lands, days after Easter Sunday
    *((ALL, offset) for offset in (-2, 1, 39, 50)),
    ({"BB"}, 0),
    ({"BB"}, 49),
    ({"BW", "BY", "HE", "NW", "RP", "SL"}, 60),
]


def by_law(land, year, *, catholic):
    """The holidays of a Land as its statute lists them, 1996 to 2045."""
    days = {date(year, m, d) for lands, first, last, m, d in FIXED if land in lands and first <= year <= last}
    days |= {easter(year) + timedelta(days=offset) for lands, offset in MOVABLE if land in lands}
    if catholic and land in {"SN", "TH"}:
        days.add(easter(year) + timedelta(days=60))
    if catholic and land == "BY":
        days.add(date(year, 8, 15))
    if land == "SN":
        days.add(next(day for day in (date(year, 11, n) for n in range(16, 23)) if day.weekday() == 2))
    return days


@pytest.mark.parametrize("catholic", [True, False])
@pytest.mark.parametrize("land", LANDS)
def test_every_land_has_the_holidays_of_its_statute(land, catholic):
    for year in range(1996, 2046):
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        found = {day for day in days if day.year == year and public_holiday_name(day, Region((land,), catholic))}
        assert found == by_law(land, year, catholic=catholic), year


@pytest.mark.parametrize(
    ("day", "land", "name"),
    [
        (date(2026, 8, 15), "BY", "Mariä Himmelfahrt"),
        (date(2026, 11, 18), "SN", "Buß- und Bettag"),
        (date(2026, 9, 20), "TH", "Weltkindertag"),
        (date(2026, 12, 24), "NW", "Heiligabend"),
        (date(2026, 12, 31), None, "Silvester"),
        (date(2026, 12, 25), "NW", "Erster Weihnachtstag"),
        (date(2026, 11, 23), "SN", None),
    ],
)
def test_holidays_have_their_german_name(day, land, name):
    assert holiday_name(day, land) == name
    assert is_holiday(day, land) is (name is not None)


def test_customary_days_are_quiet_but_not_statutory():
    for month, day in CUSTOMARY:
        assert is_holiday(date(2026, month, day), "NW")
        assert public_holiday_name(date(2026, month, day), "NW") is None
        assert not is_business_day(date(2026, month, day), "NW")


@pytest.mark.parametrize("unknown", [None, (), (None,), ("BY", None), ("XX",), "by", Region(("NW", "??"))])
def test_an_unknown_land_means_all_sixteen(unknown):
    assert is_holiday(date(2026, 1, 6), unknown)  # BW, BY, ST
    assert is_holiday(date(2026, 11, 18), unknown)  # SN


@given(day=DAYS, one=LAND, other=LAND)
@few
def test_two_lands_have_the_union_of_their_holidays(day, one, other):
    assert is_holiday(day, (one, other)) is (is_holiday(day, one) or is_holiday(day, other))


def test_mariae_himmelfahrt_in_bavaria_can_be_switched_off():
    assert is_holiday(date(2026, 8, 15), Region(("BY",)))
    assert not is_holiday(date(2026, 8, 15), Region(("BY",), catholic=False))
    assert is_holiday(date(2026, 8, 15), Region(("SL",), catholic=False))


def test_no_holiday_is_moved_when_it_falls_on_a_sunday():
    assert is_holiday(date(2027, 10, 3), "NW")
    assert is_business_day(date(2027, 10, 4), "NW")


@pytest.mark.parametrize(
    ("start", "count", "land", "end"),
    [
        (date(2026, 3, 2), 0, "NW", date(2026, 3, 2)),
        (date(2026, 3, 7), 0, "NW", date(2026, 3, 9)),
        (date(2026, 3, 6), 1, "NW", date(2026, 3, 9)),
        (date(2026, 3, 7), 1, "NW", date(2026, 3, 9)),
        (date(2026, 4, 2), 1, "NW", date(2026, 4, 7)),  # Karfreitag to Ostermontag
        (date(2026, 12, 23), 2, "NW", date(2026, 12, 29)),
        (date(2026, 6, 3), 1, "NI", date(2026, 6, 4)),
        (date(2026, 6, 3), 1, "NW", date(2026, 6, 5)),
        (date(2026, 6, 3), 1, ("NI", "NW"), date(2026, 6, 5)),
    ],
)
def test_business_days(start, count, land, end):
    assert add_business_days(start, count, land) == end


@given(day=DAYS, count=st.integers(0, 30), land=LAND)
@few
def test_business_days_are_counted_one_by_one(day, count, land):
    end = add_business_days(day, count, land)
    assert is_business_day(end, land)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    passed = sum(is_business_day(each, land) for each in between)
    assert passed == (count if is_business_day(day, land) else max(count, 1))


def test_business_days_never_run_backwards():
    with pytest.raises(ValueError, match="negative"):
        add_business_days(date(2026, 3, 2), -1, "NW")
