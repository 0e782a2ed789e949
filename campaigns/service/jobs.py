"""A recurring job of the daemon: a failure is told once, tried ever more rarely, and takes nothing else down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from campaigns.service.troubles import DATABASE, FAULTS, Troubles
from store.faults import Fault, fault_of

log = structlog.get_logger()

LONGEST_REST = 30.0
"""Seconds between two tries of a job that keeps failing: what was mended works again within half a minute."""

_PACE = 5.0
"""Seconds between two looks whether it is time: a slow job that failed does not wait for its whole interval."""

_TOLD_EVERY = 100
"""A job that keeps breaking for the same reason is told at once and then each hundredth time."""


class Job:
    """One job. `lock` is held while it works, so that others can wait for a rest; `fatal` hears what never heals."""

    def __init__(
        self,
        name: str,
        act: Callable[[], Awaitable[None]],
        seconds: float,
        troubles: Troubles,
        fatal: Callable[[Fault], None],
        longest_rest: float = LONGEST_REST,
    ) -> None:
        self.name = name
        self.pace = min(seconds, _PACE)
        self._seconds = seconds
        self.lock = asyncio.Lock()
        self._act, self._troubles, self._fatal, self._longest_rest = act, troubles, fatal, longest_rest
        self._failures = 0
        self._reason = ""
        self._not_before = 0.0

    async def run(self) -> None:
        """Work once, when it is time: after `seconds`, after a failure sooner. Called every `pace`; never raises."""
        started = time.monotonic()
        if started < self._not_before:
            return
        async with self.lock:
            try:
                await self._act()
            except Exception as error:  # noqa: BLE001 (a job that breaks must not take the others down)
                self._failed(error)
            else:
                # Half a pace early: the scheduler's next call must not be just missed.
                self._not_before = started + self._seconds - self.pace / 2
                self._went_well()

    async def at_once(self) -> None:
        """Work now although it is not time yet; a job that rests after a failure goes on resting."""
        if not self._failures:
            self._not_before = 0.0
        await self.run()

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        self._not_before = time.monotonic() + min(2.0 ** (min(self._failures, 10) - 1), self._longest_rest)
        fault = fault_of(error)
        if fault is not None:
            self._met(fault)
            return
        reason = type(error).__name__
        if reason != self._reason:
            log.error("job_failed", job=self.name, times=self._failures, exc_info=error)
        elif self._failures % _TOLD_EVERY == 0:
            log.error("job_failed", job=self.name, times=self._failures, error=reason)
        self._reason = reason

    def _met(self, fault: Fault) -> None:
        """The database's or the disk's trouble. All jobs meet it: whoever is first tells it."""
        known = self._troubles.told(FAULTS[fault])
        self._troubles.begin(self._place, FAULTS[fault])
        if not known:
            log.error("database_fault", fault=fault.value, job=self.name)
        if fault is Fault.CORRUPT:
            self._fatal(fault)

    def _went_well(self) -> None:
        if self._reason:
            log.info("job_recovered", job=self.name, times=self._failures)
        # Only the job that failed can say that it works again: reading succeeds on a full disk, writing does not.
        if self._troubles.end(self._place) and not self._troubles.any_of(DATABASE):
            log.info("database_back", job=self.name, times=self._failures)
        self._failures, self._reason = 0, ""

    @property
    def _place(self) -> str:
        return f"{DATABASE}/{self.name}"
