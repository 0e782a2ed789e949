"""customers: one person a row, with the ways to reach her and at most one contract.

Street, postcode and city make a postal address together; postcode or city alone is no address and no fault.
"""

from __future__ import annotations

from dataclasses import replace

from campaigns.imports import places
from campaigns.imports.kinds import contract_columns
from campaigns.imports.numbers import euros
from campaigns.imports.rows import CustomerRow
from campaigns.imports.schema import Breaks, Column, Parser, Problem, Schema, Values
from campaigns.imports.times import day
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import boolean, identifier, name, one_of, unknown_word
from contacts.contact import Company, Contact, ContactKind, ContactPoint, PostalAddress, Tier
from contacts.contract import Contract
from contacts.medium import Medium
from contacts.normalize import postal_key

_KINDS = {
    "firma": ContactKind.BUSINESS,
    "geschäftlich": ContactKind.BUSINESS,
    "geschäftskunde": ContactKind.BUSINESS,
    "gewerblich": ContactKind.BUSINESS,
    "unternehmen": ContactKind.BUSINESS,
    "b2b": ContactKind.BUSINESS,
    "privat": ContactKind.CONSUMER,
    "privatkunde": ContactKind.CONSUMER,
    "privatperson": ContactKind.CONSUMER,
    "verbraucher": ContactKind.CONSUMER,
    "b2c": ContactKind.CONSUMER,
    "unbekannt": ContactKind.UNKNOWN,
}
_TIERS = {
    "strategisch": Tier.STRATEGIC,
    "hoch": Tier.HIGH,
    "normal": Tier.STANDARD,
    "mittel": Tier.STANDARD,
    "niedrig": Tier.LOW,
    "gering": Tier.LOW,
}
_SALUTATIONS = {"mr": "Herr", "mr.": "Herr", "mrs": "Frau", "mrs.": "Frau", "ms": "Frau", "ms.": "Frau", "miss": "Frau"}


def _salutation(cell: str, vocabulary: ImportVocabulary) -> str | Problem:
    return _SALUTATIONS.get(cell.casefold()) or _salutation_word(cell, vocabulary)


_salutation_word = name(50)


def _brand(cell: str, vocabulary: ImportVocabulary) -> str | Problem:
    if vocabulary.brands is None or cell in vocabulary.brands:
        return cell
    return unknown_word(cell, sorted(vocabulary.brands))


def _point(medium: Medium, parse: Parser[str]) -> Parser[ContactPoint]:
    def read(cell: str, vocabulary: ImportVocabulary) -> ContactPoint | Problem:
        normalised = parse(cell, vocabulary)
        return normalised if isinstance(normalised, Problem) else ContactPoint(medium, cell, normalised)

    return read


CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
COMPANY_ID = Column("company_id", identifier, typed=False)
COMPANY_NAME = Column("company_name", name(200), typed=False)
KIND = Column("kind", one_of(ContactKind, german=_KINDS))
SALUTATION = Column("salutation", _salutation, typed=False)
TITLE = Column("title", name(50), typed=False)
FIRST_NAME = Column("first_name", name(), typed=False)
LAST_NAME = Column("last_name", name(), required=True, typed=False)
EMAIL = Column("email", _point(Medium.EMAIL, places.email))
PHONE = Column("phone", _point(Medium.PHONE, places.phone))
LINKEDIN = Column("linkedin_url", _point(Medium.LINKEDIN_DM, places.profile))
STREET = Column("street", name(), typed=False, breaks=Breaks.JOINED)
POSTCODE = Column("postcode", name(12), typed=False)
CITY = Column("city", name(), typed=False)
COUNTRY = Column("country", places.country)
LAND = Column("land", places.land)
TIMEZONE = Column("timezone", places.timezone, lasting=True)
TIER = Column("tier", one_of(Tier, german=_TIERS))
ANNUAL_VALUE = Column("annual_value", euros())
CUSTOMER_SINCE = Column("customer_since", day)
OWNER_EMAIL = Column("owner_email", places.email)
BRAND = Column("brand", _brand, typed=False)
MINOR = Column("minor", boolean, lasting=True)


