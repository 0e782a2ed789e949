"""The German calendar: holidays of the Länder, business days and hours, local days, opening hours of a window.

Everything that carries a time of day is computed on local days and wall-clock times and turned into UTC at the very
end; nothing is ever added to a UTC moment that means "tomorrow at nine".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

from sequences.definition import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

LANDS = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")
"""The 16 Länder as ISO 3166-2:DE codes without prefix."""

CUSTOMARY = {(12, 24): "Heiligabend", (12, 31): "Silvester"}
"""No statute makes these holidays; nobody wants to be called or sold to on them, so the house keeps quiet."""

_SEARCH_DAYS = 400
"""A window that stays shut for longer than a year is a mistake in its definition, not a long holiday."""


@dataclass(frozen=True, slots=True)
class Region:
    """Whose holidays count: the union over `lands` (§ 9 ArbZG protects the caller, decency the person called).

    None or a code that is no German Land stands for "unknown", and unknown means all 16. `catholic` counts the days
    that are holidays only in the mostly Catholic places of a Land (Mariä Himmelfahrt in BY, Fronleichnam in parts of
    SN and TH) for the whole Land: the careful reading, because a postcode does not tell the parish.
    """

    lands: tuple[str | None, ...] = (None,)
    catholic: bool = True


Lands = Region | str | tuple[str | None, ...] | None
"""What every function here accepts for a place: a Region, one Land, several, or None for unknown."""


def holiday_name(day: date, lands: Lands = None) -> str | None:
    """German name of the holiday or customary quiet day on `day` in any of `lands`, None on an ordinary day."""
    return public_holiday_name(day, lands) or CUSTOMARY.get((day.month, day.day))


def public_holiday_name(day: date, lands: Lands = None) -> str | None:
    """German name of the statutory holiday on `day` in any of `lands`, without the customary days."""
    return _year(_region(lands), day.year).get(day)


def is_holiday(day: date, lands: Lands = None) -> bool:
    """True on statutory holidays and on 24 and 31 December: no advertising, no calls. Sundays are not meant."""
    return holiday_name(day, lands) is not None


def is_business_day(day: date, lands: Lands = None) -> bool:
    """True from Monday to Friday unless `is_holiday`."""
    return day.weekday() < 5 and not is_holiday(day, lands)  # noqa: PLR2004 - Saturday is weekday 5


def add_business_days(day: date, count: int, lands: Lands = None) -> date:
    """The `count`-th business day after `day`; 0 gives `day` itself or the next business day. ValueError below 0."""
    if count < 0:
        raise ValueError("count must not be negative")
    remaining = count if is_business_day(day, lands) else max(count, 1)
    while remaining:
        day += timedelta(days=1)
        remaining -= is_business_day(day, lands)
    return day


def to_utc(day: date, at: time, tz: str) -> datetime:
    """The instant at which a clock in `tz` shows `at` on `day`, aware UTC.

    A wall time that the clock skips (spring) becomes the first instant after the gap; one that it shows twice
    (autumn) is the first of the two. So every day has exactly one instant for every wall time.
    """
    zone = ZoneInfo(tz)
    wall = datetime.combine(day, at.replace(fold=0, tzinfo=None))
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if _wall(moment, zone) == wall:
        return moment
    # PEP 495: inside a gap fold=0 reckons with the offset before it and lands behind the gap, fold=1 the other way.
    before = int(wall.replace(tzinfo=zone, fold=1).timestamp()) - 1
    behind = int(moment.timestamp()) + 1
    while behind - before > 1:
        middle = (before + behind) // 2
        if _wall(datetime.fromtimestamp(middle, UTC), zone) < wall:
            before = middle
        else:
            behind = middle
    return datetime.fromtimestamp(behind, UTC)


def local_day(moment: datetime, tz: str) -> date:
    """The calendar day that people in `tz` have at `moment` (aware)."""
    return moment.astimezone(ZoneInfo(tz)).date()


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours per weekday (0 = Monday) as [start, end) in local time, None = shut that day.

    `holidays` True opens on holidays too.
    """

    days: tuple[tuple[time, time] | None, ...]
    holidays: bool = False


class NeverOpens(ValueError):
    """Opening hours without a single open minute in more than a year: the definition is wrong."""


def hours_of(window: Window | Hours) -> Hours:
    """`window` spelled out per weekday."""
    if isinstance(window, Hours):
        return window
    span = (window.start, window.end)
    return Hours(tuple(span if weekday in window.weekdays else None for weekday in range(7)), window.holidays)


@lru_cache(maxsize=4096)
def open_span(day: date, window: Window | Hours, tz: str, lands: Lands = None) -> tuple[datetime, datetime] | None:
    """[opening, closing) of `window` on the local `day` in aware UTC, None when it stays shut."""
    hours = hours_of(window)
    span = hours.days[day.weekday()]
    if span is None or (not hours.holidays and is_holiday(day, lands)):
        return None
    start, end = to_utc(day, span[0], tz), to_utc(day, span[1], tz)
    # A window that lies wholly inside the skipped hour of spring does not exist on that day.
    return (start, end) if start < end else None


def next_open(moment: datetime, window: Window | Hours, tz: str, lands: Lands = None) -> datetime:
    """`moment` when the window is open then, else its next opening; never earlier. NeverOpens when there is none."""
    return max(moment, _span_from(moment, window, tz, lands)[0]).astimezone(UTC)


def add_business_hours(
    moment: datetime, hours: float, lands: Lands, tz: str, window: Window | Hours | None = None
) -> datetime:
    """The moment at which `hours` of open time have passed since `moment` (`window` None = Mon-Fri 9 to 17:30).

    Ends at closing time rather than at the next opening; 0 hours gives the next open moment. ValueError below 0.
    """
    if hours < 0:
        raise ValueError("hours must not be negative")
    window = window or Window()
    remaining = timedelta(hours=hours)
    while True:
        start, end = _span_from(moment, window, tz, lands)
        start = max(start, moment.astimezone(UTC))
        if remaining <= end - start:
            return start + remaining
        remaining -= end - start
        moment = end


def _span_from(moment: datetime, window: Window | Hours, tz: str, lands: Lands) -> tuple[datetime, datetime]:
    """The span that is open at `moment` or opens next."""
    first = local_day(moment, tz)
    for ahead in range(_SEARCH_DAYS):
        span = open_span(first + timedelta(days=ahead), window, tz, lands)
        if span is not None and moment < span[1]:
            return span
    raise NeverOpens(f"no opening within {_SEARCH_DAYS} days after {first}")


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _region(lands: Lands) -> Region:
    if isinstance(lands, Region):
        return lands
    return Region(lands if isinstance(lands, tuple) else (lands,))


@lru_cache(maxsize=4096)
def _year(region: Region, year: int) -> Mapping[date, str]:
    known = region.lands and all(land in LANDS for land in region.lands)
    lands = [land for land in region.lands if land] if known else LANDS
    days: dict[date, str] = {}
    for land in lands:
        days.update(_land(land, year, catholic=region.catholic))
    return MappingProxyType(days)


@lru_cache(maxsize=4096)
def _land(land: str, year: int, *, catholic: bool) -> Mapping[date, str]:
    categories = ("public", "catholic") if catholic else ("public",)
    days = holidays.country_holidays("DE", subdiv=land, years=year, language="de", categories=categories)
    # Copied out of the library's object, which grows by itself when it is asked for other years.
    return MappingProxyType(dict(days))
