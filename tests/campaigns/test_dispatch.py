"""A receipt does not wait behind advertising, however slow the relay is (§ 312k Abs. 4 BGB)."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import timedelta

from campaigns.courier import Courier
from campaigns.dispatch import dispatch
from channels.channel import Go, Mail, Receipt
from channels.email.pace import PaceSettings, Rate
from channels.email.paced import PacedCarrier
from channels.email.recording import RecordingCarrier
from channels.email.slots import Slots
from tests.campaigns.house_of import OWNER

CROWD = 24
SECONDS = 0.2


class SlowCarrier(RecordingCarrier):
    """A relay of few connections that takes its time over every mail; `begun` is set with the first one.

    `left` tells when the first mail to a domain had a connection.
    """

    def __init__(self, connections: int = 1, seconds: float = SECONDS) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.seconds = seconds
        self.left: dict[str, float] = {}
        self._slots = Slots(connections)

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        self.begun.set()
        async with self._slots.one(at_once=mail.at_once):
            self.left.setdefault(mail.envelope_to.partition("@")[2], time.monotonic())
            await asyncio.sleep(self.seconds)
            return await super().transmit(mail, go)


class Held(SlowCarrier):
    """Its third mail holds the connection until one that must leave at once has come, for half a minute at most."""

    def __init__(self) -> None:
        super().__init__()
        self._come = asyncio.Event()

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        self.begun.set()
        if mail.at_once:
            self._come.set()
        async with self._slots.one(at_once=mail.at_once):
            if len(self.mails) == 2:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._come.wait(), 30)
            return await RecordingCarrier.transmit(self, mail, go)


def _advertising_due(home, **changes):
    """CROWD people whose first mails are due now: the plan of the offboarding, then advertising."""
    house = home(**changes)
    for person in range(1, CROWD + 1):
        house.consenting(f"K-{person}")
    house.clock.jump(house.clock.now() + timedelta(days=1, hours=2))
    return house


def test_who_cancels_while_a_slow_batch_is_under_way_is_confirmed_before_it_ends(home):
    house, carrier = _advertising_due(home), Held()

    async def scene() -> None:
        courier = Courier(house.house, carrier)
        sending = asyncio.create_task(dispatch(house.house, courier, OWNER, lambda: True))
        await carrier.begun.wait()
        house.customer("K-999")
        house.cancel("K-999", receipt_confirmed_at=None)
        await sending
        await courier.close()

    house.runner.run(scene())
    order = [mail.envelope_to for mail in carrier.mails]
    assert len(order) >= CROWD
    # One connection: a queue that is fair to advertising ends with it.
    assert order.index("k999@kunde999.example") < CROWD // 2


def test_nothing_is_taken_beside_a_batch_when_the_daemon_is_about_to_end(home):
    house, carrier = _advertising_due(home), SlowCarrier(8)

    async def scene() -> None:
        courier = Courier(house.house, carrier)
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


def test_a_slow_domain_waits_without_a_connection_and_holds_up_nobody_else(home):
    """One connection, and three mails a second apart stand in front of everybody else's."""
    house, slow = _advertising_due(home), frozenset(f"kunde{number}.example" for number in (1, 2, 3))
    carrier = SlowCarrier(seconds=0.005)
    paced = PacedCarrier(carrier, PaceSettings(rates=[Rate(slow, per_minute=60)]))

    async def scene() -> None:
        courier = Courier(house.house, paced)
        await dispatch(house.house, courier, OWNER, lambda: True)
        await courier.close()

    began = time.monotonic()
    house.runner.run(scene())
    last = max(at for domain, at in carrier.left.items() if domain in slow)
    assert len(carrier.left) == CROWD
    assert last - began > 1.9  # the third of a domain that takes one a second
    assert max(at for domain, at in carrier.left.items() if domain not in slow) < last
