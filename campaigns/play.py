"""Time passing: one pass of everything that is due, and the virtual clock that jumps from due moment to due moment.

The daemon, `--once`, `--virtual`, the demo and `simulate` all run this code; they differ in clock and carrier only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from campaigns.arrivals import arrivals, next_arrival
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.export import export_due, export_letters
from campaigns.house import House
from campaigns.housekeeping import expire_tasks
from campaigns.rights.requests import warn
from campaigns.tick import tick
from store import letters, tasks, touches

MAX_ROUNDS = 10_000
"""A pass that does not come to rest is a bug; better a loud end than a silent loop."""


async def run_pass(house: House, courier: Courier, owner: str) -> int:
    """Do everything that is due now, until nothing is; the number of touches claimed."""
    total = 0
    await asyncio.to_thread(warn, house)
    for _ in range(MAX_ROUNDS):
        arrived = await asyncio.to_thread(arrivals, house)
        expired = await asyncio.to_thread(expire_tasks, house)
        found = await asyncio.to_thread(tick, house, owner)
        await courier.deliver(found.leaving)
        total += found.claimed
        if not found.claimed and not expired and not arrived:
            await asyncio.to_thread(export_letters, house)
            return total
    raise RuntimeError("run_pass does not come to rest")


def next_moment(house: House) -> datetime | None:
    """When something comes due next: a touch, a task's end, a letter batch. None when nothing ever does.

    What is due already but held by a pause does not count: time goes on over it.
    """
    with house.store.read() as connection:
        moments = (
            touches.next_due(connection, house.definitions.paused, house.clock.now()),
            tasks.next_expiry(connection),
            export_due(house, letters.waiting_since(connection)),
            next_arrival(connection, house.clock.now()),
        )
    return min((moment for moment in moments if moment is not None), default=None)


async def play(
    house: House,
    courier: Courier,
    owner: str,
    clock: VirtualClock,
    until: datetime,
    *,
    after_jump: Callable[[], None] | None = None,
) -> int:
    """Run the virtual clock up to `until`; the number of touches claimed. The house must have been built on `clock`.

    `after_jump` is called each time the clock has moved on.
    """
    total = 0
    while True:
        total += await run_pass(house, courier, owner)
        upcoming = next_moment(house)
        over = upcoming is None or upcoming > until
        clock.jump(max(until if over or upcoming is None else upcoming, clock.now()))
        if after_jump is not None:
            after_jump()
        if over:
            return total
