"""Everything that is due now, batch by batch: the next one is prepared while the last one is under way.

For the daemon, which mostly waits for relays and disks. What plays a virtual clock does one batch after the other
(campaigns.play): there the order of decisions must be the same every time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from campaigns.courier import Courier
from campaigns.house import House
from campaigns.tick import Tick, tick


async def dispatch(
    house: House, courier: Courier, owner: str, goes_on: Callable[[], bool], *, only_contract: bool = False
) -> int:
    """The number of touches claimed. `goes_on` is asked before each batch; what is claimed then stays claimed."""
    total = 0
    claim = partial(tick, house, owner, only_contract=only_contract)
    found = await asyncio.to_thread(claim)
    while found.claimed and goes_on():
        total += found.claimed
        # A batch that was not full leaves nothing to prepare: who becomes due meanwhile waits for the next tick.
        full = found.claimed >= house.batch_size
        ahead = asyncio.create_task(asyncio.to_thread(claim) if full else _nothing())
        try:
            await courier.deliver(found.leaving)
        finally:
            found = await ahead  # also when delivering broke: nothing may still be claiming when claims are given back
    return total


async def _nothing() -> Tick:
    return Tick(0, ())