def _build(values: Values) -> CustomerRow | Problem:
    address = _address(values)
    if isinstance(address, Problem):
        return address
    company = _company(values)
    if isinstance(company, Problem):
        return company
    contract = _contract(values)
    if isinstance(contract, Problem):
        return contract
    contact = _contact(values, company, address)
    return CustomerRow(contact, _points(values, contact), contract)


def _contact(values: Values, company: Company | None, address: PostalAddress | None) -> Contact:
    return Contact(
        external_id=values.need(CONTACT_ID),
        last_name=values.need(LAST_NAME),
        first_name=values.get(FIRST_NAME, ""),
        salutation=values.get(SALUTATION, ""),
        title=values.get(TITLE, ""),
        kind=values.get(KIND, ContactKind.UNKNOWN),
        tier=values.get(TIER, Tier.STANDARD),
        company=company,
        address=address,
        land=values.get(LAND),
        timezone=values.get(TIMEZONE, "Europe/Berlin"),
        annual_value=values.get(ANNUAL_VALUE),
        customer_since=values.get(CUSTOMER_SINCE),
        owner_email=values.get(OWNER_EMAIL),
        brand=values.get(BRAND),
        minor=values.get(MINOR, default=False),
    )


def _address(values: Values) -> PostalAddress | Problem | None:
    country, land = values.get(COUNTRY, "DE"), values.get(LAND)
    if land is not None and country != "DE":
        return Problem(f"„{land}“ ist ein deutsches Land, die Anschrift liegt aber in „{country}“.", LAND.name)
    street, postcode, city = values.get(STREET), values.get(POSTCODE), values.get(CITY)
    if postcode is not None and (problem := places.postcode_problem(postcode, country)):
        return problem
    if street is None:
        return None
    if postcode is None or city is None:
        missing = POSTCODE.name if postcode is None else CITY.name
        return Problem("Die Anschrift ist unvollständig: Zur Straße gehören Postleitzahl und Ort.", missing)
    return PostalAddress(street, postcode, city, country)


def _company(values: Values) -> Company | Problem | None:
    external_id, company_name = values.get(COMPANY_ID), values.get(COMPANY_NAME)
    if external_id is None and company_name is None:
        return None
    if external_id is None:
        message = f"Zur Firma fehlt die Kennung ({values.called(COMPANY_ID)}); ohne sie zählen Obergrenzen nicht."
        return Problem(message, COMPANY_ID.name)
    if company_name is None:
        return Problem(f"Zur Firma fehlt der Name ({values.called(COMPANY_NAME)}).", COMPANY_NAME.name)
    return Company(external_id, company_name)


def _contract(values: Values) -> Contract | Problem | None:
    external_id = values.get(contract_columns.CONTRACT_ID)
    if external_id is not None:
        return contract_columns.contract_of(values, external_id)
    if filled := contract_columns.told_without_contract(values):
        column = contract_columns.CONTRACT_ID
        return Problem(f"Die Kennung {values.called(column)} fehlt, aber {', '.join(filled)} ist gefüllt.", column.name)
    return None


def _points(values: Values, contact: Contact) -> tuple[ContactPoint, ...]:
    origin = values.get(contract_columns.ADDRESS_SOURCE)
    source = origin.value if origin is not None else ""
    found = [
        replace(point, source=source)
        for column in (EMAIL, PHONE, LINKEDIN)
        if (point := values.get(column)) is not None
    ]
    if (address := contact.address) is not None:
        lines = f"{address.street}, {address.postcode} {address.city}"
        found.append(ContactPoint(Medium.POST, lines, postal_key(address, contact.last_name), source))
    return tuple(found)


SCHEMA = Schema(
    kind="customers",
    columns=(
        *(CONTACT_ID, COMPANY_ID, COMPANY_NAME, KIND, SALUTATION, TITLE, FIRST_NAME, LAST_NAME),
        *(EMAIL, PHONE, LINKEDIN, STREET, POSTCODE, CITY, COUNTRY, LAND, TIMEZONE),
        *(TIER, ANNUAL_VALUE, CUSTOMER_SINCE, OWNER_EMAIL, BRAND, MINOR),
        *(contract_columns.CONTRACT_ID, *contract_columns.DETAILS),
    ),
    build=_build,
    identity=lambda values: values.need(CONTACT_ID),
)
