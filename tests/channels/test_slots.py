"""The connections of a way out: in turn, the urgent first, none lost."""

from __future__ import annotations

import asyncio

import pytest

from channels.email.slots import Slots


def test_the_next_free_slot_goes_to_what_must_go_at_once():
    came: list[str] = []

    async def hold(slots: Slots, name: str, *, at_once: bool) -> None:
        async with slots.one(at_once=at_once):
            came.append(name)
            await asyncio.sleep(0)

    async def scene() -> None:
        slots = Slots(1)
        async with slots.one(at_once=False):
            waiting = [asyncio.create_task(hold(slots, f"ad{n}", at_once=False)) for n in range(3)]
            await asyncio.sleep(0)
            waiting.append(asyncio.create_task(hold(slots, "receipt", at_once=True)))
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        async with slots.one(at_once=False):
            came.append("free again")

    asyncio.run(scene())
    assert came == ["receipt", "ad0", "ad1", "ad2", "free again"]


@pytest.mark.parametrize("handed", [False, True])
def test_a_slot_is_not_lost_with_who_gave_up_waiting(handed):
    async def scene() -> None:
        slots = Slots(1)

        async def wait() -> None:
            async with slots.one(at_once=False):
                raise AssertionError("cancelled before")

        async with slots.one(at_once=True):
            waiter = asyncio.create_task(wait())
            await asyncio.sleep(0)
            if not handed:
                waiter.cancel()
                await asyncio.sleep(0)
        if handed:
            waiter.cancel()  # the slot is its own by now, but it has not heard of it
        with pytest.raises(asyncio.CancelledError):
            await waiter
        async with asyncio.timeout(30), slots.one(at_once=False):
            pass

    asyncio.run(scene())


def test_who_gives_up_in_the_moment_in_which_a_slot_comes_free_is_cancelled_and_nothing_else():
    async def scene() -> None:
        slots = Slots(1)

        async def wait() -> None:
            async with slots.one(at_once=False):
                raise AssertionError("cancelled before")

        async with slots.one(at_once=True):
            waiter = asyncio.create_task(wait())
            await asyncio.sleep(0)
            waiter.cancel()  # and before it hears of it, the slot comes free
        with pytest.raises(asyncio.CancelledError):
            await waiter
        async with asyncio.timeout(30), slots.one(at_once=False):
            pass

    asyncio.run(scene())
