"""Everything that is due now, batch by batch: the next one is prepared while the last one is under way.

For the daemon, which mostly waits for relays and disks. What plays a virtual clock does one batch after the other
(campaigns.play): there the order of decisions must be the same every time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from campaigns.courier import Courier
from campaigns.house import House
from campaigns.tick import Tick, tick


async def dispatch(house: House, courier: Courier, owner: str, goes_on: Callable[[], bool]) -> int:
    """The number of touches claimed. `goes_on` is asked before each batch; what is claimed then stays claimed."""
    total = 0
    found = await asyncio.to_thread(tick, house, owner)
    while found.claimed and goes_on():
        total += found.claimed
        ahead = asyncio.create_task(asyncio.to_thread(_next, house, owner, found))
        await courier.deliver(found.leaving)
        found = await ahead
    return total


def _next(house: House, owner: str, last: Tick) -> Tick:
    """A batch that was not full leaves nothing to prepare: who becomes due meanwhile waits for the next tick."""
    return tick(house, owner) if last.claimed >= house.batch_size else Tick(0, ())
