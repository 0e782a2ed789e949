"""Does a consent that was confirmed still carry? Asked of the rules that judge a message; the pages tell it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.facts import consent_fact, names_product
from campaigns.house import ConsentText, House
from compliance.consents import judge
from compliance.facts import Facts, Proof
from compliance.objections import reaches
from compliance.releases import effective
from compliance.verdict import Verdict
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium
from store import consents, people, permissions
from store.case import ConsentRow


def flaw_of(connection: Connection, house: House, row: consents.StoredConsent) -> str:
    """Why a double opt-in would carry nothing today even when it is confirmed, as a German sentence; "" when it would.

    Which products it names is no flaw: for those it carries (`beside_contract`).
    """
    contact, points, _ = people.contact(connection, row.contact_pk)
    return _flaw(house, contact, points, row)


def _flaw(house: House, contact: Contact, points: Collection[ContactPoint], row: ConsentRow) -> str:
    fact = replace(consent_fact(row, None, points), covers_product=True)
    if row.consent.confirmed_at is None:
        fact = replace(fact, proof=Proof.EMAIL_DOI)  # what the click would make of it
    for purpose in sorted(row.consent.purposes):
        about = Facts(house.clock.now(), contact.timezone, contact.kind, row.consent.medium, purpose)
        verdict, reason = judge(fact, about, effective(house.policy))
        if verdict is not Verdict.ALLOW:
            return reason
    return ""


def beside_contract(connection: Connection, row: consents.StoredConsent) -> tuple[str, ...]:
    """The products that a consent names when what her contract was about is not among them; else nothing."""
    found = people.contract_of_contact(connection, row.contact_pk, None)
    products = tuple(sorted(row.consent.products))
    return () if found is None or names_product(products, found[1].product_family) else products


def agreed(connection: Connection, house: House, contact_pk: int, text: ConsentText) -> bool:
    """True when a consent with this wording carries today, so that asking for it once more would bring nothing.

    One that is stale, was given from another address or names fewer of her products may always be renewed.
    """
    found = people.contract_of_contact(connection, contact_pk, None)
    return any(
        not objected(connection, house, contact_pk, row.consent.granted_at)
        and flaw_of(connection, house, row) == ""
        and _names_as_much(row, text, found[1] if found else None)
        for row in consents.consents(connection, contact_pk=contact_pk)
        if row.consent.text_version == text.key and row.consent.confirmed_at and row.consent.withdrawn_at is None
    )


def _names_as_much(row: ConsentRow, text: ConsentText, contract: Contract | None) -> bool:
    family = contract.product_family if contract else ""
    return names_product(row.consent.products, family) or not names_product(text.products, family)


def objected(connection: Connection, house: House, contact_pk: int, since: datetime) -> bool:
    """True when an objection to advertising by e-mail has reached her since then, her own or one on her address."""
    return bool(_reaching(connection, house, contact_pk, since))


def objected_herself(connection: Connection, house: House, contact_pk: int, since: datetime) -> bool:
    """True when the objection is surely her own: nobody else stands under it, and it does not name an address alone."""
    found = _reaching(connection, house, contact_pk, since)
    name = people.contact(connection, contact_pk)[0].external_id
    common = {_declared(one) for one in found if one.contact != name}
    return any(one.contact == name and _declared(one) not in common for one in found)


def _declared(stored: permissions.StoredObjection) -> tuple[object, ...]:
    """By what the entries of one declaration are known, whoever they stand under."""
    return stored.fact.scope, stored.fact.received_at, stored.fact.via, stored.source


def _reaching(
    connection: Connection, house: House, contact_pk: int, since: datetime
) -> list[permissions.StoredObjection]:
    return [
        one
        for one in permissions.objections(connection, contact_pk)
        if one.fact.received_at >= since and reaches(one.fact, Medium.EMAIL, house.policy)
    ]
