"""Hands over what may leave: mails over the carrier with many connections, letters and tasks inside the go-commit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence as List
from functools import partial

import structlog

from campaigns.gate import go
from campaigns.house import House
from campaigns.outgoing import Outgoing
from campaigns.record import Delivered, record
from channels.channel import Carrier, Mail
from store.writer import Handler, Writer

log = structlog.get_logger()


class Courier:
    """One per process. All its go-commits and results go through one writer and share its transactions."""

    def __init__(self, house: House, carrier: Carrier, connections: int) -> None:
        self._carrier = carrier
        self._slots = asyncio.Semaphore(connections)
        self._writer = Writer(house.store)
        self._unwritten: list[Delivered] = []
        self._go: Handler[Outgoing, bool] = Handler(self._writer, partial(go, house))
        self._record: Handler[Delivered, None] = Handler(self._writer, partial(record, house))

    async def deliver(self, leaving: List[Outgoing]) -> int:
        """Hand over everything; the number that left. What fails before the go stays claimed and is given back."""
        await self._write_again()
        done = await asyncio.gather(*(self._one(outgoing) for outgoing in leaving), return_exceptions=True)
        for outgoing, result in zip(leaving, done, strict=True):
            if isinstance(result, BaseException):
                log.error("delivery_failed", touch=outgoing.touch_id, error=type(result).__name__)
        return sum(result is True for result in done)

    async def _one(self, outgoing: Outgoing) -> bool:
        if not isinstance(outgoing.leaving, Mail):
            return await asyncio.wrap_future(self._go.submit(outgoing))
        async with self._slots:
            receipt = await self._carrier.transmit(outgoing.leaving, partial(self._may_go, outgoing))
        await self._write(Delivered(outgoing, receipt))
        return receipt.outcome == "accepted"

    async def _write(self, delivered: Delivered) -> None:
        """A receipt that is known must not be lost to a database that is away for a moment."""
        try:
            await asyncio.wrap_future(self._record.submit(delivered))
        except Exception:
            log.exception("receipt_not_written", touch=delivered.outgoing.touch_id)
            self._unwritten.append(delivered)

    async def _write_again(self) -> None:
        unwritten, self._unwritten = self._unwritten, []
        for delivered in unwritten:
            await self._write(delivered)

    async def _may_go(self, outgoing: Outgoing) -> bool:
        return await asyncio.wrap_future(self._go.submit(outgoing))

    async def close(self) -> None:
        """Finish what is queued and give the connections back."""
        await self._carrier.close()
        await self._write_again()
        await asyncio.to_thread(self._writer.close)
