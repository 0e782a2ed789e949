"""From the cancellation to the return, and whether writing to people made the difference: against the holdout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from store.engine import Store
from store.reports import funnel as counts
from store.reports.funnel import Arrived, Ran

SMALLEST_SAMPLE = 20
"""Below so many people a percentage says more about chance than about a sequence."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole` people came back."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """To one decimal; None for a sample too small to say so."""
        return round(100 * self.part / self.whole, 1) if self.whole >= SMALLEST_SAMPLE else None


@dataclass(frozen=True, slots=True)
class Funnel:
    """All stages. `sequences` adds up the reasons of each sequence of advertising, `runs` keeps them apart."""

    arrived: tuple[Arrived, ...]
    runs: tuple[Ran, ...]
    sequences: tuple[Ran, ...]

    @property
    def cancellations(self) -> int:
        return sum(one.cancellations for one in self.arrived)

    @property
    def confirmed(self) -> int:
        return sum(one.confirmed for one in self.arrived)


def funnel(store: Store, contract: frozenset[str]) -> Funnel:
    """The figures of now; `contract` are sequences of contract post, which win nobody back and are left out."""
    with store.read() as connection:
        arrived, ran = counts.arrived(connection), counts.ran(connection)
    runs = tuple(one for one in ran if one.sequence not in contract)
    names = sorted({one.sequence for one in runs})
    sums = tuple(total(name, (one for one in runs if one.sequence == name)) for name in names)
    return Funnel(tuple(arrived), runs, sums)


def total(sequence: str, runs: Iterable[Ran]) -> Ran:
    """The sum over all reasons."""
    rows = list(runs)
    return Ran(
        sequence,
        "",
        sum(one.enrolled for one in rows),
        sum(one.holdout for one in rows),
        sum(one.reached for one in rows),
        sum(one.replied for one in rows),
        sum(one.interested for one in rows),
        sum(one.returned for one in rows),
        sum(one.holdout_returned for one in rows),
    )


def rates(ran: Ran) -> tuple[Rate, Rate]:
    """(those enrolled, the holdout): everybody who began counts, reached or not, or the two would not be alike."""
    return Rate(ran.returned, ran.enrolled), Rate(ran.holdout_returned, ran.holdout)
