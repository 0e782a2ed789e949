"""Our own DKIM signature, for relays that put none under our mails (RFC 6376; Gmail and Yahoo demand one)."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field, replace

import dkim

from channels.channel import Carrier, Go, Mail, Outcome, Receipt

_SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references", b"mime-version",
    b"content-type", b"content-transfer-encoding", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
"""RFC 6376 5.4.1, and RFC 8058 4: a one-click header that no signature covers counts for nothing."""


@dataclass(frozen=True, slots=True)
class DkimSettings:
    """`domain` is that of the sender's address, `selector` names the key in its DNS, `key` is the private one (PEM)."""

    domain: str
    selector: str
    key: bytes = field(repr=False)


class SigningCarrier:
    """Wraps any carrier and signs what is in fact sent: also what a redirect has rewritten."""

    def __init__(self, carrier: Carrier, settings: DkimSettings) -> None:
        self.name = carrier.name
        self._carrier, self._settings = carrier, settings

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """See Carrier. A key that cannot sign is our trouble: the mail waits, unsigned it would be refused or lost."""
        try:
            signature = await asyncio.to_thread(self._signature, mail.raw)
        except (dkim.DKIMException, ValueError) as error:  # ValueError: a PEM whose base64 was cut
            return Receipt(Outcome.TRANSIENT, detail=f"DKIM: {error}", transport=self.name)
        raw = signature + mail.raw
        signed = replace(mail, raw=raw, sha256=hashlib.sha256(raw).hexdigest())
        return await self._carrier.transmit(signed, go)

    async def close(self) -> None:
        """Close the carrier underneath."""
        await self._carrier.close()

    def _signature(self, raw: bytes) -> bytes:
        head = raw.partition(b"\r\n\r\n")[0]
        there = {line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")}
        ours = self._settings
        names = [name for name in _SIGNED if name in there]
        return bytes(dkim.sign(raw, ours.selector.encode(), ours.domain.encode(), ours.key, include_headers=names))
