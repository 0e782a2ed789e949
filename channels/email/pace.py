"""How fast mails may leave, to whom, and when a way out rests: rates per recipient domain, a breaker for the relay.

Pure: `now` is a monotonic time in seconds. Nothing waits here; whoever asks is told how long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from channels.channel import Outcome, Receipt

_BUSY = frozenset({421, 450, 451, 452, 429})
"""The other side asks for patience (RFC 5321 4.2.2; RFC 6585 4): all its mails wait, not this one alone."""
_RELAY_BUSY = frozenset({421, 429, 503})
"""The way out itself is closed to everybody: RFC 5321 3.8, and what Amazon says of an account that is too fast."""
_FIRST_REST, _LONGEST_REST = 30.0, 1_800.0
_FAILURES = 5
"""Failures in a row after which a way rests: one greylisted mail says nothing about the others."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Mails of one group of recipient domains: at most `per_minute`."""

    domains: frozenset[str]
    per_minute: float


@dataclass(frozen=True, slots=True)
class PaceSettings:
    """`per_second` for all mails together, None without a limit; `rates` for groups, `domain_per_minute` for others."""

    per_second: float | None = None
    domain_per_minute: float | None = None
    rates: Sequence[Rate] = ()


@dataclass(slots=True)
class _Way:
    """One queue: `gap` seconds between mails, `free_at` the next free place, `rests_until` after failures.

    `told_until` is the last time that somebody who found no place was told to come back at.
    """

    gap: float
    free_at: float = 0.0
    told_until: float = 0.0
    rests_until: float = 0.0
    failures: int = 0
    probing: bool = False

    def next_told(self) -> float:
        """When the next one is to come back: one for each place, in a row."""
        self.told_until = max(self.told_until + self.gap, self.free_at)
        return self.told_until


@dataclass(slots=True)
class Pace:
    """Shared by all mails of one carrier. Not thread-safe: it belongs to the event loop."""

    settings: PaceSettings
    _ways: dict[str, _Way] = field(default_factory=dict)

    def wait(self, address: str, now: float, longest: float) -> float:
        """Seconds until a mail to `address` may leave. Up to `longest` its place is taken.

        Beyond, none is taken, and everybody is told another time: thousands that all come back for the same place would
        be prepared thousands of times for each that leaves.
        """
        ways = self._of(address)
        resting = max((self._rest(way, now) for way in ways), default=0.0)
        if resting > longest:
            return resting
        wait = max(resting, *(way.free_at - now for way in ways), 0.0)
        if wait > longest:
            return max(way.next_told() for way in ways if way.free_at - now > longest) - now
        for way in ways:
            way.free_at = max(way.free_at, now) + way.gap
            way.probing = way.failures >= _FAILURES
        return wait

    def urgent(self, address: str, now: float) -> None:
        """A mail that the law gives no time leaves at once; the others make room for it."""
        for way in self._of(address):
            way.free_at = max(way.free_at, now) + way.gap

    def heard(self, address: str, receipt: Receipt, now: float) -> None:
        """Learn from an answer: patience asked for by a domain, silence of the relay itself."""
        relay, *groups = self._of(address)
        silent = receipt.outcome is Outcome.TRANSIENT and not receipt.code
        busy = receipt.outcome is Outcome.TRANSIENT and receipt.code in _RELAY_BUSY
        _learn(relay, now, failed=silent or busy)
        for way in groups:
            if silent:
                way.probing = False  # the domain was not asked: the next one tries
            else:
                _learn(way, now, failed=receipt.outcome is Outcome.TRANSIENT and receipt.code in _BUSY)

    def unheard(self, address: str) -> None:
        """A mail that had a place never left (stopped, cut off): whoever comes next tries a way that rests."""
        for way in self._of(address):
            way.probing = False

    def resting(self, now: float) -> Mapping[str, float]:
        """Ways that rest, and for how many seconds more; the relay is called `*`."""
        return {name: way.rests_until - now for name, way in self._ways.items() if way.rests_until > now}

    def _rest(self, way: _Way, now: float) -> float:
        """While one mail tries whether a way is open again, the others wait for what it finds."""
        if way.probing and way.failures >= _FAILURES:
            return max(way.rests_until - now, _FIRST_REST)
        return way.rests_until - now

    def _of(self, address: str) -> tuple[_Way, _Way]:
        domain = address.rpartition("@")[2].casefold()
        known = next((rate for rate in self.settings.rates if domain in rate.domains), None)
        name = min(known.domains) if known is not None else domain
        per_minute = known.per_minute if known is not None else self.settings.domain_per_minute
        second = self.settings.per_second
        return (
            self._ways.setdefault("*", _Way(1 / second if second else 0.0)),
            self._ways.setdefault(name, _Way(60 / per_minute if per_minute else 0.0)),
        )


def _learn(way: _Way, now: float, *, failed: bool) -> None:
    way.probing = False
    if not failed:
        way.failures, way.rests_until = 0, 0.0
        return
    way.failures += 1
    if way.failures >= _FAILURES:
        doublings = min(way.failures - _FAILURES, 10)
        way.rests_until = now + min(_FIRST_REST * (1 << doublings), _LONGEST_REST)
