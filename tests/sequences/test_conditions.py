from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contacts.cancellation import Cancellation, DeclarationKind
from contacts.contact import AddressForm, Contact, ContactKind, Tier
from contacts.segment import Segment
from sequences.conditions import CHECKS, first_mismatch, matches
from sequences.definition import Conditions

TODAY = date(2026, 6, 15)
MUSTER = Contact(
    "C1",
    "Muster",
    kind=ContactKind.BUSINESS,
    tier=Tier.HIGH,
    annual_value=Decimal(1200),
    customer_since=date(2025, 6, 15),
    brand="haupt",
)
STRANGER = Contact("C2", "Fremd")
CASE = Cancellation("K1", "C1", datetime(2026, 6, 1, tzinfo=UTC), "price", door="form")
CONFIRMED = Cancellation(
    "K1", "C1", datetime(2026, 6, 1, tzinfo=UTC), "price", receipt_confirmed_at=datetime(2026, 6, 2, tzinfo=UTC)
)

# field, a value that Muster's case meets, one that it does not
FIELDS = [
    ("reasons", frozenset({"price", "quality"}), frozenset({"quality"})),
    ("not_reasons", frozenset({"quality"}), frozenset({"price"})),
    ("segments", frozenset({Segment.HIGH_VALUE}), frozenset({Segment.SITUATIONAL})),
    ("tiers", frozenset({Tier.HIGH, Tier.STRATEGIC}), frozenset({Tier.LOW})),
    ("kinds", frozenset({ContactKind.BUSINESS}), frozenset({ContactKind.CONSUMER})),
    ("doors", frozenset({"form"}), frozenset({"csv"})),
    ("min_tenure_months", 12, 13),
    ("max_tenure_months", 12, 11),
    ("min_annual_value", Decimal(1200), Decimal("1200.01")),
    ("max_annual_value", Decimal(1200), Decimal("1199.99")),
    ("receipt_confirmed", False, True),
    ("brands", frozenset({"haupt"}), frozenset({"neben"})),
    ("address_form", AddressForm.SIE, AddressForm.DU),
    ("declarations", frozenset({DeclarationKind.CANCELLATION}), frozenset({DeclarationKind.WITHDRAWAL})),
    ("assigned", False, True),
]


def mismatch(conditions, contact=MUSTER, case=CASE, address_form=AddressForm.SIE):
    return first_mismatch(conditions, contact, case, Segment.HIGH_VALUE, TODAY, address_form=address_form)


def test_every_condition_is_checked_in_its_order():
    assert list(CHECKS) == [field.name for field in fields(Conditions)] == [name for name, _, _ in FIELDS]


def test_no_condition_fits_everybody():
    assert mismatch(Conditions()) is None
    assert mismatch(Conditions(), STRANGER, address_form=None) is None


@pytest.mark.parametrize(("field", "met", "unmet"), FIELDS)
def test_the_condition_that_fails_is_named(field, met, unmet):
    assert mismatch(Conditions(**{field: met})) is None
    assert mismatch(Conditions(**{field: unmet})) == field
    case = (MUSTER, CASE, Segment.HIGH_VALUE, TODAY)
    assert matches(Conditions(**{field: met}), *case, address_form=AddressForm.SIE)
    assert not matches(Conditions(**{field: unmet}), *case, address_form=AddressForm.SIE)


def test_all_must_hold_and_the_first_that_fails_is_named():
    assert mismatch(Conditions(**{field: met for field, met, _ in FIELDS})) is None
    assert mismatch(Conditions(**{field: unmet for field, _, unmet in FIELDS})) == "reasons"
    assert mismatch(Conditions(reasons=frozenset({"price"}), tiers=frozenset({Tier.LOW}))) == "tiers"


@pytest.mark.parametrize(
    ("field", "bound"),
    [
        ("min_tenure_months", 0),
        ("max_tenure_months", 999),
        ("min_annual_value", Decimal(0)),
        ("max_annual_value", Decimal(999)),
        ("brands", frozenset({"haupt"})),
        ("address_form", AddressForm.SIE),
    ],
)
def test_what_nobody_knows_meets_no_condition(field, bound):
    assert mismatch(Conditions(**{field: bound}), STRANGER, address_form=None) == field


def test_a_confirmed_receipt_is_one_with_a_moment():
    assert mismatch(Conditions(receipt_confirmed=True), case=CONFIRMED) is None
    assert mismatch(Conditions(receipt_confirmed=False), case=CONFIRMED) == "receipt_confirmed"
