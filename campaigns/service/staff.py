"""The daemon's jobs for our own people: their open tasks, the morning mail, the calendars."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from campaigns.courier import Courier
from campaigns.desk.tending import tend_tasks
from campaigns.handover.morning import send_digests
from campaigns.house import House
from campaigns.service.calendars import Calendars
from campaigns.service.troubles import Troubles

DESK_SECONDS = 60
DESK_AT_ONCE = 1_000
"""Open tasks whose basis is looked at in a pass: about a second, and ten thousand of them in ten minutes."""
DIGEST_SECONDS = 60
CALENDAR_SECONDS = 120
"""What an objection takes back is out of the calendars within this time."""

Act = tuple[str, Callable[[], Awaitable[None]], float]


class StaffJobs:
    """One per process; `house` is asked each time, for a reload swaps it."""

    def __init__(self, house: Callable[[], House], courier: Courier, troubles: Troubles) -> None:
        self._house, self._courier = house, courier
        self._calendars = Calendars(troubles, CALENDAR_SECONDS)
        self._tended = 0

    @property
    def acts(self) -> tuple[Act, ...]:
        """(name, act, seconds between two)."""
        return (
            ("desk", self.desk, DESK_SECONDS),
            ("digest", self._digest, DIGEST_SECONDS),
            ("calendar", self._calendar, CALENDAR_SECONDS),
        )

    async def once(self) -> None:
        """Mails and calendars, now. Never on a played clock: calendars are real servers."""
        await self._digest()
        await self._calendar()

    async def desk(self) -> None:
        """Who stands in for whom, what stayed undone, what must not be done any more: a part at a time."""
        done = await asyncio.to_thread(partial(tend_tasks, self._house(), self._tended, at_most=DESK_AT_ONCE))
        self._tended = done.reached

    async def _digest(self) -> None:
        await send_digests(self._house(), self._courier)

    async def _calendar(self) -> None:
        await asyncio.to_thread(self._calendars.look, self._house())
