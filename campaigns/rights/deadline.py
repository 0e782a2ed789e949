"""The month of Art. 12 Abs. 3 DSGVO: when a request has to be answered, and when it is time to worry.

Months are counted by Art. 3 of Regulation (EEC, Euratom) 1182/71, as for every period of Union law, and so do the
guidelines 01/2022 of the European Data Protection Board on access: received on 5 March = until the end of 5 April;
31 January = until the last day of February; a last day on a Saturday, Sunday or public holiday = until the end of the
next working day (Art. 3 Abs. 4). §§ 187, 188, 193 BGB come to the same days. Only holidays of all of Germany count
here: those of single Länder would be lent to a company that has none, and an answer a day early is never late.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

from sequences.calendar import LANDS, local_day, public_holiday_name, to_utc
from store.requests import Request

MONTHS, MORE_MONTHS = 1, 2
WARN_AFTER_DAYS = 21
WARN_BEFORE_DAYS = 10
"""An extended request is warned of so long before its end: as long as the last part of the first month."""
_SATURDAY = 5


def due_day(received: date, *, extended: bool = False) -> date:
    """The last day on which the answer is in time."""
    return _working_day(months_later(received, MONTHS + (MORE_MONTHS if extended else 0)))


def due_at(received_at: datetime, timezone: str, *, extended: bool = False) -> datetime:
    """The last second of that day in `timezone`, aware UTC."""
    return to_utc(due_day(local_day(received_at, timezone), extended=extended), time(23, 59, 59), timezone)


def warn_from(request: Request, timezone: str) -> date:
    """From which day on people are warned: the 21st after receipt, or ten days before an extended end."""
    if request.extended_at is not None:
        return local_day(request.due_at, timezone) - timedelta(days=WARN_BEFORE_DAYS)
    return local_day(request.received_at, timezone) + timedelta(days=WARN_AFTER_DAYS)


def days_left(request: Request, now: datetime, timezone: str) -> int:
    """Calendar days until the last day; 0 on it, negative when it is over."""
    return (local_day(request.due_at, timezone) - local_day(now, timezone)).days


def months_later(day: date, months: int) -> date:
    """The same day of the month; the last day of a shorter one (Art. 3 Abs. 2 lit. c Regulation 1182/71)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _working_day(day: date) -> date:
    while day.weekday() >= _SATURDAY or all(public_holiday_name(day, land) for land in LANDS):
        day += timedelta(days=1)
    return day
