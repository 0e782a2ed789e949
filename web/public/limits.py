"""Brakes per client address, in this process: tried-out tokens, and declarations that somebody sends in by the dozen.

A valid one-click objection is never braked: it must always get through (RFC 8058 3.2, Art. 21 Abs. 3 DSGVO).
"""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address

MAX_MISSES = 30
MAX_DECLARATIONS = 10
WINDOW_S = 60.0
MAX_CLIENTS = 10_000


class Brake:
    """At most `most` per key within WINDOW_S seconds; bounded to MAX_CLIENTS keys, the oldest is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._keys: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def add(self, key: str, now: float) -> bool:
        """Count one at `now` (seconds of a monotonic clock); True when there have been too many."""
        start, count = self._keys.pop(key, (now, 0))
        if now - start >= WINDOW_S:
            start, count = now, 0
        self._keys[key] = (start, count + 1)
        while len(self._keys) > MAX_CLIENTS:
            self._keys.popitem(last=False)
        return count + 1 > self._most


def client_key(host: str) -> str:
    """Who counts as one client: an IPv4 address, or the /64 of an IPv6 address, which is one household."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return address.exploded[:19]
    return host
