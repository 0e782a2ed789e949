"""The house: what every use case needs, assembled once by campaigns.bootstrap and passed in. No globals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from campaigns.caps import Cap, horizon
from campaigns.clock import Clock
from campaigns.definitions import Definitions
from campaigns.handover.terms import HandoverTerms
from campaigns.offers import Offer
from campaigns.rendering import Templates
from campaigns.rendering.case import BrandInfo, Company
from campaigns.tokens import Tokens
from cases.authority import Matrix
from channels.channel import Channel
from channels.letter.shop import KeptHere, Shop
from compliance.policy import Policy
from contacts.medium import Medium, Platform, Purpose
from sequences.definition import Sequence, Window
from sequences.posting import Posting
from store.cases import Horizon
from store.engine import Store
from tasks.person import Team

_LETTERS_DAYS = 3650
"""Letters per person are counted for good; ten years outlast every contact (advertising ends long before)."""


@dataclass(frozen=True, slots=True)
class LetterTerms:
    """What a letter costs, how many there may be, who prints them, and how long they are on their way.

    `contract` is the processor contract with the shop (Art. 28 DSGVO), `deletion_days` after posting it deletes; both
    are empty while there is none. `cost` is that of `postage`, `standard_cost` that of an ordinary letter.
    """

    cost: Decimal
    max_per_person: int | None
    max_euro_month: Decimal | None
    processor_contract: bool
    max_line_chars: int
    export_at: time
    folder: Path
    contract: str
    deletion_days: int
    standard_cost: Decimal
    postage: Literal["standard", "dialogpost"]
    min_batch: int
    max_wait_days: int
    household_days: int
    pdf: bool
    posting: Posting


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where mail says it comes from and where answers and objections go."""

    envelope_from: str
    message_id_domain: str
    base_url: str
    stop_mailto: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Which notice stood where when customers gave their address, for contracts that name none of their own."""

    notice_version: str = ""
    notice_place: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody outside who gets personal data. `gets` is what decides whether one person's data are there.

    letters: those in a letter file; mail: those a mail was handed over for; audience: those in a list for advertising;
    all: everybody's; none: nobody's now.
    """

    id: str
    name: str
    role: str
    contract: str
    data: tuple[str, ...]
    deletion_days: int
    email: str
    country: str
    safeguard: str
    gets: Literal["letters", "mail", "audience", "all", "none"]


@dataclass(frozen=True, slots=True)
class AudienceTerms:
    """An advertising network that may get lists: its id as a recipient, and the processor contract (Art. 28 DSGVO)."""

    recipient: str
    contract: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words of one consent: who, what for, by which one way. `products` empty = all of our own; `brand` None = all.

    A changed word is a new version: what somebody agreed to is stored with her consent.
    """

    id: str
    version: str
    medium: Medium
    purposes: frozenset[Purpose]
    products: frozenset[str]
    brand: str | None
    text: str
    privacy_version: str

    @property
    def key(self) -> str:
        """Names this version, also in forms: `email_news/2026-11`."""
        return f"{self.id}/{self.version}"


@dataclass(frozen=True, slots=True)
class RetentionTerms:
    """How long the house itself keeps what no statute has a term for; days, months where it says so.

    `contacts`: may somebody whose contract ended `contacts_after_months` ago be erased without being asked for?
    """

    contacts: bool
    contacts_after_months: int
    raw_reply_days: int
    unknown_reply_days: int
    doi_days: int
    copy_days: int


@dataclass(frozen=True, slots=True)
class ReplyTerms:
    """What an answer means for colleagues, whom we believe, and when advertising stops by itself.

    `authserv_id` is casefolded, empty when unknown: then nobody's mail counts as authenticated. Rates are parts of one.
    """

    colleagues: Literal["pause", "stop", "none"] = "pause"
    authserv_id: str = ""
    soft_bounces_in_a_row: int = 3
    blocks_until_pause: int = 3
    max_bounce_rate: float = 0.02
    max_complaint_rate: float = 0.003
    min_sample: int = 200
    rate_days: int = 7


_KEPT_HERE: Shop = KeptHere()
_NOBODY = Team()
_NO_AUTHORITY = Matrix()


def _no_trouble() -> None:
    return None


_NO_HANDOVER = HandoverTerms()
_NO_AUDIENCES: Mapping[Platform, AudienceTerms] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class House:
    """Everything that is configured. `window` is the default sending window, `owner_land` where our callers sit.

    `pseudonym`: keyed hash of a contact's external id. `maildirs`: mail folders of our own (carrier, mailbox).
    `shop`: the way to the letter shop. `audiences`: advertising networks with a contract.
    `approvals`: do mails that a person reads first wait for her? False assumes that she approves (campaigns.simulate).
    `list_trouble`: why the key of the suppression list is away, in German; None when it is there (campaigns.list_key).
    """

    state: Path
    store: Store
    clock: Clock
    definitions: Definitions
    channels: Mapping[str, Channel]
    templates: Templates
    tokens: Tokens
    message_key: bytes
    address_hash: Callable[[Medium, str], str]
    policy: Policy
    caps: tuple[Cap, ...]
    window: Window
    timezone: str
    owner_land: str
    spread_minutes: int
    batch_size: int
    letters: LetterTerms
    company: Company
    brands: dict[str, BrandInfo]
    addresses: Addresses
    redirect_to: str
    collection: Collection
    default_brand: str
    recipients: tuple[Recipient, ...]
    pseudonym: Callable[[str], str]
    maildirs: tuple[Path, ...]
    retention: RetentionTerms
    consent_texts: tuple[ConsentText, ...]
    offers: tuple[Offer, ...] = ()
    replies: ReplyTerms = ReplyTerms()
    team: Team = _NOBODY
    authority: Matrix = _NO_AUTHORITY
    handover: HandoverTerms = _NO_HANDOVER
    personal_sender: bool = False
    approvals: bool = True
    list_trouble: Callable[[], str | None] = _no_trouble
    shop: Shop = _KEPT_HERE
    audiences: Mapping[Platform, AudienceTerms] = field(default_factory=lambda: _NO_AUDIENCES)

    @property
    def list_readable(self) -> bool:
        """False while the key of the suppression list is away: no advertising, no look-up by address or pseudonym."""
        return self.list_trouble() is None

    @property
    def horizon(self) -> Horizon:
        """How far back the ledger has to be read for the caps."""
        return Horizon(horizon(self.caps, "person", _LETTERS_DAYS), horizon(self.caps, "company"))

    @property
    def sequences(self) -> dict[str, Sequence]:
        """The definitions in force now, by name; enrollments run on the ones they were pinned to."""
        return self.definitions.current

    def brand_of(self, brand: str | None) -> BrandInfo:
        """The brand a contact belongs to, the default one when none is on file."""
        return self.brands.get(brand or self.default_brand, self.brands[self.default_brand])
