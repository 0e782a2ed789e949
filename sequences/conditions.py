"""`who` and `only_if`: does a person fit? Set membership and bounds, and the name of the first one that fails."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from contacts.segment import Segment, tenure_months

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from contacts.cancellation import Cancellation
    from contacts.contact import AddressForm, Contact
    from sequences.definition import Conditions


_T = TypeVar("_T")
_Number = TypeVar("_Number", int, Decimal)


@dataclass(frozen=True, slots=True)
class _Case:
    contact: Contact
    cancellation: Cancellation
    segment: Segment
    months: int | None
    address_form: AddressForm | None


def matches(
    conditions: Conditions,
    contact: Contact,
    cancellation: Cancellation,
    segment: Segment,
    on: date,
    *,
    address_form: AddressForm | None = None,
) -> bool:
    """True when every condition holds on the local day `on`. `address_form` is that of the contact's brand."""
    return first_mismatch(conditions, contact, cancellation, segment, on, address_form=address_form) is None


def first_mismatch(
    conditions: Conditions,
    contact: Contact,
    cancellation: Cancellation,
    segment: Segment,
    on: date,
    *,
    address_form: AddressForm | None = None,
) -> str | None:
    """Name of the first condition that does not hold (a field of Conditions), None when all do.

    A bound on a value that nobody knows does not hold: in doubt a person is left in peace.
    """
    case = _Case(contact, cancellation, segment, tenure_months(contact, on), address_form)
    return next((name for name, holds in CHECKS.items() if not holds(conditions, case)), None)


def _member(allowed: frozenset[_T], value: _T | None) -> bool:
    return not allowed or value in allowed


def _at_least(bound: _Number | None, value: _Number | None) -> bool:
    return bound is None or (value is not None and value >= bound)


def _at_most(bound: _Number | None, value: _Number | None) -> bool:
    return bound is None or (value is not None and value <= bound)


def _equal(wanted: object, value: object) -> bool:
    return wanted is None or wanted == value


CHECKS: Mapping[str, Callable[[Conditions, _Case], bool]] = {
    "reasons": lambda wanted, case: _member(wanted.reasons, case.cancellation.reason),
    "not_reasons": lambda wanted, case: case.cancellation.reason not in wanted.not_reasons,
    "segments": lambda wanted, case: _member(wanted.segments, case.segment),
    "tiers": lambda wanted, case: _member(wanted.tiers, case.contact.tier),
    "kinds": lambda wanted, case: _member(wanted.kinds, case.contact.kind),
    "doors": lambda wanted, case: _member(wanted.doors, case.cancellation.door),
    "min_tenure_months": lambda wanted, case: _at_least(wanted.min_tenure_months, case.months),
    "max_tenure_months": lambda wanted, case: _at_most(wanted.max_tenure_months, case.months),
    "min_annual_value": lambda wanted, case: _at_least(wanted.min_annual_value, case.contact.annual_value),
    "max_annual_value": lambda wanted, case: _at_most(wanted.max_annual_value, case.contact.annual_value),
    "receipt_confirmed": lambda wanted, case: _equal(
        wanted.receipt_confirmed, case.cancellation.receipt_confirmed_at is not None
    ),
    "brands": lambda wanted, case: _member(wanted.brands, case.contact.brand),
    "address_form": lambda wanted, case: _equal(wanted.address_form, case.address_form),
    "declarations": lambda wanted, case: _member(wanted.declarations, case.cancellation.kind),
    "assigned": lambda wanted, case: _equal(wanted.assigned, case.cancellation.assigned),
}
"""One check for every field of Conditions, in the order in which a mismatch is named."""
