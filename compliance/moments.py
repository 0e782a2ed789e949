"""Calendar months and local time, for limits that the law counts in months and hours."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from zoneinfo import ZoneInfo


def months_before(moment: datetime, months: int) -> datetime:
    """`moment` minus whole calendar months; a day the month lacks becomes its last one (§ 188 Abs. 3 BGB)."""
    years, index = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=years, month=index + 1, day=min(moment.day, monthrange(years, index + 1)[1]))


def longer_ago(moment: datetime, now: datetime, months: int) -> bool:
    """True when more than `months` calendar months lie between `moment` and `now` (both aware)."""
    days = (now - moment).days
    if days < months * 28:  # no calendar needed: this path is taken twice for nearly every touch
        return False
    return moment < months_before(now, months)


def local(moment: datetime, timezone: str) -> datetime:
    """`moment` on the recipient's clock; `timezone` is an IANA name, ZoneInfoNotFoundError when it is none."""
    return moment.astimezone(ZoneInfo(timezone))
