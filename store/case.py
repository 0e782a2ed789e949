"""The touch with everything known about it: what a decision is made from. Loaded in bulk by store.cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from compliance.facts import ObjectionFact
from contacts.cancellation import Cancellation
from contacts.consent import Consent, ConsentMethod
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium, Purpose
from sequences.definition import Channel, EventKind
from sequences.enrollment import Anchors, EnrollmentState
from sequences.touch import TouchState


@dataclass(frozen=True, slots=True)
class TouchRow:
    """One touch as stored. Times aware UTC, `planned_on` a local day.

    `refusals` counts how often the other side was asked and said „not now“, since `refused_since`.
    """

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
    refusals: int = 0
    refused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class EnrollmentRow:
    """One enrollment as stored; `done` maps step ids to the moment their touch was made, `by_post` are the letters."""

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
    reason: str | None = None
    by_post: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One contact that was made, by us or by a person: what caps count. `own`: by a touch of this house.

    `offer`: mark of the offer it made (campaigns.offers).
    """

    medium: Medium
    at: datetime
    cost: Decimal | None = None
    own: bool = True
    offer: str = ""


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
class Preference:
    """What somebody wished last: silence until a moment, and whole days between two contacts. None = no wish."""

    id: str
    at: datetime
    paused_until: datetime | None
    min_gap_days: int | None


@dataclass(frozen=True, slots=True)
class Talk:
    """One report about a call or meeting: a try, or a conversation. No cancellation: it belonged to no sequence."""

    at: datetime
    kind: str
    outcome: str
    cancellation_pk: int | None = None
    sequence: str | None = None


@dataclass(frozen=True, slots=True)
class Callback:
    """A call the person asked for and did not get yet."""

    id: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Presumption:
    """The recorded and released reason of a business call (§ 7 Abs. 2 Nr. 1 UWG)."""

    id: str
    reason: str
    released_by: str
    released_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person asked for beside objection and consent, and what was released for her; None = nothing of it.

    `callback`: the newest open one, not older than it may be. `restricted_at`: since when her data is stored only.
    `surveyed_at`, `withdrew_at`: when she last answered the survey on the page, and withdrew a contract.
    """

    preference: Preference | None = None
    callback: Callback | None = None
    presumption: Presumption | None = None
    restricted_at: datetime | None = None
    surveyed_at: datetime | None = None
    withdrew_at: datetime | None = None


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
    """Everything about one enrollment and its person at one moment, read in one transaction.

    `suppression_up` False: the objections could not be read, and nobody knows whether there are any.
    """

    points: tuple[ContactPoint, ...]
    consents: tuple[ConsentRow, ...]
    objections: tuple[ObjectionFact, ...]
    person_ledger: tuple[LedgerEntry, ...]
    company_ledger: tuple[LedgerEntry, ...]
    asked: Asked | None
    reply_held: str | None
    wishes: Wishes = Wishes()
    talks: tuple[Talk, ...] = ()
    suppression_up: bool = True

    def point(self, medium: Medium) -> ContactPoint | None:
        """The first valid address for `medium`, in the order of import."""
        return next((point for point in self.points if point.medium is medium and point.valid), None)

    @property
    def opt_in(self) -> Consent | None:
        """The consent that a double opt-in run asks to have confirmed: requested in the moment in which the run began.

        None once it has been confirmed or withdrawn.
        """
        return next(
            (
                row.consent
                for row in self.consents
                if row.consent.method is ConsentMethod.DOI
                and row.consent.granted_at == self.enrollment.anchors.enrolled
                and row.consent.confirmed_at is None
                and row.consent.withdrawn_at is None
            ),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Run):
    """A run and the one touch of it that is to be decided."""

    touch: TouchRow
