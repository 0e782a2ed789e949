"""Branchenkodex CCV/DDV, § 9 ArbZG: advertising calls Mon-Fri 8-20, Sat 9-18, never on Sundays and holidays.

No statute sets call hours; the Bundesnetzagentur measures § 7 Abs. 1 UWG by this code. 24 and 31 December are kept
free by custom. Holidays are those of caller and callee together (`Facts.is_holiday`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from compliance.facts import Facts
from compliance.moments import local
from compliance.policy import Policy
from compliance.rule import ADVERTISING, CALLS, Rule, passed
from compliance.verdict import Finding, Verdict

_HOURS = {day: (time(8), time(20)) for day in range(5)} | {5: (time(9), time(18))}
"""Weekday (0 = Monday) to the local hours [start, end); Sunday has none."""

_FREE_DAYS = frozenset({(12, 24), (12, 31)})
_OPEN = passed("Innerhalb der Anrufzeiten.")


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DEFER to the next opening; the calendar's own answer (`next_window`) wins when it is later."""
    here = local(facts.now, facts.timezone)
    hours = _hours_of(here)
    if not facts.is_holiday and hours is not None and hours[0] <= here.time() < hours[1]:
        return _OPEN
    until = _next_opening(here, skip_today=facts.is_holiday)
    if facts.next_window is not None and facts.next_window > until:
        until = facts.next_window
    reason = "An Feiertagen wird nicht angerufen." if facts.is_holiday else "Außerhalb der Anrufzeiten."
    values = {"local_time": here.isoformat(), "is_holiday": facts.is_holiday}
    return Finding(Verdict.DEFER, reason, values, duties=frozenset({"D8"}), until=until)


def _hours_of(here: datetime) -> tuple[time, time] | None:
    return None if (here.month, here.day) in _FREE_DAYS else _HOURS.get(here.weekday())


def _next_opening(here: datetime, *, skip_today: bool) -> datetime:
    day = here + timedelta(days=1) if skip_today else here
    while True:
        hours = _hours_of(day)
        if hours is not None:
            opening = datetime.combine(day.date(), hours[0], here.tzinfo)
            if opening > here:
                return opening.astimezone(UTC)
        day += timedelta(days=1)


CALL_HOURS = Rule(
    name="call_hours",
    statute="§ 7 Abs. 1 UWG (Branchenkodex CCV/DDV); § 9 ArbZG",
    reviewed=date(2026, 11, 21),
    media=CALLS,
    purposes=ADVERTISING,
    check=check,
)
