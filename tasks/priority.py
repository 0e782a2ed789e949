"""How much a task matters, 0 to 9: what is at stake, and how near its end is. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from contacts.contact import Tier

HIGHEST = 9
ESCALATED = 8
"""At least this for what stayed undone too long."""

_OF_KIND = MappingProxyType(
    {
        "taken_back": HIGHEST,
        "data_request": 7,
        "review_withdrawal": 7,
        "review_cancellation": 7,
        "answer_ground": 7,
        "confirm_end": 6,
        "by_hand": 6,
        "callback": 6,
        "answer_reply": 5,
        "read_reply": 5,
        "promise": 5,
        "approval": 5,
        "duty": 4,
    }
)
_ORDINARY = 3

_VALUES = (Decimal(1_000), Decimal(10_000), Decimal(50_000), Decimal(100_000))
"""Euro a year at which a contract weighs one point more."""
_TIERS = MappingProxyType({Tier.STRATEGIC: 4, Tier.HIGH: 3})
_SOON = timedelta(days=1)
_NEAR = timedelta(days=3)


def of_kind(kind: str) -> int:
    """What a task of this kind weighs where nothing else is known: what is owed and what was asked for comes first."""
    return _OF_KIND.get(kind, _ORDINARY)


def priority(now: datetime, due_at: datetime, value: Decimal | None, tier: Tier | None, *, at_once: bool) -> int:
    """Of a sequence's task: up to four points for the yearly value (Euro) or tier, up to three for the deadline.

    Never falls with a higher value or a nearer deadline; what must happen at once is 9.
    """
    if at_once:
        return HIGHEST
    stake = max(sum((value or 0) >= least for least in _VALUES), _TIERS.get(tier, 0) if tier else 0)
    left = due_at - now
    haste = 3 if left <= _SOON else 2 if left <= _NEAR else 1
    return stake + haste


def escalated(current: int) -> int:
    """The priority of a task that somebody else has to hear of."""
    return max(current, ESCALATED)
