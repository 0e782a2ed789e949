"""The touch with everything known about it: what a decision is made from. Loaded in bulk by store.cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from compliance.facts import ObjectionFact
from contacts.cancellation import Cancellation
from contacts.consent import Consent
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium, Purpose
from sequences.definition import Channel, EventKind
from sequences.enrollment import Anchors, EnrollmentState
from sequences.touch import TouchState


@dataclass(frozen=True, slots=True)
class TouchRow:
    """One touch as stored. Times aware UTC, `planned_on` a local day."""

    id: int
    send_id: str
    step: str
    purpose: Purpose
    state: TouchState
    due_at: datetime
    planned_on: date
    channel: Channel | None
    variant: str | None
    wait_event: EventKind | None
    fence: int
    copies: int
    message_id: str | None
    made_at: datetime | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EnrollmentRow:
    """One enrollment as stored; `done` maps step ids to the moment their touch was made."""

    id: int
    sequence: str
    definition_hash: str
    occurrence: int
    state: EnrollmentState
    contact_pk: int
    company_pk: int | None
    cancellation_pk: int
    last_step: str | None
    paused_until: datetime | None
    anchors: Anchors
    done: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One contact that was made, by us or by a person: what caps count."""

    medium: Medium
    at: datetime
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent and when it was last used."""

    consent: Consent
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A reply by which the person asked for something, newest first wins."""

    fingerprint: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What planning looks at: an enrollment, its person and what happened. Nothing may be decided on it."""

    enrollment: EnrollmentRow
    contact: Contact
    cancellation: Cancellation
    contract: Contract | None
    events: Mapping[EventKind, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway(Course):
    """A touch that has left the house, with the course it belongs to: what a receipt is written on."""

    touch: TouchRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Course):
    """Everything about one enrollment and its person at one moment, read in one transaction."""

    points: tuple[ContactPoint, ...]
    consents: tuple[ConsentRow, ...]
    objections: tuple[ObjectionFact, ...]
    person_ledger: tuple[LedgerEntry, ...]
    company_ledger: tuple[LedgerEntry, ...]
    asked: Asked | None
    reply_held: str | None

    def point(self, medium: Medium) -> ContactPoint | None:
        """The first valid address for `medium`, in the order of import."""
        return next((point for point in self.points if point.medium is medium and point.valid), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Run):
    """A run and the one touch of it that is to be decided."""

    touch: TouchRow
