"""Rows -> domain values, one function per value."""

from __future__ import annotations

from sqlalchemy import RowMapping

from contacts.cancellation import Cancellation, DeclarationKind
from contacts.consent import Consent, ConsentMethod
from contacts.contact import Company, Contact, ContactKind, PostalAddress, Tier
from contacts.contract import AddressSource, Contract, ContractKind, ObjectionNotice
from contacts.medium import Medium, Platform, Purpose
from store.case import ConsentRow

Row = RowMapping


def contact_of(row: Row, company: Row | None) -> Contact:
    """A contact with its company."""
    address = None
    if row["street"] and row["postcode"] and row["city"]:
        address = PostalAddress(row["street"], row["postcode"], row["city"], row["country"] or "DE")
    return Contact(
        external_id=row["external_id"],
        last_name=row["last_name"],
        first_name=row["first_name"],
        salutation=row["salutation"],
        title=row["title"],
        kind=ContactKind(row["kind"]),
        tier=Tier(row["tier"]),
        company=Company(company["external_id"], company["name"]) if company else None,
        address=address,
        land=row["land"],
        timezone=row["timezone"],
        annual_value=row["annual_value"],
        customer_since=row["customer_since"],
        owner_email=row["owner_email"],
        brand=row["brand"],
        sender=row["sender"],
        minor=row["minor"],
    )


def contract_of(row: Row) -> Contract:
    """A contract."""
    return Contract(
        external_id=row["external_id"],
        product_family=row["product_family"],
        kind=ContractKind(row["kind"]),
        effective=row["effective"],
        start=row["start"],
        end=row["end"],
        notice_days=row["notice_days"],
        concluded_online=row["concluded_online"],
        address_source=AddressSource(row["address_source"]),
        objection_notice=ObjectionNotice(row["objection_notice"]),
        letters_notice=row["letters_notice"],
        address_given_on=row["address_given_on"],
        notice_version=row["notice_version"],
        notice_place=row["notice_place"],
    )


def cancellation_of(row: Row, contact_id: str, contract_id: str | None) -> Cancellation:
    """A cancellation; ids are external ids."""
    return Cancellation(
        external_id=row["external_id"],
        contact_id=contact_id,
        contract_id=contract_id,
        received_at=row["received_at"],
        wished_end=row["wished_end"],
        reason=row["reason_confirmed"] or row["reason"],
        feature=row["feature"],
        text=row["text"],
        door=row["door"],
        receipt_confirmed_at=row["receipt_confirmed_at"],
        competitor=row["competitor"],
        competitor_source=row["competitor_source"],
        kind=DeclarationKind(row["kind"]),
    )


def consent_of(row: Row, contact_id: str) -> ConsentRow:
    """A consent and its last use."""
    consent = Consent(
        external_id=row["external_id"],
        contact_id=contact_id,
        medium=Medium(row["medium"]),
        granted_at=row["granted_at"],
        method=ConsentMethod(row["method"]),
        purposes=frozenset(Purpose(word) for word in row["purposes"].split(",") if word),
        products=frozenset(word for word in row["products"].split(",") if word),
        text=row["text"],
        text_version=row["text_version"],
        proof_ref=row["proof_ref"],
        confirmed_at=row["confirmed_at"],
        valid_until=row["valid_until"],
        withdrawn_at=row["withdrawn_at"],
        declared_name=row["declared_name"],
        declared_address=row["declared_address"],
        receiver=row["receiver"],
        language=row["language"],
        privacy_version=row["privacy_version"],
        platforms=frozenset(Platform(word) for word in row["platforms"].split(",") if word),
        matched_by=frozenset(Medium(word) for word in row["matched_by"].split(",") if word),
    )
    return ConsentRow(consent, row["last_used_at"])
