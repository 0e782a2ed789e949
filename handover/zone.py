"""The VTIMEZONE of central European time, by the rule that holds since 1996 (Directive 2000/84/EC).

icalendar makes one out of zoneinfo too, but writes the start of summer time an hour late (relative to the offset after
the change) and 3 KB of dates. Where a zone does not keep the rule, times are written in UTC, which needs no zone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone

_HOUR = timedelta(hours=1)
_RULES = (
    ("DAYLIGHT", "CEST", "19960331T020000", 3, "+0100", "+0200"),
    ("STANDARD", "CET", "19961027T030000", 10, "+0200", "+0100"),
)


@lru_cache(maxsize=256)
def keeps_rule(name: str, year: int) -> bool:
    """True when clocks of the zone change in `year` at 01:00 UTC on the last Sundays of March and October."""
    zone = ZoneInfo(name)
    summer, winter = _last_sunday(year, 3), _last_sunday(year, 10)
    wanted = ((summer - _HOUR, 1), (summer, 2), (winter - _HOUR, 2), (winter, 1))
    return all(moment.astimezone(zone).utcoffset() == hours * _HOUR for moment, hours in wanted)


@lru_cache(maxsize=8)
def component(name: str) -> Timezone:
    """The VTIMEZONE for a zone that keeps the rule. Shared: never to be changed."""
    parts = "".join(
        f"BEGIN:{kind}\r\nTZNAME:{short}\r\nDTSTART:{first}\r\nRRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU\r\n"
        f"TZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\nEND:{kind}\r\n"
        for kind, short, first, month, before, after in _RULES
    )
    found = Timezone.from_ical(f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\n{parts}END:VTIMEZONE\r\n")
    if not isinstance(found, Timezone):
        raise TypeError("no VTIMEZONE")
    return found


def written(moment: datetime, name: str) -> datetime:
    """`moment` to the second as it is to be written: in the zone where that is safe, else in UTC."""
    exact = moment.astimezone(UTC).replace(microsecond=0)
    local = exact.astimezone(ZoneInfo(name))
    # The hour that October has twice has one name for two moments; UTC has two.
    ambiguous = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return exact if ambiguous or not keeps_rule(name, local.year) else local


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)  # March and October have 31 days; the clocks change at 01:00 UTC
    return last - timedelta(days=(last.weekday() + 1) % 7)
