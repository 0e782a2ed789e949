"""Everything that is due now, batch by batch: the next one is prepared while the last one is under way.

A slow relay takes minutes over a batch. Who cancels meanwhile is confirmed all the same (§ 312k Abs. 4 BGB: at once):
each second what has arrived is taken in, and what must go at once leaves beside the batch.

For the daemon, which mostly waits for relays and disks. What plays a virtual clock does one batch after the other
(campaigns.play): there the order of decisions must be the same every time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from campaigns.arrivals import arrivals
from campaigns.courier import Courier
from campaigns.house import House
from campaigns.tick import Tick, tick

LOOK_SECONDS = 1.0
"""How often somebody looks for what must go at once while a batch is under way."""


async def dispatch(
    house: House,
    courier: Courier,
    owner: str,
    goes_on: Callable[[], bool],
    *,
    only_contract: bool = False,
    still: Callable[[], bool] = lambda: True,
) -> int:
    """The number of touches claimed. `goes_on` is asked before each batch; what is claimed then stays claimed.

    `still` is asked before anything is taken beside a batch; other than `goes_on` it is no sign of progress.
    """
    total = 0
    claim = partial(tick, house, owner, only_contract=only_contract)
    beside = partial(_at_once, house, owner)
    found = await asyncio.to_thread(claim)
    while found.claimed and goes_on():
        total += found.claimed
        # A batch that was not full leaves nothing to prepare: who becomes due meanwhile waits for the next tick.
        full = found.claimed >= house.batch_size
        ahead = asyncio.create_task(asyncio.to_thread(claim) if full else _nothing())
        try:
            total += await _deliver(courier, found, beside, still)
        finally:
            found = await ahead  # also when delivering broke: nothing may still be claiming when claims are given back
    return total


async def _deliver(courier: Courier, found: Tick, beside: Callable[[], Tick], still: Callable[[], bool]) -> int:
    """Hand over a batch, and beside it what comes due and must go at once; the number of touches claimed beside it.

    Returns when all of it has left or failed; then raises the first fault, if there was one.
    """
    batch = asyncio.create_task(courier.deliver(found.leaving))
    under_way, number = {batch}, 0
    faults: list[BaseException] = []
    while under_way:
        done, under_way = await asyncio.wait(under_way, timeout=LOOK_SECONDS)
        faults += [fault for task in done if (fault := task.exception()) is not None]
        if not batch.done() and not faults and still():
            try:
                more = await asyncio.to_thread(beside)
            except Exception as fault:  # noqa: BLE001 (told when the batch is over, which must not be left alone)
                faults.append(fault)
                continue
            number += more.claimed
            if more.leaving:
                under_way.add(asyncio.create_task(courier.deliver(more.leaving)))
    if faults:
        raise faults[0]
    return number


def _at_once(house: House, owner: str) -> Tick:
    arrivals(house)
    return tick(house, owner, only_at_once=True)


async def _nothing() -> Tick:
    return Tick(0, ())
