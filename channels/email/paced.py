"""A carrier that keeps a pace: short waits are slept, long ones given back, and a way that is closed is left alone."""

from __future__ import annotations

import asyncio
import time

from channels.channel import Carrier, Go, Mail, Outcome, Receipt
from channels.email.pace import Pace, PaceSettings

_SLEPT = 2.0
"""Seconds a mail may wait here, before it asks the carrier underneath for a connection; beyond, it is given back."""


class PacedCarrier:
    """Wraps any carrier. What has to leave at once is never made to wait; the others make room for it.

    Who waits holds no connection: those belong to the carrier underneath, so a slow domain holds up nobody else.
    """

    def __init__(self, carrier: Carrier, settings: PaceSettings) -> None:
        self.name = carrier.name
        self.pace = Pace(settings)
        self._carrier = carrier

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """See Carrier. A mail that has to wait longer comes back TRANSIENT with `retry_after`, before go."""
        address = mail.envelope_to
        wait = 0.0
        if mail.at_once:
            self.pace.urgent(address, time.monotonic())
        else:
            wait = self.pace.wait(address, time.monotonic(), _SLEPT)
            if wait > _SLEPT:
                detail = f"pace: {address.rpartition('@')[2]} in {wait:.0f} s"
                return Receipt(Outcome.TRANSIENT, detail=detail, transport=self.name, retry_after=wait)
        receipt: Receipt | None = None
        try:
            if wait > 0:
                await asyncio.sleep(wait)
            receipt = await self._carrier.transmit(mail, go)
        finally:
            # Without an answer nothing is known of the way: a database that was away at the go, a mail that was
            # stopped or cut off must not keep it closed for all others.
            if receipt is None or receipt.outcome is Outcome.NOT_GONE:
                self.pace.unheard(address)
            else:
                self.pace.heard(address, receipt, time.monotonic())
        return receipt

    async def close(self) -> None:
        """Close the carrier underneath."""
        await self._carrier.close()
