"""Does the sending make progress? Only then is the watchdog fed."""

from __future__ import annotations

import time

import structlog

from campaigns.service import notify

log = structlog.get_logger()

STALLED_AFTER_SECONDS = 900.0
"""Longer than the longest wait that is no fault: ten minutes for the answer to a mail (RFC 5321 4.5.3.2.6)."""


class Progress:
    """The pass over what is due, as seen from the loop. Without progress there is no sign of life.

    Fed by the event loop alone: a loop that is blocked feeds no watchdog, whatever the threads do.
    """

    def __init__(self, stalled_after: float) -> None:
        self._stalled_after = stalled_after
        self._made = time.monotonic()
        self._told = False
        self._ticked: float | None = None

    def made(self) -> None:
        """A batch has been handed over, or a pass has ended."""
        self._made = time.monotonic()
        self._told = False

    def ticked(self) -> None:
        """A whole pass has gone well."""
        self.made()
        self._ticked = self._made

    @property
    def age(self) -> float | None:
        """Seconds since the last pass that went well, None before the first."""
        return None if self._ticked is None else time.monotonic() - self._ticked

    @property
    def stalled(self) -> bool:
        """True when nothing has moved for longer than any honest wait takes."""
        return time.monotonic() - self._made > self._stalled_after

    async def pulse(self) -> None:
        """Feed systemd's watchdog while there is progress. A coroutine, so that the loop itself has to run it."""
        if not self.stalled:
            notify.alive()
        elif not self._told:
            self._told = True
            log.error("tick_stalled", seconds=int(time.monotonic() - self._made))
