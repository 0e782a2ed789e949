"""Company, contact and contact point: the person we speak to and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from contacts.medium import Medium


class ContactKind(StrEnum):
    """§ 13 BGB consumer, § 14 BGB business; UNKNOWN is treated as a consumer everywhere."""

    BUSINESS = "business"
    CONSUMER = "consumer"
    UNKNOWN = "unknown"


class Tier(StrEnum):
    """Commercial importance of a customer; decides channel mix and save attempts, never lawfulness."""

    STRATEGIC = "strategic"
    HIGH = "high"
    STANDARD = "standard"
    LOW = "low"


class AddressForm(StrEnum):
    """How a brand addresses people: formal "Sie" or informal "du"."""

    SIE = "sie"
    DU = "du"


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation whose people we know; `external_id` is the CRM's."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """A German postal address; `country` is an ISO 3166-1 alpha-2 code."""

    street: str
    postcode: str
    city: str
    country: str = "DE"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person. `land` is the ISO 3166-2:DE subdivision without prefix (BY, NW ...), None when unknown."""

    external_id: str
    last_name: str
    first_name: str = ""
    salutation: str = ""
    title: str = ""
    kind: ContactKind = ContactKind.UNKNOWN
    tier: Tier = Tier.STANDARD
    company: Company | None = None
    address: PostalAddress | None = None
    land: str | None = None
    timezone: str = "Europe/Berlin"
    annual_value: Decimal | None = None
    customer_since: date | None = None
    owner_email: str | None = None
    brand: str | None = None
    sender: str | None = None
    minor: bool = False


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One way to reach a contact. `normalised` is the spelling that comparisons use (see contacts.normalize).

    `since` (aware UTC) is set where it came after another address; `superseded` when an import names it no longer;
    `soft_bounces` counts mails in a row that came back for a passing reason.
    """

    medium: Medium
    raw: str
    normalised: str
    source: str = ""
    valid: bool = True
    since: datetime | None = None
    superseded: bool = False
    soft_bounces: int = 0
