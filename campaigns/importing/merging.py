"""What a file does not speak about stays as it was: a column that is missing is no statement, an empty cell is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from campaigns.importing.refusal import RowRefused
from contacts.contact import Contact
from contacts.contract import Contract
from contacts.medium import Medium

FOR_CONTACT = {
    **{name: name for name in ("kind", "salutation", "title", "first_name", "last_name", "land", "timezone", "tier")},
    **{name: name for name in ("annual_value", "customer_since", "owner_email", "brand", "minor")},
    "company_id": "company",
    "company_name": "company",
    "street": "address",
}
FOR_CONTRACT = {
    **{name: name for name in ("product_family", "notice_days", "concluded_online", "address_source")},
    **{name: name for name in ("objection_notice", "letters_notice", "effective")},
    **{name: name for name in ("address_given_on", "notice_version", "notice_place")},
    "contract_kind": "kind",
    "contract_start": "start",
    "contract_end": "end",
}
FOR_POINTS = {
    "email": Medium.EMAIL,
    "phone": Medium.PHONE,
    "linkedin_url": Medium.LINKEDIN_DM,
    "street": Medium.POST,
}
"""Columns of a file -> what they change of somebody known."""

NEVER_CHANGES = frozenset(("contact_id", "contract_id", "postcode", "city", "country"))
"""Columns that name the row, and those that count together with the street."""

Told = frozenset[str] | None
"""The columns that a file speaks about; None means all of them."""


def contact(stored: Contact, said: Contact, told: Told) -> Contact:
    """The person on file with what a row says about her."""
    return replace(stored, **_said(FOR_CONTACT, said, told))


def contract(stored: Contract, said: Contract, told: Told) -> Contract:
    """The contract on file with what a row says about it; RowRefused where the two do not fit together."""
    merged = replace(stored, **_said(FOR_CONTRACT, said, told))
    if merged.start is not None and merged.end is not None and merged.end < merged.start:
        raise RowRefused(
            f"Das Vertragsende {merged.end:%d.%m.%Y} liegt vor dem Beginn {merged.start:%d.%m.%Y}: eines von beiden "
            f"steht nicht in dieser Zeile, sondern ist für den Vertrag {merged.external_id} gespeichert. Nehmen Sie "
            "beide Tage in die Datei auf."
        )
    return merged


def media(told: Told) -> frozenset[Medium]:
    """The media of which a file says which address is in use."""
    return frozenset(medium for column, medium in FOR_POINTS.items() if told is None or column in told)


def _said(fields: Mapping[str, str], said: object, told: Told) -> dict[str, Any]:
    return {field: getattr(said, field) for column, field in fields.items() if told is None or column in told}
