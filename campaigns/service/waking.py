"""The inbox is read at once when a mail server tells of mail, or when a pass left some; else by its interval."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from replies.reply import Mailbox, Watch

_GAP_SECONDS = 1.0
"""Between two passes at most one hint counts: a flood of mail is read in batches."""


class Waking:
    """One per process. `read` is one pass over the mailboxes; it is never called twice at the same time."""

    def __init__(self, read: Callable[[], Awaitable[None]], gap_seconds: float = _GAP_SECONDS) -> None:
        self._read, self._gap_seconds = read, gap_seconds
        self._asked = asyncio.Event()
        self._watches: list[Watch] = []

    def begin(self, mailboxes: Sequence[Mailbox]) -> None:
        """Watch the mailboxes that can tell; in the running loop."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(self.ask)

        self._watches = [watch for mailbox in mailboxes if (watch := mailbox.watch(wake)) is not None]

    def ask(self) -> None:
        """There is mail; in the loop's thread."""
        self._asked.set()

    def take(self) -> bool:
        """True when it was asked since the last time."""
        asked = self._asked.is_set()
        self._asked.clear()
        return asked

    async def serve(self) -> None:
        """Read whenever asked, until cancelled."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self._read()
            await asyncio.sleep(self._gap_seconds)

    async def end(self) -> None:
        """Nobody watches any more. Called while the loop still runs: a late hint needs it."""
        watches, self._watches = self._watches, []
        await asyncio.gather(*(asyncio.to_thread(watch.stop) for watch in watches))
