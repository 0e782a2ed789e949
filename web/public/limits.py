"""A brake for somebody who tries out tokens. A valid token is never braked: an objection must always get through."""

from __future__ import annotations

from collections import OrderedDict

MAX_MISSES = 30
WINDOW_S = 60.0
MAX_CLIENTS = 10_000


class Misses:
    """Bad tokens per client address within WINDOW_S seconds, in this process; bounded to MAX_CLIENTS addresses."""

    def __init__(self) -> None:
        self._clients: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def add(self, client: str, now: float) -> bool:
        """Count one miss at `now` (seconds of a monotonic clock); True when the client has had too many."""
        start, count = self._clients.pop(client, (now, 0))
        if now - start >= WINDOW_S:
            start, count = now, 0
        self._clients[client] = (start, count + 1)
        while len(self._clients) > MAX_CLIENTS:
            self._clients.popitem(last=False)
        return count + 1 > MAX_MISSES
