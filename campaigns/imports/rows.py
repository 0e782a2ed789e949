"""The rows of each kind of file as frozen values. Times are aware UTC, days are local, money is euros."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
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


class Sign(StrEnum):
    """What a CRM's permission column says: a HINT is no consent, an OPT_OUT is an objection, SILENT is neither."""

    HINT = "hint"
    OPT_OUT = "opt_out"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Signal:
    """One cell of a permission column. `mark` is the CRM's own name of the column, `label` the one in this file."""

    system: str
    mark: str
    label: str
    value: str
    scope: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class StrayOptOut:
    """The opt-outs of a row that was rejected: who is known has objected all the same (Art. 21 Abs. 3 DSGVO)."""

    line: int
    contact_id: str
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A person, how to reach her, at most one contract, and what a CRM says about her permissions.

    `told` are the columns that the file has something to say by, empty cells included; None means every column.
    """

    contact: Contact
    points: tuple[ContactPoint, ...] = ()
    contract: Contract | None = None
    signals: tuple[Signal, ...] = ()
    told: frozenset[str] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One more contract of a known contact; `told` as in CustomerRow."""

    contact_id: str
    contract: Contract
    told: frozenset[str] | None = field(default=None, compare=False)


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


class ReturnStatus(StrEnum):
    """What became of a letter that was not delivered."""

    UNDELIVERABLE = "undeliverable"
    MOVED = "moved"
    DECEASED = "deceased"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LetterReturnRow:
    """A letter that came back. `send_id` is the one printed into the letter shop's file.

    `new_address` is what the post wrote on it: a person asks, it is never used unseen.
    """

    send_id: str
    reason: str = ""
    returned_at: datetime | None = None
    status: ReturnStatus = ReturnStatus.UNDELIVERABLE
    new_address: str = ""


@dataclass(frozen=True, slots=True)
class UsageRow:
    """How much a contact used the product on one local day (or in the period that ends with it), and what came of it.

    `hours_saved` and `transactions` are what the house can show of the value: work spared, orders or documents handled.
    """

    contact_id: str
    day: date
    logins: int | None = None
    active_users: int | None = None
    hours_saved: int | None = None
    transactions: int | None = None

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
