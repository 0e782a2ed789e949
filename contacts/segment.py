"""The six win-back segments, from reason, tenure, value and usage (mission D2)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from contacts.cancellation import Cancellation
from contacts.contact import Contact, Tier


class Segment(StrEnum):
    """A customer is in exactly one segment; the order of `segment_of` decides."""

    HIGH_VALUE = "high_value"
    ACTIVE_USER = "active_user"
    FEATURE_GAP = "feature_gap"
    SITUATIONAL = "situational"
    MOVED_TO_COMPETITOR = "moved_to_competitor"
    LOW_ENGAGEMENT = "low_engagement"


SITUATIONAL_REASONS = frozenset({"relocation", "financial_squeeze", "life_phase", "project_ended"})
LONG_TENURE_MONTHS = 24


def tenure_months(contact: Contact, on: date) -> int | None:
    """Whole months between `customer_since` and `on`, None when unknown."""
    since = contact.customer_since
    if since is None:
        return None
    months = (on.year - since.year) * 12 + on.month - since.month
    return max(0, months - (on.day < since.day))


def segment_of(contact: Contact, cancellation: Cancellation) -> Segment:
    """The segment of a customer who cancelled. Stated facts go before derived ones.

    A competitor counts only with the customer's own word: knowledge from the switching process is locked
    (OLG Köln 6 U 73/10).
    """
    if contact.tier in (Tier.STRATEGIC, Tier.HIGH):
        return Segment.HIGH_VALUE
    if cancellation.reason == "missing_feature":
        return Segment.FEATURE_GAP
    if cancellation.reason == "competitor_offer" and cancellation.competitor_source == "customer":
        return Segment.MOVED_TO_COMPETITOR
    if cancellation.reason in SITUATIONAL_REASONS:
        return Segment.SITUATIONAL
    if cancellation.reason == "low_use":
        return Segment.LOW_ENGAGEMENT
    months = tenure_months(contact, cancellation.received_at.astimezone(ZoneInfo(contact.timezone)).date())
    if contact.tier is Tier.LOW or (months is not None and months < LONG_TENURE_MONTHS // 4):
        return Segment.LOW_ENGAGEMENT
    return Segment.ACTIVE_USER
