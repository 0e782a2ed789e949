"""The connections of a way out, shared by all mails under way: what must go at once gets the next free one."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager


class Slots:
    """`number` slots, in turn among equals. One event loop only."""

    def __init__(self, number: int) -> None:
        self._number = self._free = number
        self._at_once: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def one(self, *, at_once: bool) -> AsyncIterator[None]:
        """Hold one slot. `at_once`: a statute gives this mail no time (§ 312k Abs. 4 BGB)."""
        await self._take(self._at_once if at_once else self._others)
        try:
            yield
        finally:
            self._give()

    @asynccontextmanager
    async def all(self) -> AsyncIterator[None]:
        """Wait until nothing is under way any more, and keep it so."""
        async with AsyncExitStack() as held:
            for _ in range(self._number):
                await held.enter_async_context(self.one(at_once=False))
            yield

    async def _take(self, queue: deque[asyncio.Future[None]]) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give()  # the slot had just been handed over
            else:
                with contextlib.suppress(ValueError):  # a slot came free meanwhile and has passed it over already
                    queue.remove(turn)
            raise

    def _give(self) -> None:
        for queue in (self._at_once, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._free += 1
