"""Frequency caps: counting the ledger. Pure.

Machine and human touches count alike; contract mail is not in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from compliance.facts import CapCount
from contacts.medium import Medium
from sequences.calendar import local_day, to_utc
from store.case import LedgerEntry

ANY = frozenset(Medium)


@dataclass(frozen=True, slots=True)
class Cap:
    """One `[[cap]]` of config.toml. `window_days` 1 = the recipient's calendar day, more = rolling days of 24 hours."""

    per: str
    media: frozenset[Medium]
    max: int
    window_days: int
    min_gap_days: int = 0
    outcome: str = "postpone"

    @property
    def name(self) -> str:
        """How reports call it: `person any 1/5`."""
        media = "any" if self.media == ANY else "+".join(sorted(medium.value for medium in self.media))
        return f"{self.per} {media} {self.max}/{self.window_days}"

    @property
    def days(self) -> int:
        """How far back this cap looks."""
        return max(self.window_days, self.min_gap_days)


def count(cap: Cap, entries: Iterable[LedgerEntry], now: datetime, tz: str) -> CapCount:
    """What `cap` says about a person or company whose ledger is `entries` (any order)."""
    moments = sorted(entry.at for entry in entries if entry.medium in cap.media)
    inside = [at for at in moments if _inside(cap, at, now, tz)]
    last = moments[-1] if moments else None
    return CapCount(
        name=cap.name,
        per=cap.per,
        media=cap.media,
        max=cap.max,
        window_days=cap.window_days,
        min_gap_days=cap.min_gap_days,
        outcome=cap.outcome,
        count=len(inside),
        last_at=last,
        free_at=_free_at(cap, inside, last, now, tz),
    )


def horizon(caps: Sequence[Cap], per: str, least: int = 0) -> int:
    """How many days of ledger the caps of `per` need, at least `least`; a calendar day may have 25 hours."""
    return max(least, *(cap.days for cap in caps if cap.per == per), 0) + 1


def _inside(cap: Cap, at: datetime, now: datetime, tz: str) -> bool:
    if cap.window_days == 1:
        return local_day(at, tz) >= local_day(now, tz)
    return at > now - timedelta(days=cap.window_days)


def _free_at(cap: Cap, inside: list[datetime], last: datetime | None, now: datetime, tz: str) -> datetime | None:
    """The earliest moment at which one more touch fits, None when it fits now."""
    moments: list[datetime] = []
    if len(inside) >= cap.max:
        leaving = inside[len(inside) - cap.max]
        if cap.window_days == 1:
            moments.append(to_utc(local_day(now, tz) + timedelta(days=1), time(0), tz))
        else:
            moments.append(leaving + timedelta(days=cap.window_days))
    if cap.min_gap_days and last is not None:
        moments.append(to_utc(local_day(last, tz) + timedelta(days=cap.min_gap_days), time(0), tz))
    free = max(moments, default=now)
    return free if free > now else None
