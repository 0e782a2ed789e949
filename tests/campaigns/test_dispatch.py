"""A receipt does not wait behind advertising, however slow the relay is (§ 312k Abs. 4 BGB)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from campaigns.courier import Courier
from campaigns.dispatch import dispatch
from campaigns.slots import Slots
from channels.channel import Go, Mail, Receipt
from channels.email.recording import RecordingCarrier
from tests.campaigns.house_of import OWNER

CROWD = 24
SECONDS = 0.2


class SlowCarrier(RecordingCarrier):
    """A relay that takes its time over every mail; `begun` is set with the first one."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        self.begun.set()
        await asyncio.sleep(SECONDS)
        return await super().transmit(mail, go)


def _advertising_due(home, **changes):
    """CROWD people whose first mails are due now: the plan of the offboarding, then advertising."""
    house = home(**changes)
    for person in range(1, CROWD + 1):
        house.consenting(f"K-{person}")
    house.clock.jump(house.clock.now() + timedelta(days=1, hours=2))
    return house


def test_who_cancels_while_a_slow_batch_is_under_way_is_confirmed_before_it_ends(home):
    house, carrier = _advertising_due(home), SlowCarrier()

    async def scene() -> None:
        courier = Courier(house.house, carrier, connections=1)
        sending = asyncio.create_task(dispatch(house.house, courier, OWNER, lambda: True))
        await carrier.begun.wait()
        house.customer("K-999")
        house.cancel("K-999", receipt_confirmed_at=None)
        await sending
        await courier.close()

    house.runner.run(scene())
    order = [mail.envelope_to for mail in carrier.mails]
    assert len(order) >= CROWD
    # One connection and 24 mails of a fifth of a second: a queue that is fair to advertising ends after 5 seconds.
    assert order.index("k999@kunde999.example") < CROWD // 2


def test_nothing_is_taken_beside_a_batch_when_the_daemon_is_about_to_end(home):
    house, carrier = _advertising_due(home), SlowCarrier()

    async def scene() -> None:
        courier = Courier(house.house, carrier, connections=8)
        sending = asyncio.create_task(dispatch(house.house, courier, OWNER, lambda: True, still=lambda: False))
        await carrier.begun.wait()
        house.customer("K-999")
        house.cancel("K-999", receipt_confirmed_at=None)
        await sending
        await courier.close()

    house.runner.run(scene())
    assert "k999@kunde999.example" not in [mail.envelope_to for mail in carrier.mails]


def test_a_receipt_is_claimed_before_everything_that_has_been_due_for_longer(home):
    house = _advertising_due(home, batch_size=1)
    house.customer("K-999")
    house.cancel("K-999", receipt_confirmed_at=None)
    (first,) = house.tick().leaving
    assert first.leaving.envelope_to == "k999@kunde999.example"


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
        async with asyncio.timeout(1), slots.one(at_once=False):
            pass

    asyncio.run(scene())
