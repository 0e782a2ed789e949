"""How often somebody may be rung, and when again. Pure.

The Branchenkodex (CCV/DDV 2015), which the Bundesnetzagentur uses when it judges calls under § 7 Abs. 1 UWG, allows
3 tries a day, 15 a week and 30 a campaign at most; a campaign is one cancellation here. What the house sets is
stricter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sequences.calendar import Lands, local_day, to_utc
from sequences.call_hours import next_call
from sequences.definition import Window

MOST_A_CAMPAIGN = 30
_ROUNDS = 400


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `max` tries in `days` days, rolling; 1 = the calendar day of the person called."""

    max: int
    days: int


KODEX = (Limit(3, 1), Limit(15, 7))
"""Never more than this, whatever is configured."""


def inside(limit: Limit, dials: Iterable[datetime], now: datetime, tz: str) -> list[datetime]:
    """The tries that count for `limit` at `now`, oldest first."""
    if limit.days == 1:
        return sorted(at for at in dials if local_day(at, tz) == local_day(now, tz))
    return sorted(at for at in dials if now - timedelta(days=limit.days) < at <= now)


def free_at(limit: Limit, dials: Iterable[datetime], now: datetime, tz: str) -> datetime | None:
    """The first moment at which one more try fits, None when it fits now."""
    counted = inside(limit, dials, now, tz)
    if len(counted) < limit.max:
        return None
    if limit.days == 1:
        return to_utc(local_day(now, tz) + timedelta(days=1), time(0), tz)
    return counted[len(counted) - limit.max] + timedelta(days=limit.days)


def next_try(
    now: datetime, dials: Sequence[datetime], limits: Iterable[Limit], tz: str, lands: Lands, window: Window
) -> datetime:
    """The first moment from `now` on at which the person may be rung again: limits, call hours and holidays."""
    known = tuple(limits)
    moment = next_call(now, tz, lands, window)
    for _ in range(_ROUNDS):
        waits = [at for limit in known if (at := free_at(limit, dials, moment, tz)) is not None]
        if not waits:
            return moment
        moment = next_call(max(waits), tz, lands, window)
    return moment
