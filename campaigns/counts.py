"""The counting facts: frequency caps, the distance somebody wishes, and letter money. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from typing import TypeVar

from campaigns.caps import ANY, Cap, count
from campaigns.house import House
from compliance.facts import BudgetFact, CapCount
from contacts.medium import Medium
from sequences.calendar import local_day, to_utc
from sequences.definition import Sequence
from store.case import Case, LedgerEntry

OWN_WISH = "own_wish"
"""Name of the cap that is the person's own wish (preference centre)."""

N = TypeVar("N", int, Decimal)


@dataclass(frozen=True, slots=True)
class Spending:
    """What the whole sender has done so far: letter euros this month, touches per sender cap by cap name."""

    letter_euro_month: Decimal = Decimal(0)
    sender_counts: tuple[tuple[str, int], ...] = ()


def caps_of(
    house: House, case: Case, sequence: Sequence, medium: Medium, now: datetime, spent: Spending
) -> tuple[CapCount, ...]:
    """Every cap on `medium`, counted for this person, her company and the whole sender."""
    tz = case.contact.timezone
    ledgers: dict[str, tuple[LedgerEntry, ...]] = {"person": case.person_ledger, "company": case.company_ledger}
    counted = [
        count(cap, ledgers[cap.per], now, tz) for cap in house.caps if cap.per in ledgers and medium in cap.media
    ]
    if sequence.limits.max_touches_in_90_days is not None:
        own = Cap("person", ANY, sequence.limits.max_touches_in_90_days, 90)
        counted.append(count(own, case.person_ledger, now, tz))
    if case.wishes.preference is not None and case.wishes.preference.min_gap_days:
        counted.append(_own_wish(case.wishes.preference.min_gap_days, case.person_ledger, now, tz))
    counted += [
        _sender(cap, now, tz, dict(spent.sender_counts))
        for cap in house.caps
        if cap.per == "sender" and medium in cap.media
    ]
    return tuple(counted)


def _own_wish(days: int, ledger: tuple[LedgerEntry, ...], now: datetime, tz: str) -> CapCount:
    """The distance in days that the person wishes between any two contacts."""
    return replace(count(Cap("person", ANY, 1, days, days), ledger, now, tz), name=OWN_WISH)


def _sender(cap: Cap, now: datetime, tz: str, counts: dict[str, int]) -> CapCount:
    """A cap of the whole sender: counted by the store; free again at the next local midnight at the earliest."""
    done = counts.get(cap.name, 0)
    tomorrow = to_utc(local_day(now, tz).fromordinal(local_day(now, tz).toordinal() + 1), time(0), tz)
    return CapCount(
        name=cap.name,
        per=cap.per,
        media=cap.media,
        max=cap.max,
        window_days=cap.window_days,
        min_gap_days=0,
        outcome=cap.outcome,
        count=done,
        free_at=tomorrow if done >= cap.max else None,
    )


def budget_of(
    house: House, case: Case, sequence: Sequence, medium: Medium, now: datetime, spent: Spending
) -> BudgetFact | None:
    """What letters have cost and may cost; None for every other medium."""
    if medium is not Medium.POST:
        return None
    terms, limits = house.letters, sequence.limits
    day = local_day(now, house.timezone)
    next_month = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)
    return BudgetFact(
        letters_to_person=sum(entry.medium is Medium.POST for entry in case.person_ledger),
        max_letters_per_person=_least(terms.max_per_person, limits.max_letters_per_person),
        euro_this_month=spent.letter_euro_month,
        max_euro_month=_least(terms.max_euro_month, limits.max_letter_euro_month),
        letter_cost=terms.cost,
        month_ends_at=to_utc(next_month, time(0), house.timezone),
    )


def _least(one: N | None, other: N | None) -> N | None:
    return min((value for value in (one, other) if value is not None), default=None)
