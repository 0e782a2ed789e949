"""The suppression list of Amazon SES, read back day by day: told once when it cannot be read, asked more rarely."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import structlog

from campaigns.carrier_list.reading import ListRead, read_list
from campaigns.house import House
from campaigns.service.staff import Act
from campaigns.service.troubles import CARRIER_LIST, Troubles
from channels.email.ses_account import SesAccount
from store import operation

log = structlog.get_logger()

LOOK_SECONDS = 300
"""How often somebody looks whether it is time: after a restart not everybody has to wait for another day."""
_FIRST_REST, _LONGEST_REST = 300.0, 21_600.0


class CarrierList:
    """One per process. `account` None: the carrier has no such list."""

    def __init__(self, account: SesAccount | None, every: timedelta) -> None:
        self._account, self._every = account, every
        self._failures = 0
        self._not_before = 0.0

    def acts(self, house: Callable[[], House], troubles: Troubles, still: Callable[[], bool]) -> tuple[Act, ...]:
        """(name, act, seconds between two); `house` is asked each time, for a reload swaps it. None without a list."""
        if self._account is None:
            return ()
        return (("carrier_list", lambda: self.run(house(), troubles, still), LOOK_SECONDS),)

    async def run(self, house: House, troubles: Troubles, still: Callable[[], bool] = lambda: True) -> None:
        """Read the list when it is time, as long as `still`. Raises what the database says."""
        account = self._account
        if account is None or time.monotonic() < self._not_before or not house.list_readable:
            return
        if await asyncio.to_thread(self._is_due, house):
            self._note(await asyncio.to_thread(partial(read_list, house, account, still=still)), troubles)

    def _is_due(self, house: House) -> bool:
        with house.store.read() as connection:
            last = operation.switched_at(connection, operation.CARRIER_LIST)
        # A reading in the future was by a clock that went ahead.
        return last is None or not timedelta() <= house.clock.now() - last < self._every

    def _note(self, done: ListRead, troubles: Troubles) -> None:
        if done.stopped:
            return
        if done.fault is None:
            self._failures, self._not_before = 0, 0.0
            troubles.end(CARRIER_LIST)
            log.info("carrier_list_read", new=done.new, people=done.people, swallowed=done.swallowed)
            return
        rest = min(_FIRST_REST * 2.0 ** min(self._failures, 10), _LONGEST_REST)
        self._failures, self._not_before = self._failures + 1, time.monotonic() + rest
        if troubles.begin(CARRIER_LIST, f"{str(done.fault).rstrip('.')}; Mails gehen weiter hinaus"):
            log.warning("carrier_list_unread", reason=str(done.fault))

    def close(self) -> None:
        """Give the connections back."""
        if self._account is not None:
            self._account.close()
