"""Until an installation is activated every mail goes to one address of the operator's own.

It wraps the carrier instead of the composing, because then nothing that reaches a wire can pass by it, whoever built
the mail. The header block is taken apart by the same lint that let it through, To and Subject are written anew, the
original address is kept in X-Wiedersehen-Original-To, and the result is linted again. The body stays as it is.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection
from dataclasses import replace

from channels.channel import Carrier, Go, Mail, Outcome, Receipt, Refused
from channels.email import addresses, lint

PREFIX = b"[Probe]"


class RedirectCarrier:
    """Carries everything to `address` until `is_over` says True, which is asked before each mail and then for good.

    So a running daemon follows an activation at once. `allowed`: addresses of testers, and domains that begin with @,
    whose mail goes its own way all the same. Raises Refused (a ValueError) when that is no plain address.
    """

    def __init__(
        self,
        carrier: Carrier,
        address: str,
        is_over: Callable[[], bool] = lambda: False,
        allowed: Collection[str] = (),
    ) -> None:
        self.name = carrier.name
        self._carrier = carrier
        self._address = addresses.checked(address, "Die Probeadresse")
        self._allowed = frozenset(one.casefold() for one in allowed)
        self._is_over = is_over
        self._over = False

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """See Carrier. Bytes that are no mail of ours are REFUSED: better none than one to the wrong person."""
        # In a thread: the answer comes from the database, and the loop holds the other connections.
        self._over = self._over or await asyncio.to_thread(self._is_over)
        if self._over or self._is_allowed(mail.envelope_to.casefold()):
            return await self._carrier.transmit(mail, go)
        try:
            sample = redirected(mail, self._address)
        except Refused as refused:
            return Receipt(Outcome.REFUSED, detail=str(refused), transport=self.name)
        return await self._carrier.transmit(sample, go)

    def _is_allowed(self, address: str) -> bool:
        return address in self._allowed or f"@{address.rpartition('@')[2]}" in self._allowed

    async def close(self) -> None:
        """Close the carrier underneath."""
        await self._carrier.close()


def redirected(mail: Mail, address: str) -> Mail:
    """The same mail for `address`: marked subject, original recipient named, own sha256."""
    head, separator, body = mail.raw.partition(b"\r\n\r\n")
    original = addresses.checked(mail.envelope_to, "Die Empfängeradresse")
    lines = [_rewritten(name, line, address) for name, line in lint.check(head + separator[:2])]
    lines.append(f"X-Wiedersehen-Original-To: {original}".encode("ascii"))
    block = b"".join(b"%b\r\n" % line for line in lines)
    lint.check(block)
    raw = block + b"\r\n" + body
    return replace(mail, envelope_to=address, raw=raw, sha256=hashlib.sha256(raw).hexdigest())


def _rewritten(name: str, line: bytes, address: str) -> bytes:
    if name == "to":
        return f"To: <{address}>".encode("ascii")
    if name == "subject":
        value = line.partition(b": ")[2]
        # The old value moves to its own folded line, so an encoded word stays separated by white space (RFC 2047 5).
        return b"Subject: %b\r\n %b" % (PREFIX, value)
    return line
