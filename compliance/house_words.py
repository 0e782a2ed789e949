"""The column `house` of our own cases: what the house knows beside the lawyer's closed vocabulary.

A lawyer's table has no such column. Ours need it, or rules on restriction, pauses, caps, letter money, addresses and
locked knowledge would have no readable case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType

from compliance.facts import BudgetFact, CapCount, Facts, OwnPause
from compliance.vocabulary import choice, pairs
from contacts.medium import Medium, Platform

HOUSE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "restricted": ("no", "yes"),
        "pause": ("none", "running", "over"),
        "cap": ("none", "free", "full", "gap"),
        "letters": ("none", "left", "all_sent", "money_spent"),
        "address": ("known", "missing", "newer"),
        "notice": ("documented", "undocumented"),
        "competitor": ("unused", "switching"),
        "asked": ("yesterday", "weeks_ago", "answered"),
        "network": ("named", "other", "unnamed"),
        "minor": ("no", "yes"),
    }
)
"""Key -> allowed words, what holds for a case that does not say anything first."""


def parse_house(text: str) -> dict[str, str]:
    """`key=value key=value`; RowError for unknown keys, unknown values and repetitions."""
    found = dict(pairs("house", text))
    for key, value in found.items():
        choice("house", key, HOUSE)
        choice(f"house: {key}", value, HOUSE[key])
    return found


def with_house(facts: Facts, words: Mapping[str, str]) -> Facts:
    """`facts` with what `words` (parsed) say."""
    said = {key: allowed[0] for key, allowed in HOUSE.items()} | dict(words)
    yesterday = facts.now - timedelta(days=1)
    consents = facts.consents
    if said["address"] == "newer":
        consents = tuple(replace(consent, covers_address=False) for consent in consents)
    if said["network"] != "named":
        theirs = frozenset({Platform.GOOGLE}) if said["network"] == "other" else frozenset[Platform]()
        consents = tuple(replace(consent, platforms=theirs) for consent in consents)
    request = facts.request
    if request is not None and said["asked"] == "weeks_ago":
        request = replace(request, received_at=facts.now - timedelta(weeks=3))
    elif request is not None and said["asked"] == "answered":
        request = replace(request, answered=True)
    return replace(
        facts,
        restricted_at=yesterday if said["restricted"] == "yes" else None,
        own_pause=_pause(facts, said["pause"]),
        caps=_caps(facts, said["cap"]),
        budget=_budget(facts, said["letters"]),
        has_address=said["address"] != "missing",
        competitor_knowledge=said["competitor"] == "switching",
        consents=consents,
        sale=replace(facts.sale, notice_documented=facts.sale.notice_documented and said["notice"] == "documented"),
        request=request,
        minor=said["minor"] == "yes",
    )


def _pause(facts: Facts, word: str) -> OwnPause | None:
    until = {"running": timedelta(days=30), "over": timedelta(days=-1)}.get(word)
    return OwnPause("preference-1", facts.now + until) if until is not None else None


def _caps(facts: Facts, word: str) -> tuple[CapCount, ...]:
    """One in five days on every medium; with `gap` a wished distance of thirty days. The last touch was yesterday."""
    if word == "none":
        return ()
    last = facts.now - timedelta(days=1)
    days, count = (30, 0) if word == "gap" else (5, int(word == "full"))
    cap = CapCount(
        name="own_wish" if word == "gap" else "person any 1/5",
        per="person",
        media=frozenset(Medium),
        max=1,
        window_days=days,
        min_gap_days=days if word == "gap" else 0,
        outcome="postpone",
        count=count,
        last_at=None if word == "free" else last,
        free_at=last + timedelta(days=days) if word == "full" else None,
    )
    return (cap,)


def _budget(facts: Facts, word: str) -> BudgetFact | None:
    if word == "none":
        return None
    most, month = 3, Decimal(100)
    return BudgetFact(
        letters_to_person=most if word == "all_sent" else 0,
        max_letters_per_person=most,
        euro_this_month=month if word == "money_spent" else Decimal(0),
        max_euro_month=month,
        letter_cost=Decimal("0.95"),
        month_ends_at=facts.now + timedelta(days=9),
    )
