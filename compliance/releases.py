"""A lenient reading counts only with a named release; without one the conservative default of the field holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from compliance.policy import Policy, Release

LONGEST_AFTER_END_DAYS = 730
"""Two years after the contract's end: the most that BGH III ZR 196/17 was at ease with."""

LENIENT: Mapping[str, Callable[[object], bool]] = MappingProxyType(
    {
        "existing_customer_after_end_days": lambda days: _number(days) > 0,
        "consent_max_idle_months": lambda months: _number(months) > Policy().consent_max_idle_months,
        "free_trial_is_sale": bool,
        "linkedin_invites": bool,
        "sms_existing_customer": bool,
        "post_max_age_months": lambda months: _number(months) > Policy().post_max_age_months,
        "robinson": lambda word: word != "deny",
        "tracking_clicks": bool,
        "unsubscribe_scope": lambda word: word not in ("email", "global"),
        "ambiguous_objection_scope": lambda word: word != "global",
        "similarity": bool,
    }
)
"""For each contested point: is this value more lenient than the shipped default?"""

NO_LIMIT_MONTHS = 1200
_EVERY_POINT = Policy(
    existing_customer_after_end_days=LONGEST_AFTER_END_DAYS,
    consent_max_idle_months=NO_LIMIT_MONTHS,
    free_trial_is_sale=True,
    linkedin_invites=True,
    sms_existing_customer=True,
    post_max_age_months=NO_LIMIT_MONTHS,
    robinson="allow",
    tracking_clicks=True,
    ambiguous_objection_scope="channel",
)


def all_released(release: Release) -> Policy:
    """Every contested point read as leniently as it may be, `release` signed under each."""
    return replace(_EVERY_POINT, releases=tuple((name, release) for name in LENIENT))


def unreleased(policy: Policy) -> tuple[str, ...]:
    """Fields whose lenient value nobody signed for; `effective` sets exactly these back to their default."""
    signed = {name for name, _ in policy.releases}
    return tuple(name for name, lenient in LENIENT.items() if lenient(getattr(policy, name)) and name not in signed)


@lru_cache(maxsize=64)
def effective(policy: Policy) -> Policy:
    """The policy that the rules see: unsigned lenient values set back, the time after the end bounded."""
    shipped: dict[str, Any] = {name: getattr(Policy(), name) for name in unreleased(policy)}
    days = min(policy.existing_customer_after_end_days, LONGEST_AFTER_END_DAYS)
    return replace(replace(policy, existing_customer_after_end_days=days), **shipped)


def signature(policy: Policy, name: str) -> str | None:
    """`name, date` of the person who released the field, for the gate's values; None when it was not released."""
    for field, release in policy.releases:
        if field == name:
            return f"{release.by}, {release.on.isoformat()}"
    return None


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
