"""What comes in: the raw mail, its parsed form and its classification (the contract of `wiedersehen classify`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What sort of mail it is, decided before its words are read."""

    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    CHALLENGE = "challenge"
    HUMAN_REPLY = "human_reply"
    UNKNOWN = "unknown"
    NOTE = "note"  # no mail: what one of us wrote down of a conversation (replies.meaning.note)


class Label(StrEnum):
    """What the mail means. The order of labels asked is in replies/intents/__init__.py."""

    INTERESTED = "interested"
    MEETING_REQUEST = "meeting_request"
    NOT_NOW_LATER = "not_now_later"
    OBJECTION_UNSUBSCRIBE = "objection_unsubscribe"
    FINAL_DECISION = "final_decision"
    QUESTION = "question"
    COMPLAINT_ANGRY = "complaint_angry"
    WRONG_PERSON_LEFT_COMPANY = "wrong_person_left_company"
    OUT_OF_OFFICE = "out_of_office"
    DELIVERY_NOTICE = "delivery_notice"
    DSGVO_ACCESS = "dsgvo_access"
    DSGVO_ERASURE = "dsgvo_erasure"
    DATA_EXPORT_REQUEST = "data_export_request"
    CANCELLATION_WITHDRAWN = "cancellation_withdrawn"
    PRICE_NEGOTIATION = "price_negotiation"
    THANKS_NEUTRAL = "thanks_neutral"
    SPAM_OTHER = "spam_other"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence or header that decided, and the name of the rule that found it."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class NewContact:
    """A substitute or successor named in the mail."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as fetched. `uid` and `uidvalidity` identify it in `folder`; `received_at` is our own aware UTC.

    `events`: it lay in a queue that a carrier writes its events into, and nobody anything else.
    """

    account: str
    folder: str
    uidvalidity: int
    uid: int
    raw: bytes
    received_at: datetime
    truncated: bool = False
    events: bool = False


@dataclass(frozen=True, slots=True)
class RecipientReport:
    """One per-recipient block of a delivery status notification (RFC 3464 2.3), values as the machine wrote them."""

    recipient: str | None = None
    original: str | None = None
    action: str = ""
    status: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class MachineReport:
    """What only the MIME structure knows: DSN blocks, ARF fields, headers of the returned mail, flufl.bounce's guess.

    `feedback` and `returned` are lower-cased names with their first value; `guessed` are addresses.
    """

    recipients: tuple[RecipientReport, ...] = ()
    feedback: dict[str, str] = field(default_factory=dict)
    returned: dict[str, str] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file or a mail inside a mail: name and type safe to be shown, size in octets. It was not opened."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A mail taken apart defensively. `text` is the whole decoded body, `new_text` the new words only.

    `references` are the Message-IDs of In-Reply-To and References without angle brackets; `headers` are lower-cased
    names with their first value; `quarantined` is the German reason when parsing gave up; `limits` names the size
    limits that cut something off.
    """

    fingerprint: str
    message_id: str | None = None
    subject: str = ""
    from_address: str | None = None
    from_name: str = ""
    to: tuple[str, ...] = ()
    date: datetime | None = None
    references: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    new_text: str = ""
    content_type: str = "text/plain"
    quarantined: str | None = None
    report: MachineReport = field(default_factory=MachineReport)
    limits: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def cited_ids(self) -> tuple[str, ...]:
        """Message-IDs this mail can answer or return: references first, then the returned mail of a bounce."""
        returned = self.report.returned.get("message-id", "").strip().strip("<>").strip()
        return (*self.references, returned) if returned else self.references


@dataclass(frozen=True, slots=True)
class RecipientOutcome:
    """One recipient of a bounce: `hard` stops the address, `status` is the RFC 3463 code, `text` the machine's."""

    address: str | None
    hard: bool
    reason: str
    status: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Classified:
    """The answer of the classifier; field by field the contract of `wiedersehen classify --json`.

    `stop` is all_advertising, channel:MEDIUM, sequence, hold, pause_until, address or none. `review` True hands the
    mail to a person. `return_date` and `resume` are local days.
    """

    kind: Kind
    label: Label | None
    stop: str
    review: bool
    evidence: Evidence
    reply_text: str = ""
    return_date: date | None = None
    resume: date | None = None
    new_contact: NewContact | None = None
    subtype: str | None = None
    failed_recipient: str | None = None
    recipients: tuple[str, ...] = ()
    outcomes: tuple[RecipientOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder has been read. A changed `uidvalidity` means: scan again, duplicates fall to the fingerprint."""

    account: str
    folder: str
    uidvalidity: int = 0
    last_uid: int = 0


class Mailbox(Protocol):
    """A folder of mail that is only ever read: no flag is set, nothing is moved or deleted."""

    account: str

    def cursors(self) -> tuple[str, ...]:
        """The folders this mailbox reads."""
        ...

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterable[RawMail]:
        """Mails after `cursor`, oldest first, bounded in number and size; raises MailboxError when unreachable."""
        ...

    def reached(self, cursor: Cursor) -> Cursor:
        """How far the last complete `fetch_new` of the cursor's folder came, `cursor` itself when it cannot say."""
        ...

    def watch(self, wake: Callable[[], None]) -> Watch | None:
        """Begin to call `wake`, from any thread, when there is new mail; None where nobody can tell."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


class Watch(Protocol):
    """Somebody who waits for new mail."""

    def stop(self) -> None:
        """Wait no longer."""
        ...


class MailboxError(Exception):
    """The mailbox cannot be read now; the text is German and names cause and cure."""


class LoginRefused(MailboxError):
    """User or password is wrong: asking again soon would only lock the account."""


class NotDeleted(MailboxError):
    """Everything was read, but something of it could not be taken away: it comes again, and is known then."""


class FolderMissing(MailboxError):
    """One folder, or what lies in it, cannot be read; the others of the mailbox can."""
