"""Sequence, Step and their parts as frozen values: what a sequence file means once it has been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from contacts.contact import AddressForm, ContactKind, Tier
from contacts.medium import Medium, Purpose
from contacts.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contacts.cancellation import DeclarationKind


class Channel(StrEnum):
    """What a step may name. Each channel has exactly one medium, the word the law uses."""

    EMAIL = "email"
    LETTER = "letter"
    LINKEDIN = "linkedin"
    PHONE = "phone"

    @property
    def medium(self) -> Medium:
        """The medium whose rules apply to this channel."""
        return _MEDIUM[self]


_MEDIUM = {
    Channel.EMAIL: Medium.EMAIL,
    Channel.LETTER: Medium.POST,
    Channel.LINKEDIN: Medium.LINKEDIN_DM,
    Channel.PHONE: Medium.PHONE,
}


class Status(StrEnum):
    """LIVE sends, DRAFT never enrols, PAUSED holds what is due until it is live again."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"


class Anchor(StrEnum):
    """The moment that day 0 is counted from."""

    CANCELLATION_RECEIVED = "cancellation_received"
    CONTRACT_END = "contract_end"
    RETURNED = "returned"
    SAVED = "saved"
    FEATURE_RELEASED = "feature_released"
    ENROLLED = "enrolled"


class EventKind(StrEnum):
    """Events a step can wait for and a goal can name."""

    FEATURE_RELEASED = "feature_released"
    RETURNED = "returned"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class OnDay:
    """Due `day` calendar days after the anchor (None = the sequence's day_zero), at `at` or when the window opens."""

    day: int
    anchor: Anchor | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class OnEvent:
    """Due when `event` happens; given up after `wait_days` (None = when the next step comes due, at most 540)."""

    event: EventKind
    wait_days: int | None = None


@dataclass(frozen=True, slots=True)
class AfterStep:
    """Due `days` calendar days (or `business_days`) after the touch of `step` was made."""

    step: str
    days: int = 0
    business_days: bool = False


When = OnDay | OnEvent | AfterStep


@dataclass(frozen=True, slots=True)
class Conditions:
    """Set membership in closed vocabularies and typed bounds; empty set or None = no condition. All must hold."""

    reasons: frozenset[str] = frozenset()
    not_reasons: frozenset[str] = frozenset()
    segments: frozenset[Segment] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    kinds: frozenset[ContactKind] = frozenset()
    doors: frozenset[str] = frozenset()
    min_tenure_months: int | None = None
    max_tenure_months: int | None = None
    min_annual_value: Decimal | None = None
    max_annual_value: Decimal | None = None
    receipt_confirmed: bool | None = None
    brands: frozenset[str] = frozenset()
    address_form: AddressForm | None = None
    declarations: frozenset[DeclarationKind] = frozenset()
    assigned: bool | None = None


@dataclass(frozen=True, slots=True)
class WaitForOutcome:
    """The next step waits for the task's outcome, at most `days` days; then the sequence continues or stops."""

    days: int
    then: str = "continue"


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """What a phone or LinkedIn step asks of a person: a kind of task and its deadline in business hours or days."""

    kind: str = "call"
    due_business_hours: int | None = None
    due_business_days: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When advertising may leave, in the recipient's local time: weekdays 0 = Monday, [start, end)."""

    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    start: time = time(9, 0)
    end: time = time(17, 30)
    holidays: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one sequence; stricter than config.toml, never laxer. None = no limit of its own."""

    max_touches_in_90_days: int | None = None
    max_letters_per_person: int | None = None
    max_letter_euro_month: Decimal | None = None
    too_late_after_days: int | None = None
    holdout_percent: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """Who comes later than `max_days_late` after day zero starts only with a step that stands alone, or never."""

    max_days_late: int = 3


@dataclass(frozen=True, slots=True)
class StopEffect:
    """The sequence ends for this person."""


@dataclass(frozen=True, slots=True)
class PauseDays:
    """The sequence pauses for `days` days; a date the person named wins."""

    days: int


@dataclass(frozen=True, slots=True)
class PauseNamed:
    """The sequence pauses until the date the person named."""


@dataclass(frozen=True, slots=True)
class StartSequence:
    """This sequence ends and `name` starts."""

    name: str


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A person gets a task of `kind`; the sequence waits."""

    kind: str


@dataclass(frozen=True, slots=True)
class DefaultEffect:
    """The label's own safe default."""


Effect = StopEffect | PauseDays | PauseNamed | StartSequence | OpenTask | DefaultEffect


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `id` is its identity for ever; `channels` are tried in order, the first lawful one is used.

    Advertising mail only: `draft` waits for a person who has read it, `thread` follows the run's last one.
    """

    id: str
    when: When
    channels: tuple[Channel, ...]
    template: str
    purpose: Purpose = Purpose.ADVERTISING
    variants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    only_if: Conditions = Conditions()
    wait_for_outcome: WaitForOutcome | None = None
    task: TaskSpec = TaskSpec()
    at_once: bool = False
    stands_alone: bool = False
    too_late_after_days: int | None = None
    draft: bool = False
    thread: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A sequence as marketing wrote it. `hash` is the sha256 hex of its file, which enrollments are pinned to.

    `products`: the product families it advertises; empty = whatever the person's contract was about. `release_first`:
    so many advertising mails are read and approved by a person before the others follow by themselves; 0 = none.
    """

    name: str
    title: str
    status: Status
    day_zero: Anchor
    steps: tuple[Step, ...]
    hash: str = ""
    group: str | None = None
    priority: int = 0
    purpose: Purpose = Purpose.ADVERTISING
    goal: EventKind | None = None
    entry: Entry = Entry()
    who: Conditions = Conditions()
    limits: Limits = Limits()
    window: Window | None = None
    on_reply: Mapping[str, Effect] = field(default_factory=lambda: MappingProxyType({}))
    products: frozenset[str] = frozenset()
    release_first: int = 0

    def step(self, step_id: str) -> Step:
        """The step called `step_id`; KeyError when the definition has none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)
