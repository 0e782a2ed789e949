"""Contested points of law as configuration: the conservative default, and a named, dated release to leave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Release:
    """The data-protection officer's signature under a less conservative reading."""

    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """law.md 1.5: one field per contested point. Lenient values need the field's name in `releases`.

    `similarity`: (product family, families as similar to it), names as contacts.normalize.product writes them; a family
    is always similar to itself.
    """

    existing_customer_after_end_days: int = 0
    consent_max_idle_months: int = 24
    free_trial_is_sale: bool = False
    b2b_presumed_consent: str = "manual"
    linkedin_invites: bool = False
    sms_existing_customer: bool = False
    post_max_age_months: int = 24
    robinson: str = "deny"
    tracking_clicks: bool = False
    unsubscribe_scope: str = "email"
    ambiguous_objection_scope: str = "global"
    similarity: tuple[tuple[str, tuple[str, ...]], ...] = ()
    releases: tuple[tuple[str, Release], ...] = ()
