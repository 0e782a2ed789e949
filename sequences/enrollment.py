"""The enrollment: one person's run through one pinned definition."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EnrollmentState(StrEnum):
    """ACTIVE moves, PAUSED waits for a date, the others are ends. HOLDOUT and EXCLUDED never had a touch."""

    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    HOLDOUT = "holdout"
    EXCLUDED = "excluded"


E = EnrollmentState
TRANSITIONS: dict[EnrollmentState, frozenset[EnrollmentState]] = {
    E.ACTIVE: frozenset({E.PAUSED, E.FINISHED, E.STOPPED}),
    E.PAUSED: frozenset({E.ACTIVE, E.STOPPED}),
    E.FINISHED: frozenset(),
    E.STOPPED: frozenset(),
    E.HOLDOUT: frozenset({E.STOPPED}),
    E.EXCLUDED: frozenset(),
}


class StopReason(StrEnum):
    """Why an enrollment ended before its last step."""

    REPLIED = "replied"
    OBJECTION = "objection"
    GOAL = "goal"
    BOUNCED = "bounced"
    COMPLAINT = "complaint"
    BRANCHED = "branched"
    REPLACED = "replaced"
    OUTCOME = "outcome"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OPERATOR = "operator"
    EXCLUDED = "excluded"
    CONTRACT_WITHDRAWN = "contract_withdrawn"
    OWN_PAUSE = "own_pause"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True)
class Anchors:
    """The moments that an enrollment's days are counted from, aware UTC; None = not known (yet)."""

    cancellation_received: datetime
    contract_end: datetime | None = None
    returned: datetime | None = None
    saved: datetime | None = None
    feature_released: datetime | None = None
    enrolled: datetime | None = None


def fraction(*parts: str) -> float:
    """A stable number in [0, 1) from external ids: the source of holdout, variant and jitter (never random)."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    # 53 bits are all that a float holds; with 64 the largest digests would round up to 1.0.
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53


def in_holdout(contact_id: str, group: str, percent: int) -> bool:
    """True when the contact belongs to the `percent` of `group` that is never written to, for measuring."""
    return fraction("holdout", group, contact_id) * 100 < percent


def choose_variant(contact_id: str, sequence: str, step: str, names: tuple[str, ...]) -> str | None:
    """The sticky variant of a contact for a step, None when the step has no variants. `names` sorted by caller."""
    if not names:
        return None
    return names[int(fraction("variant", sequence, step, contact_id) * len(names))]
