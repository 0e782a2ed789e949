"""The recording carrier: keeps mails in memory, for dry runs, simulation and tests. Nothing leaves."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from channels.channel import Go, Mail, Outcome, Receipt

_BEFORE_GO = frozenset({Outcome.REFUSED, Outcome.TRANSIENT})


@dataclass(frozen=True, slots=True)
class Scripted:
    """One rehearsed answer. `after_go` tells a refusal of the body from one at RCPT, before anything is committed."""

    receipt: Receipt
    after_go: bool = False


class RecordingCarrier:
    """Accepts at once, or answers as `script` says, one entry per mail, accepting again when it is used up.

    `mails` are those accepted, oldest first; with `limit` only the last ones are kept. `offered` counts all.
    """

    def __init__(self, script: Iterable[Scripted] = (), limit: int | None = None) -> None:
        self.name = "recording"
        self.mails: deque[Mail] = deque(maxlen=limit)
        self.offered = 0
        self._script = iter(script)

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """See Carrier. A scripted UNCERTAIN keeps the mail too: the peer may well have it."""
        self.offered += 1
        scripted = next(self._script, None) or Scripted(Receipt(Outcome.ACCEPTED, 250, "recorded", "recording"))
        outcome = scripted.receipt.outcome
        if outcome in _BEFORE_GO and not scripted.after_go:
            return scripted.receipt
        if not await go():
            return Receipt(Outcome.NOT_GONE, transport="recording")
        if outcome in (Outcome.ACCEPTED, Outcome.UNCERTAIN):
            self.mails.append(mail)
        return scripted.receipt

    async def close(self) -> None:
        """Nothing is open."""
