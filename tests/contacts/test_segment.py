from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from contacts.cancellation import EXCLUDING_REASONS, REASONS, Cancellation
from contacts.consent import GLOBAL, OBJECTION_SCOPES
from contacts.contact import Contact, Tier
from contacts.medium import Medium, Purpose
from contacts.segment import SITUATIONAL_REASONS, Segment, segment_of, tenure_months

NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)


def cancelled(reason="price", at=NOON, competitor_source=None):
    return Cancellation("K1", "C1", at, reason, competitor_source=competitor_source)


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        (date(2026, 1, 15), date(2026, 6, 15), 5),
        (date(2026, 1, 16), date(2026, 6, 15), 4),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 12, 31), date(2025, 1, 1), 0),
        (date(2027, 1, 1), date(2026, 6, 15), 0),
        (None, date(2026, 6, 15), None),
    ],
)
def test_tenure_is_counted_in_whole_months(since, on, months):
    assert tenure_months(Contact("C1", "Muster", customer_since=since), on) == months


@pytest.mark.parametrize(
    ("contact", "cancellation", "segment"),
    [
        (Contact("C1", "M", tier=Tier.STRATEGIC), cancelled("missing_feature"), Segment.HIGH_VALUE),
        (Contact("C1", "M", tier=Tier.HIGH), cancelled(), Segment.HIGH_VALUE),
        (Contact("C1", "M"), cancelled("missing_feature"), Segment.FEATURE_GAP),
        (Contact("C1", "M"), cancelled("competitor_offer", competitor_source="customer"), Segment.MOVED_TO_COMPETITOR),
        (Contact("C1", "M"), cancelled("competitor_offer", competitor_source="porting"), Segment.ACTIVE_USER),
        (Contact("C1", "M"), cancelled("low_use"), Segment.LOW_ENGAGEMENT),
        (Contact("C1", "M", tier=Tier.LOW), cancelled(), Segment.LOW_ENGAGEMENT),
        (Contact("C1", "M", customer_since=date(2026, 1, 1)), cancelled(), Segment.LOW_ENGAGEMENT),
        (Contact("C1", "M", customer_since=date(2025, 12, 15)), cancelled(), Segment.ACTIVE_USER),
        (Contact("C1", "M"), cancelled(), Segment.ACTIVE_USER),
    ],
)
def test_stated_facts_go_before_derived_ones(contact, cancellation, segment):
    assert segment_of(contact, cancellation) is segment


@pytest.mark.parametrize("reason", sorted(SITUATIONAL_REASONS))
def test_a_change_of_life_is_situational(reason):
    assert segment_of(Contact("C1", "M", tier=Tier.LOW), cancelled(reason)) is Segment.SITUATIONAL


def test_tenure_ends_on_the_day_the_customer_had():
    contact = Contact("C1", "M", customer_since=date(2026, 1, 1))
    night = cancelled(at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))  # 1 July in Berlin
    assert segment_of(contact, night) is Segment.ACTIVE_USER


def test_the_closed_lists_agree():
    assert len(set(REASONS)) == len(REASONS)
    assert set(REASONS) >= EXCLUDING_REASONS | SITUATIONAL_REASONS
    assert set(OBJECTION_SCOPES) == {GLOBAL, *Medium}


def test_only_contract_service_and_double_opt_in_pass_an_objection():
    exempt = {purpose for purpose in Purpose if not purpose.is_advertising}
    assert exempt == {Purpose.CONTRACT, Purpose.SERVICE, Purpose.DOUBLE_OPT_IN}
