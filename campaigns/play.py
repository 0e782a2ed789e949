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
from campaigns.desk.tending import tend_tasks
from campaigns.export import export_letters, next_export
from campaigns.house import House
from campaigns.housekeeping import expire_tasks
from campaigns.rights.requests import warn
from campaigns.tick import tick
from sequences.calendar import local_day
from store import tasks, touches

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
            next_export(house, connection, house.clock.now()),
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
    total, tended = 0, None
    while True:
        today = local_day(clock.now(), house.timezone)
        if today != tended:  # once a day is enough where days pass in seconds
            await asyncio.to_thread(tend_tasks, house)
            tended = today
        total += await run_pass(house, courier, owner)
        upcoming = next_moment(house)
        over = upcoming is None or upcoming > until
        clock.jump(max(until if over or upcoming is None else upcoming, clock.now()))
        if after_jump is not None:
            after_jump()
        if over:
            return total
