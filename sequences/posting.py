"""How long a letter is on its way, and when it has to leave so that it arrives on its day. Pure.

Business days are those of the sender's Land; the letter shop and the post work on no others here. German mail is
delivered on Saturdays too, so a letter may come a day early, and none is planned to come late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sequences.calendar import Lands, add_business_days, local_day, to_utc

if TYPE_CHECKING:
    from collections.abc import Callable

_SEARCH_DAYS = 90
"""Twenty business days to print and twenty to deliver are 56 days, with Christmas and Easter between them 70."""

_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Posting:
    """The shop's `production_days` until posting and the post's `delivery_days`, both business days.

    What waits is handed over daily at `handed_over_at`; the shop counts from the same day what it has by `cut_off`.
    """

    production_days: int = 0
    delivery_days: int = 0
    handed_over_at: time = time(15, 0)
    cut_off: time = time(16, 0)
    timezone: str = "Europe/Berlin"
    lands: Lands = None

    @property
    def takes_time(self) -> bool:
        """False when letters count as arrived on the day they are handed over."""
        return bool(self.production_days or self.delivery_days)

    def handing_over(self, moment: datetime) -> datetime:
        """When a letter that is ready at `moment` is handed over, aware UTC."""
        day = local_day(moment, self.timezone)
        today = to_utc(day, self.handed_over_at, self.timezone)
        return today if today > moment else to_utc(day + timedelta(days=1), self.handed_over_at, self.timezone)

    def posted_on(self, handed_over: datetime) -> date:
        """The day on which the shop posts what it is handed at that moment."""
        wall = handed_over.astimezone(ZoneInfo(self.timezone))
        # Behind the cut-off it is tomorrow's work, whose day may be a business day already.
        counts = wall.date() + timedelta(days=wall.time() > self.cut_off)
        return add_business_days(add_business_days(counts, 0, self.lands), self.production_days, self.lands)

    def arrives_on(self, posted: date) -> date:
        """The day on which it is delivered."""
        return add_business_days(posted, self.delivery_days, self.lands)

    def arrival(self, moment: datetime) -> date:
        """The day on which a letter arrives that is ready at `moment`."""
        return self.arrives_on(self.posted_on(self.handing_over(moment)))

    def contact_at(self, moment: datetime) -> datetime:
        """When a letter that is ready at `moment` reaches the person; `moment` itself where letters take no time."""
        return to_utc(self.arrival(moment), _NOON, self.timezone) if self.takes_time else moment

    def leaves_at(self, arriving: datetime, opening: Callable[[date], datetime]) -> datetime:
        """The latest `opening` of a day at which a letter must be ready to arrive by the day of `arriving`.

        `opening` gives the first opening on or after a day. Where nothing takes time, `arriving` itself.
        """
        if not self.takes_time:
            return arriving
        day = local_day(arriving, self.timezone)
        openings = (opening(day - timedelta(days=back)) for back in range(_SEARCH_DAYS))
        in_time = (moment for moment in openings if moment <= arriving and self.arrival(moment) <= day)
        return next(in_time, arriving)
