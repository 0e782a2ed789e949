"""The rows of each kind of file as frozen values. Times are aware UTC, days are local, money is euros."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from contacts.cancellation import Cancellation
from contacts.consent import Consent, Objection
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium


def stable_id(*parts: object) -> str:
    """An external id for rows that bring none: the same parts give the same id on every machine, for ever."""
    joined = "\x1f".join(part.isoformat() if isinstance(part, date) else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A person, how to reach her, and at most one contract."""

    contact: Contact
    points: tuple[ContactPoint, ...] = ()
    contract: Contract | None = None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One more contract of a known contact."""

    contact_id: str
    contract: Contract


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A former customer who buys again."""

    contact_id: str
    returned_at: datetime
    contract_id: str | None = None
    annual_value: Decimal | None = None

    @property
    def external_id(self) -> str:
        """One return per contact, contract and moment."""
        return stable_id("returned", self.contact_id, self.contract_id, self.returned_at)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A touch made elsewhere by a person: it counts for the caps. `external_id` is a hash of all that it says."""

    external_id: str
    contact_id: str
    at: datetime
    medium: Medium
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A feature that is there now; wakes everybody who left for the lack of it (mission D7)."""

    external_id: str
    feature: str
    released_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class LetterReturnRow:
    """A letter that came back. `send_id` is the one printed into the letter shop's file."""

    send_id: str
    reason: str = ""
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UsageRow:
    """How much a contact used the product on one local day (or in the period that ends with it)."""

    contact_id: str
    day: date
    logins: int | None = None
    active_users: int | None = None

    @property
    def external_id(self) -> str:
        """One figure per contact and day."""
        return stable_id("usage", self.contact_id, self.day)


class TicketPriority(StrEnum):
    """How urgent a support ticket was."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A support ticket: material for the brief of a call (mission B1)."""

    external_id: str
    contact_id: str
    opened_at: datetime
    subject: str = ""
    priority: TicketPriority = TicketPriority.NORMAL
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NpsRow:
    """An answer to "would you recommend us?"; `score` 0 to 10."""

    contact_id: str
    answered_at: datetime
    score: int
    comment: str = ""

    @property
    def external_id(self) -> str:
        """One answer per contact and moment."""
        return stable_id("nps", self.contact_id, self.answered_at)


@dataclass(frozen=True, slots=True)
class RevenueRow:
    """Turnover with a contact in one month (`month` is its first day); a credit note makes `amount` negative."""

    contact_id: str
    month: date
    amount: Decimal
    contract_id: str | None = None

    @property
    def external_id(self) -> str:
        """One sum per contact, contract and month."""
        return stable_id("revenue", self.contact_id, self.contract_id, self.month)


Row = (
    CustomerRow
    | ContractRow
    | Cancellation
    | Consent
    | Objection
    | ReturnedRow
    | ActivityRow
    | ReleaseRow
    | LetterReturnRow
    | UsageRow
    | TicketRow
    | NpsRow
    | RevenueRow
)
