"""What a rendering starts from: the person, the case, the sender, the brand and what may be told. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from contacts.cancellation import Cancellation
from contacts.contact import AddressForm, Contact
from contacts.contract import Contract


@dataclass(frozen=True, slots=True)
class Company:
    """The legal sender as config [sender] has it. `directors`: every one with a first name written out.

    `partner`: firm, seat and register of a general partner that is a company itself (§ 125 Abs. 1 Satz 2 HGB).
    """

    name: str
    legal_form: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    register_court: str = ""
    register_number: str = ""
    directors: Sequence[str] = ()
    supervisory_chair: str = ""
    vat_id: str = ""
    email: str = ""
    phone: str = ""
    privacy_url: str = ""
    data_protection_email: str = ""
    supervisory_authority: str = ""
    licensing_authority: str = ""
    partner: str = ""
    in_liquidation: bool = False


@dataclass(frozen=True, slots=True)
class BrandInfo:
    """The name a customer knows us by, and how it speaks. `reply_pattern` has a place for the mail's own code."""

    id: str
    name: str
    from_name: str
    from_address: str
    reply_to: str = ""
    reply_pattern: str = ""
    phone: str = ""
    website: str = ""
    address_form: AddressForm = AddressForm.SIE


@dataclass(frozen=True, slots=True)
class PlanDates:
    """The days of the offboarding plan; None where not settled. `deleted_on` only once it has really been done."""

    closing_day: date | None = None
    export_ready_day: date | None = None
    deletion_day: date | None = None
    backups_day: date | None = None
    deleted_on: date | None = None
    retention_days: int = 90
    backup_months: int = 12


@dataclass(frozen=True, slots=True)
class News:
    """Something new that may be told: a released feature (`day` = release) or any other true, dated change."""

    name: str
    day: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class OfferInfo:
    """An authorised offer with all its conditions (§ 6 Abs. 1 Nr. 3 DDG); a limit needs its true reason."""

    title: str
    conditions: str
    terms_url: str = ""
    valid_until: date | None = None
    limit_reason: str = ""
    price: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A customer's story that the customer has released for this use."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class OptIn:
    """What a double opt-in mail asks about: the consent's exact words, the link to confirm, its end (aware UTC)."""

    text: str
    confirm_url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration as it came in, such as a withdrawal (§ 356a BGB): its words and its receipt (aware UTC)."""

    received_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What holds with somebody who stays (`stays`: the cancellation was withdrawn) or came back, since the day `since`.

    `is_late`: a summary is written later than promised. `conceded`, `promised` (still to be kept) and `kept` are German
    sentences, known only where somebody of ours reads them at once; a stored text never holds them.
    """

    since: date | None = None
    stays: bool = False
    is_late: bool = False
    conceded: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderCase:
    """One message to one person. `now` aware UTC; `tz` the zone dates and times are told in.

    `basis` is consent, existing_customer, contract, letter or None; `consent_on` the local day of the consent,
    `consent_until` its own last day. At most so long an address is used for advertising: `advertising_months` after the
    contract's end for letters, `consent_idle_months` after a consent's last use, `customer_days` after the contract's
    end under § 7 Abs. 3 UWG.
    """

    contact: Contact
    company: Company
    brand: BrandInfo
    now: datetime
    tz: tzinfo
    cancellation: Cancellation | None = None
    contract: Contract | None = None
    owner_name: str = ""
    owner_email: str = ""
    owner_phone: str = ""
    unsubscribe_url: str | None = None
    preferences_url: str | None = None
    survey_url: str | None = None
    status_url: str | None = None
    response_code: str | None = None
    basis: str | None = None
    consent_on: date | None = None
    consent_until: date | None = None
    consent_idle_months: int = 24
    customer_days: int = 0
    first_contact: bool = False
    advertising_months: int = 24
    plan: PlanDates = PlanDates()
    event: News | None = None
    offer: OfferInfo | None = None
    story: Story | None = None
    opt_in: OptIn | None = None
    declaration: Declaration | None = None
    agreed: Agreed = Agreed()
