"""Hands over what may leave: mails over the carrier with many connections, letters and tasks inside the go-commit."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence as List
from functools import partial

import structlog

from campaigns.gate import go
from campaigns.house import House
from campaigns.outgoing import Outgoing
from campaigns.record import Delivered, record
from channels.channel import Carrier, Go, Mail, Outcome, Receipt
from contacts.medium import Purpose
from sequences.definition import Channel
from store.engine import UNAVAILABLE
from store.writer import Handler, Writer

log = structlog.get_logger()


class Courier:
    """One per process. All its go-commits and results go through one writer and share its transactions.

    `sent` counts what left by channel and purpose; `relay_fault` is what keeps the carrier from being reached, in the
    words of the machine, None while it answers. `in_turn`: one after the other in the order given, whatever the carrier
    takes; on a virtual clock, where the order of decisions must be the same every time.
    """

    def __init__(self, house: House, carrier: Carrier, *, in_turn: bool = False) -> None:
        self.sent: Counter[tuple[Channel, Purpose]] = Counter()
        self.relay_fault: str | None = None
        self._carrier = carrier
        self._in_turn = in_turn
        self._writer = Writer(house.store)
        self._unwritten: list[Delivered] = []
        self.move_to(house)

    def move_to(self, house: House) -> None:
        """Work by the rules of `house` from now on. Only between two deliveries: a mail is judged by one house."""
        self._go: Handler[Outgoing, bool] = Handler(self._writer, partial(go, house))
        self._record: Handler[Delivered, None] = Handler(self._writer, partial(record, house))

    async def deliver(self, leaving: List[Outgoing]) -> int:
        """Hand over everything; the number that left. What fails before the go stays claimed and is given back.

        Raises what the database says when it was away for some of them; the others have left all the same.
        """
        await self.catch_up()
        heard: list[Receipt] = []
        done: list[bool | BaseException] = []
        for group in [[one] for one in leaving] if self._in_turn else [leaving]:
            tried = (self._one(outgoing, heard) for outgoing in group)
            done += await asyncio.gather(*tried, return_exceptions=True)
        self._listen(heard)
        away: BaseException | None = None
        for outgoing, result in zip(leaving, done, strict=True):
            if isinstance(result, UNAVAILABLE):
                away = result
            elif isinstance(result, BaseException):
                log.error("delivery_failed", touch=outgoing.touch_id, error=type(result).__name__)
        for outgoing, result in zip(leaving, done, strict=True):
            if result is True:
                self.sent[outgoing.channel, outgoing.purpose] += 1
        if away is not None:
            raise away
        return sum(result is True for result in done)

    async def hand_over(self, mail: Mail, may_go: Go) -> Receipt:
        """A mail to our own people: no touch and no receipt of one, but the same carrier, redirect and connections."""
        return await self._carrier.transmit(mail, may_go)

    async def _one(self, outgoing: Outgoing, heard: list[Receipt]) -> bool:
        if not isinstance(outgoing.leaving, Mail):
            return await asyncio.wrap_future(self._go.submit(outgoing))
        receipt = await self._carrier.transmit(outgoing.leaving, partial(self._may_go, outgoing))
        heard.append(receipt)
        delivered = Delivered(outgoing, receipt)
        if not await self._written(delivered):
            self._unwritten.append(delivered)
        return receipt.outcome is Outcome.ACCEPTED

    def _listen(self, heard: List[Receipt]) -> None:
        """Is the carrier there? Told when it changes. Without an answer from anybody in a whole batch it is not."""
        heard = [receipt for receipt in heard if not receipt.retry_after]  # the others asked nobody
        silent = [receipt for receipt in heard if receipt.outcome is Outcome.TRANSIENT and not receipt.code]
        if not silent:
            if heard and self.relay_fault is not None:
                self.relay_fault = None
                log.info("relay_back", transport=heard[-1].transport)
        elif len(silent) == len(heard):
            if self.relay_fault is None:
                log.warning("relay_unreachable", transport=silent[0].transport, reason=silent[0].detail[:200])
            self.relay_fault = silent[0].detail

    async def _written(self, delivered: Delivered) -> bool:
        """A receipt that is known must not be lost to a database that is away for a moment."""
        try:
            await asyncio.wrap_future(self._record.submit(delivered))
        except Exception as error:  # whatever the database says, the receipt is kept and written later
            if delivered not in self._unwritten:
                trace = None if isinstance(error, UNAVAILABLE) else error
                log.exception("receipt_not_written", touch=delivered.outgoing.touch_id, exc_info=trace)
            return False
        return True

    async def catch_up(self) -> None:
        """Write the receipts that the database could not take before."""
        for delivered in list(self._unwritten):
            # Two batches may be under way, and the other one was faster.
            if await self._written(delivered) and delivered in self._unwritten:
                self._unwritten.remove(delivered)

    async def _may_go(self, outgoing: Outgoing) -> bool:
        return await asyncio.wrap_future(self._go.submit(outgoing))

    async def close(self) -> None:
        """Finish what is queued and give the connections back."""
        await self._carrier.close()
        await self.catch_up()
        await asyncio.to_thread(self._writer.close)
