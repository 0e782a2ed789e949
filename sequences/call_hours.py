"""When a person may be called: the hours of the Branchenkodex, cut with a sequence's own window.

No statute sets call hours. The CCV/DDV Branchenkodex (2015), which the Bundesnetzagentur uses when it judges calls
under § 7 Abs. 1 UWG, has Monday to Friday 8-20, Saturday 9-18, never on Sundays and holidays. § 9 ArbZG protects the
caller on the same days, so `lands` holds the Land of the person called and the caller's.
"""

from __future__ import annotations

from datetime import datetime, time

from sequences.calendar import Hours, Lands, hours_of, next_open
from sequences.definition import Window

_WEEKDAY = (time(8), time(20))
_SATURDAY = (time(9), time(18))

CALL_HOURS = Hours((_WEEKDAY, _WEEKDAY, _WEEKDAY, _WEEKDAY, _WEEKDAY, _SATURDAY, None))
"""Mon-Fri 8-20, Sat 9-18, none on Sundays, holidays, 24 and 31 December."""


def intersect(one: Window | Hours, other: Window | Hours) -> Hours:
    """Open only when both are; a day on which they do not overlap is shut. Holidays need both to be open."""
    left, right = hours_of(one), hours_of(other)
    days = tuple(_overlap(mine, theirs) for mine, theirs in zip(left.days, right.days, strict=True))
    return Hours(days, left.holidays and right.holidays)


def call_hours(window: Window | None = None) -> Hours:
    """The hours in which calls of a sequence with this `window` are allowed; the window never widens the codex."""
    return CALL_HOURS if window is None else intersect(window, CALL_HOURS)


def next_call(moment: datetime, tz: str, lands: Lands, window: Window | None = None) -> datetime:
    """`moment` when calling is allowed then, else the next moment at which it is (aware UTC).

    NeverOpens when `window` and the call hours have no minute in common.
    """
    return next_open(moment, call_hours(window), tz, lands)


def may_call(moment: datetime, tz: str, lands: Lands, window: Window | None = None) -> bool:
    """True when a call is allowed at `moment`."""
    return next_call(moment, tz, lands, window) == moment


def _overlap(mine: tuple[time, time] | None, theirs: tuple[time, time] | None) -> tuple[time, time] | None:
    if mine is None or theirs is None:
        return None
    start, end = max(mine[0], theirs[0]), min(mine[1], theirs[1])
    return (start, end) if start < end else None
