"""Facts: everything a rule may look at about one message to one person. The narrow waist between store and law."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from contacts.contact import ContactKind, Tier
from contacts.contract import AddressSource, ContractKind, ObjectionNotice
from contacts.medium import Medium, Platform, Purpose
from sequences.definition import Window


class Proof(StrEnum):
    """What proves a consent (BGH I ZR 164/09; § 7a UWG)."""

    EMAIL_DOI = "email_doi"
    NUMBER_DOI = "number_doi"
    SIGNED = "signed"
    RECORDED = "recorded"
    PRETICKED = "preticked"
    NONE = "none"


class ContractState(StrEnum):
    """ACTIVE: running; NOTICE: cancelled, not yet ended; ENDED; NONE: there never was one."""

    ACTIVE = "active"
    NOTICE = "notice"
    ENDED = "ended"
    NONE = "none"


class Via(StrEnum):
    """How an objection was declared; a one-click unsubscribe means e-mail advertising, words are read for more."""

    TEXT = "text"
    ONE_CLICK = "one_click"
    AT_CANCEL = "at_cancel"
    CALL = "call"
    LETTER = "letter"
    OPERATOR = "operator"
    ROBINSON = "robinson"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """One consent as the law looks at it. Times aware UTC; `covers_*` are about the message at hand.

    `platforms` are the advertising networks that its wording names; for AUDIENCE_UPLOAD alone.
    """

    id: str
    medium: Medium
    proof: Proof
    granted_at: datetime
    purposes: frozenset[Purpose] = frozenset({Purpose.ADVERTISING})
    text_stored: bool = True
    record_complete: bool = True
    covers_product: bool = True
    covers_person: bool = True
    covers_address: bool = True
    covers_automat: bool = False
    last_used_at: datetime | None = None
    valid_until: datetime | None = None
    withdrawn_at: datetime | None = None
    platforms: frozenset[Platform] = frozenset()


@dataclass(frozen=True, slots=True)
class ObjectionFact:
    """One objection that reaches this person: her own, of somebody sharing the address, or a suppression hash."""

    id: str
    scope: str
    received_at: datetime
    via: Via = Via.TEXT
    shared_address: bool = False
    erased_person: bool = False


@dataclass(frozen=True, slots=True)
class SaleFact:
    """The contract behind an existing-customer message (§ 7 Abs. 3 UWG) or a letter (Art. 6 Abs. 1 lit. f DSGVO).

    `id` is the contract's external id; `notice_documented`: on file is which version of the notice stood at the
    collection. `address_given_on` (local day), `notice_version` and `notice_place` are shown as evidence only.
    """

    state: ContractState = ContractState.NONE
    kind: ContractKind = ContractKind.PAID
    effective: bool = True
    ended_at: datetime | None = None
    address_source: AddressSource = AddressSource.UNKNOWN
    own_product: bool = True
    similar_product: bool = True
    objection_notice: ObjectionNotice = ObjectionNotice.NO
    letters_notice: bool = False
    id: str = ""
    notice_documented: bool = True
    address_given_on: date | None = None
    notice_version: str = ""
    notice_place: str = ""


@dataclass(frozen=True, slots=True)
class MessageFact:
    """What the message at hand is and contains, known from its step, template and channel settings.

    `printed_at` (aware UTC): when the letter shop printed; None while unknown, then an objection declared together with
    the cancellation counts as older than the print.
    """

    objection_notice: bool = True
    advertising_part: bool = False
    item: str = "none"
    script: str = "ok"
    automated_call: bool = False
    inbound: bool = False
    own_number_shown: bool = True
    reminder_number: int = 1
    stage: str = "before_export"
    cover_reveals: bool = False
    processor_contract: bool = True
    pixel_per_person: bool = False
    links: str = "none"
    termination_booked: bool = False
    at_once: bool = False
    printed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """The person asked for this (a question, a call back). Topic-bound, ends when answered or after 14 days."""

    id: str
    received_at: datetime
    answered: bool = False


@dataclass(frozen=True, slots=True)
class PresumedConsent:
    """A recorded reason for a business call (§ 7 Abs. 2 Nr. 1 UWG) and who released it when."""

    reason: str = "none"
    released_by: str | None = None
    released_at: datetime | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class OwnPause:
    """The person asked for no advertising until `until` (aware UTC)."""

    id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CapCount:
    """One frequency cap with its count for this person, company or sender. `free_at` = earliest lawful moment.

    `count` holds the touches inside the window (machine and human); `last_at` the newest one, for the minimum gap.
    """

    name: str
    per: str
    media: frozenset[Medium]
    max: int
    window_days: int
    min_gap_days: int
    outcome: str
    count: int
    last_at: datetime | None = None
    free_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BudgetFact:
    """Letter money: what this person's letters and this month's letters have cost so far. Euros."""

    letters_to_person: int = 0
    max_letters_per_person: int | None = None
    euro_this_month: Decimal = Decimal(0)
    max_euro_month: Decimal | None = None
    letter_cost: Decimal = Decimal(0)
    month_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One message to one person by one medium at one moment.

    `now` is aware UTC, `timezone` the IANA zone of the recipient. `next_window` is the next moment (aware UTC) inside
    the sending window and the calendar; equal to `now` when the window is open. `restricted_at`: since when the data is
    stored only (Art. 18 DSGVO). `platform`: who gets the list. `minor`: known to be under age. Missing knowledge is
    False or None and never helps the sender.
    """

    now: datetime
    timezone: str
    recipient: ContactKind
    medium: Medium
    purpose: Purpose
    has_address: bool = True
    tier: Tier = Tier.STANDARD
    consents: tuple[ConsentFact, ...] = ()
    objections: tuple[ObjectionFact, ...] = ()
    sale: SaleFact = SaleFact()
    message: MessageFact = MessageFact()
    request: Request | None = None
    presumed: PresumedConsent = PresumedConsent()
    restricted_at: datetime | None = None
    own_pause: OwnPause | None = None
    caps: tuple[CapCount, ...] = ()
    budget: BudgetFact | None = None
    window: Window | None = None
    next_window: datetime | None = None
    is_holiday: bool = False
    repurchased_at: datetime | None = None
    unclassified_reply: str | None = None
    suppression_store_up: bool = True
    competitor_knowledge: bool = False
    platform: Platform | None = None
    minor: bool = False
    extra: tuple[str, ...] = field(default=())
