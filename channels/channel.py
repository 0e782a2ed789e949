"""The contract of every channel: what it gets, what it makes of it, and what it reports.

`prepare` is pure. Only e-mail transmits over a network; letters become batch rows and calls become tasks, both stored
in the go transaction itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from contacts.contact import PostalAddress
from contacts.medium import Medium, Purpose


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person a message goes to. Only the address of the channel at hand has to be there.

    `name` is the whole name as written; the parts below it are what a letter's columns need, as far as known.
    """

    contact_id: str
    name: str
    company: str = ""
    email: str | None = None
    phone: str | None = None
    profile: str | None = None
    address: PostalAddress | None = None
    salutation: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail. `kind` is its media type with parameters (`text/calendar; method=PUBLISH`)."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class EmailContent:
    """A rendered mail: subject, text part, HTML part (may be empty), files."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterContent:
    """A rendered letter: subject line, salutation, paragraphs without line breaks inside."""

    subject: str
    salutation: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskContent:
    """What a person needs to act: a title, the brief (facts), the guide or message to send (words).

    `to_copy` is a text beside the guide that she sends herself, true only in this minute: no task keeps it.
    """

    title: str
    brief: str
    guide: str
    to_copy: str = ""


Content = EmailContent | LetterContent | TaskContent


@dataclass(frozen=True, slots=True)
class From:
    """The visible sender of a brand."""

    name: str
    address: str
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One rendered touch on its way out.

    `send_id` is the stable external identity of the touch; `message_id` is deterministic and unguessable;
    `unsubscribe_url` and `unsubscribe_mailto` are set for advertising; `created_at` is aware UTC and goes into Date.
    """

    send_id: str
    message_id: str
    created_at: datetime
    purpose: Purpose
    sender: From
    recipient: Recipient
    content: Content
    sequence: str = ""
    step: str = ""
    envelope_from: str = ""
    unsubscribe_url: str | None = None
    unsubscribe_mailto: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    assignee: str | None = None
    task_kind: str = "call"
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Mail:
    """A serialised mail: CRLF bytes ready for DATA, and their sha256 hex. `at_once`: the law gives it no time."""

    send_id: str
    message_id: str
    envelope_from: str
    envelope_to: str
    raw: bytes
    sha256: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line of the letter shop's file; keys are its columns in order."""

    send_id: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task for a person; `due_at` and `expires_at` are aware UTC, `url` the profile of a LinkedIn task."""

    send_id: str
    kind: str
    title: str
    brief: str
    guide: str
    assignee: str | None
    due_at: datetime
    expires_at: datetime | None
    phone: str | None = None
    url: str | None = None


class Outcome(StrEnum):
    """What became of a transmission. UNCERTAIN: from go on, everything without a reply code."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    TRANSIENT = "transient"
    UNCERTAIN = "uncertain"
    NOT_GONE = "not_gone"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The carrier's report. REFUSED is permanent, TRANSIENT may be tried again, NOT_GONE: `go` said no.

    `code` is the SMTP or HTTP code (0 = none), `detail` the server's words, `blames_recipient` True only when the
    refusal is about this address (5.1.x), False for everything that is our own or the relay's problem. `carrier_id` is
    the name the carrier gave the mail, where it writes its own Message-ID over ours (Amazon SES). `retry_after`:
    nobody was asked, so many seconds were left to wait (pace).
    """

    outcome: Outcome
    code: int = 0
    detail: str = ""
    transport: str = ""
    blames_recipient: bool = False
    carrier_id: str = ""
    retry_after: float = 0.0


Go = Callable[[], Awaitable[bool]]
"""Commits the touch as leaving. Awaited exactly once, right before the irreversible act; False: do not send."""


class Refused(ValueError):
    """A message that must not be built (control characters, no address, line too long); the text is German."""


class Carrier(Protocol):
    """A way out for mails: SMTP, folder, recording."""

    name: str

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        """Hand over one mail. Never raises for what the other side does; see Receipt."""
        ...

    async def close(self) -> None:
        """Finish what is open and give connections back."""
        ...


class Channel(Protocol):
    """What every channel declares."""

    name: str
    medium: Medium

    def prepare(self, message: Message) -> Mail | BatchRow | NewTask:
        """Build what leaves, purely. Raises Refused with a German sentence."""
        ...
