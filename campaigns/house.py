"""The house: what every use case needs, assembled once by campaigns.bootstrap and passed in. No globals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from pathlib import Path

from campaigns.caps import Cap, horizon
from campaigns.clock import Clock
from campaigns.definitions import Definitions
from campaigns.rendering import Templates
from campaigns.rendering.case import BrandInfo, Company
from campaigns.tokens import Tokens
from channels.channel import Channel
from compliance.policy import Policy
from contacts.medium import Medium
from sequences.definition import Sequence, Window
from store.cases import Horizon
from store.engine import Store

_LETTERS_DAYS = 3650
"""Letters per person are counted for good; ten years outlast every contact (advertising ends long before)."""


@dataclass(frozen=True, slots=True)
class LetterTerms:
    """What a letter costs and how many there may be."""

    cost: Decimal
    max_per_person: int | None
    max_euro_month: Decimal | None
    processor_contract: bool
    max_line_chars: int
    export_at: time
    folder: Path


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where mail says it comes from and where answers and objections go."""

    envelope_from: str
    message_id_domain: str
    base_url: str
    stop_mailto: str


@dataclass(frozen=True, slots=True)
class House:
    """Everything that is configured. `window` is the default sending window, `owner_land` where our callers sit."""

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
    default_brand: str

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
