"""Exports of a CRM that hold no people: companies, deals, leads. Read as customers they would become persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.imports.german import LABELS
from campaigns.imports.table import fold

_SALESFORCE = "Salesforce: Data Loader → Export → Contact, mit FirstName, LastName und AccountId"
_HUBSPOT = "HubSpot: CRM → Kontakte → Exportieren"
_PIPEDRIVE = "Pipedrive: Kontakte → Personen → Filterergebnisse exportieren"

_PEOPLE = (
    *("first_name", "last_name", "First Name", "Last Name", "Full Name"),
    *("Person - ID", "Person - Name", "Person - First name", "Person - Last name"),
    *LABELS["first_name"],
    *LABELS["last_name"],
    *(f"Person - {label}" for name in ("first_name", "last_name") for label in LABELS[name]),
)
_PERSON_IDS = ("contact_id", "Contact ID", *LABELS["contact_id"])


@dataclass(frozen=True, slots=True)
class Foreign:
    """One export that is none of people. `enough` of its `headers` make it one, unless one of `unless` is there."""

    what: str
    wanted: str
    headers: tuple[str, ...]
    enough: int = 1
    unless: tuple[str, ...] = _PEOPLE


EXPORTS = (
    Foreign(
        "Leads aus Salesforce (Interessenten, keine Kunden)",
        _SALESFORCE,
        (
            *("IsConverted", "ConvertedDate", "ConvertedAccountId", "ConvertedContactId", "ConvertedOpportunityId"),
            *("Lead ID", "Lead Owner", "Company / Account", "Lead-ID", "Lead-Inhaber"),
        ),
        unless=_PERSON_IDS,
    ),
    Foreign(
        "Opportunities aus Salesforce (Verkaufschancen)",
        _SALESFORCE,
        ("StageName", "ForecastCategory", "ForecastCategoryName", "IsWon", "Opportunity ID", "Opportunity Name"),
    ),
    Foreign(
        "Accounts aus Salesforce (Firmen)",
        _SALESFORCE,
        (
            *("BillingStreet", "BillingCity", "BillingPostalCode", "BillingCountry", "BillingState", "BillingAddress"),
            *("Billing Zip/Postal Code", "Billing State/Province", "ShippingStreet", "ShippingCity"),
            *("AccountNumber", "NumberOfEmployees", "AnnualRevenue", "Account Owner", "Account Type"),
        ),
    ),
    Foreign(
        "Firmen aus HubSpot",
        _HUBSPOT,
        (
            *("Company domain name", "Company owner", "Record ID - Company", "Unternehmensdomain"),
            *("Domainname des Unternehmens", "Number of Associated Contacts"),
        ),
    ),
    Foreign(
        "Deals aus HubSpot",
        _HUBSPOT,
        ("Deal Name", "Deal Stage", "Deal owner", "Record ID - Deal", "dealname", "dealstage", "Deal-Phase"),
    ),
    Foreign(
        "Organisationen aus Pipedrive (Firmen)",
        _PIPEDRIVE,
        (
            *("Organization - ID", "Organization - Name", "Organization - Owner"),
            *("Organisation - ID", "Organisation - Name", "Organisation - Inhaber", "Organisation - Besitzer"),
        ),
    ),
    Foreign(
        "Deals aus Pipedrive",
        _PIPEDRIVE,
        ("Deal - ID", "Deal - Title", "Deal - Titel", "Deal - Stage", "Deal - Phase", "Deal - Status"),
    ),
)


def foreign(headers: Iterable[str]) -> Foreign | None:
    """The export without people that these headers are; None for a file that may hold people."""
    there = {fold(header) for header in headers}
    found = [
        (sum(fold(name) in there for name in one.headers), one)
        for one in EXPORTS
        if not there.intersection(map(fold, one.unless))
    ]
    count, best = max(found, key=lambda pair: pair[0], default=(0, None))
    return best if best is not None and count >= best.enough else None
