"""The counting facts: frequency caps, the distance somebody wishes, and letter money. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as List
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from campaigns.caps import ANY, Cap, count
from campaigns.house import House
from compliance.facts import BudgetFact, CapCount
from contacts.contact import Tier
from contacts.medium import Medium
from sequences.calendar import local_day, to_utc
from sequences.definition import EventKind, Sequence
from store.case import Case, LedgerEntry, Talk
from tasks.kinds import SPOKEN, Outcome, shows_number
from tasks.tries import KODEX, Limit, free_at, inside

OWN_WISH = "own_wish"
"""Name of the cap that is the person's own wish (preference centre)."""
DIALS = "dials"
"""How the names of limits on tries begin."""
SAVE_ATTEMPTS = f"{DIALS} save"
CAMPAIGN_DAYS = 540
"""Advertising to one cancellation ends for good behind it, so the window is the whole campaign."""

N = TypeVar("N", int, Decimal)


@dataclass(frozen=True, slots=True)
class Near:
    """Why a letter has to wait for another one, `letter_household` or `letter_company`, and until when."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Spending:
    """What the whole sender has done so far: letter euros this month, touches per sender cap by cap name.

    `letters_near`: by contact (row id), where somebody else of her household or company has just had a letter.
    """

    letter_euro_month: Decimal = Decimal(0)
    sender_counts: tuple[tuple[str, int], ...] = ()
    letters_near: Mapping[int, Near] = field(default_factory=lambda: MappingProxyType({}))


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
    if medium is Medium.PHONE:
        counted += dial_caps(house, case, sequence, now)
    counted += [
        _sender(cap, now, tz, dict(spent.sender_counts))
        for cap in house.caps
        if cap.per == "sender" and medium in cap.media
    ]
    return tuple(counted)


def dial_limits(house: House) -> tuple[Limit, ...]:
    """How often one person may be rung: the Branchenkodex's most, and every cap on calls alone."""
    own = (cap for cap in house.caps if cap.per == "person" and cap.media == {Medium.PHONE})
    return (*KODEX, *(Limit(cap.max, cap.window_days) for cap in own))


def dial_caps(house: House, case: Case, sequence: Sequence, now: datetime) -> list[CapCount]:
    """Tries and conversations are counted apart from the contacts of the ledger: a task is one contact and many tries.

    Only what has been tried is counted, so nobody reads of limits that say nothing. A call that somebody asked for is
    hers and no try of ours. Per cancellation: all tries, and in sequences that want to keep the contract the
    conversations (mission B5: one, two with strategic customers, never more).
    """
    tz = case.contact.timezone
    tried = [talk for talk in case.talks if talk.kind != "callback" and shows_number(talk.kind, Outcome(talk.outcome))]
    dials = [talk.at for talk in tried]
    outcome = _else(case, sequence)
    asked = bool(tried) and tried[-1].outcome == Outcome.CALL_BACK  # the next call is hers (Branchenkodex)
    counted = [
        _dials(limit, len(inside(limit, dials, now, tz)), dials, free_at(limit, dials, now, tz), outcome)
        for limit in dial_limits(house)
        if dials and not asked
    ]
    terms, here = house.team.terms, case.enrollment.cancellation_pk
    mine = [talk.at for talk in tried if talk.cancellation_pk == here]
    if mine and not asked:
        most = Limit(terms.dials_per_cancellation, CAMPAIGN_DAYS)
        counted.append(_dials(most, len(mine), mine, None, outcome))
    spoken = [talk.at for talk in case.talks if talk.cancellation_pk == here and _saves(house, talk, sequence)]
    allowed = terms.save_attempts_strategic if case.contact.tier is Tier.STRATEGIC else terms.save_attempts
    if sequence.goal is EventKind.SAVED and (spoken or not allowed):
        most = Limit(allowed, CAMPAIGN_DAYS)
        counted.append(replace(_dials(most, len(spoken), spoken, None, outcome), name=SAVE_ATTEMPTS))
    return counted


def _saves(house: House, talk: Talk, sequence: Sequence) -> bool:
    """True for a conversation that was to keep the contract."""
    theirs = sequence if talk.sequence == sequence.name else house.sequences.get(talk.sequence or "")
    return theirs is not None and theirs.goal is EventKind.SAVED and Outcome(talk.outcome) in SPOKEN


def _else(case: Case, sequence: Sequence) -> str:
    """What a full limit asks for: the next channel, or, where calling is the last one, that the step is left out."""
    return "next_channel" if sequence.step(case.touch.step).channels[-1].medium is not Medium.PHONE else "skip"


def _dials(limit: Limit, done: int, dials: List[datetime], free: datetime | None, outcome: str) -> CapCount:
    return CapCount(
        name=f"{DIALS} {limit.max}/{limit.days}",
        per="person",
        media=frozenset({Medium.PHONE}),
        max=limit.max,
        window_days=limit.days,
        min_gap_days=0,
        outcome="postpone" if free is not None else outcome,
        count=done,
        last_at=dials[-1] if dials else None,
        free_at=free,
    )


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
