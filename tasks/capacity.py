"""How many tasks a person can take a day, and on which day a new one lands. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sequences.calendar import Lands, is_business_day
from tasks.person import Person

_SEARCH_DAYS = 400
"""Whoever is booked for longer than a year gets it on the day that was wanted: nothing is ever put off for ever."""


@dataclass(frozen=True, slots=True)
class Load:
    """Open tasks that are due on one day, and how many of them are calls."""

    tasks: int = 0
    calls: int = 0


def has_room(person: Person, load: Load, *, call: bool) -> bool:
    """True when one more fits into the day."""
    return load.tasks < person.tasks_per_day and (not call or load.calls < person.calls_per_day)


def landing_day(
    wanted: date,
    person: Person,
    loads: Mapping[date, Load],
    lands: Lands,
    *,
    call: bool,
    there: Callable[[date], bool] = lambda _day: True,
) -> date:
    """`wanted`, or the first business day behind it on which the person is `there` and has room; never earlier."""
    day = wanted
    for _ in range(_SEARCH_DAYS):
        if is_business_day(day, lands) and there(day) and has_room(person, loads.get(day, Load()), call=call):
            return day
        day += timedelta(days=1)
    return wanted
