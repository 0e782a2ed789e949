"""The touch: its states, the one transition table, and the decisions that move it.

Everything that may happen to a touch is in TRANSITIONS; docs/design.md draws its diagram from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sequences.definition import Channel


class TouchState(StrEnum):
    """Where a touch stands. A postponed touch is PLANNED with a new due time; a bounce is a fact of the attempt."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    HELD = "held"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    FAILED = "failed"
    BATCHED = "batched"
    EXPORTED = "exported"
    RECALLED = "recalled"
    OPEN = "open"
    DONE = "done"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


S = TouchState
TRANSITIONS: dict[TouchState, frozenset[TouchState]] = {
    S.PLANNED: frozenset({S.CLAIMED, S.SKIPPED, S.STOPPED, S.HELD}),
    # A claim is safe to give back: nothing has left the house (rescue, postponement, refusal of the gate).
    S.CLAIMED: frozenset({S.PLANNED, S.SENDING, S.BATCHED, S.OPEN, S.SKIPPED, S.STOPPED, S.HELD, S.FAILED}),
    # After the go-commit only the carrier's reply decides; without one the touch stays uncertain for ever visible.
    S.SENDING: frozenset({S.SENT, S.PLANNED, S.FAILED, S.UNCERTAIN}),
    # Contract mail is sent once more with the same Message-ID; advertising is never sent again on a guess.
    S.UNCERTAIN: frozenset({S.PLANNED, S.SENT, S.FAILED}),
    S.HELD: frozenset({S.PLANNED, S.STOPPED, S.SKIPPED}),
    S.BATCHED: frozenset({S.EXPORTED, S.STOPPED, S.PLANNED}),
    S.EXPORTED: frozenset({S.RECALLED}),
    S.OPEN: frozenset({S.DONE, S.EXPIRED, S.WITHDRAWN}),
    S.SENT: frozenset(),
    S.SKIPPED: frozenset(),
    S.STOPPED: frozenset(),
    S.FAILED: frozenset(),
    S.RECALLED: frozenset(),
    S.DONE: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
}

PENDING = frozenset({S.PLANNED, S.CLAIMED, S.SENDING, S.HELD})
"""States in which the engine still has to do something; an enrollment has at most one touch in these."""

REACHED = frozenset({S.SENDING, S.SENT, S.UNCERTAIN, S.BATCHED, S.EXPORTED, S.OPEN, S.DONE})
"""States that count as contact for every cap: in doubt a person was reached."""


class IllegalTransition(ValueError):
    """A touch was asked to move along an edge that TRANSITIONS does not have: a bug, never a matter of data."""


def check_transition(old: TouchState, new: TouchState) -> None:
    """Raise IllegalTransition unless `old` -> `new` is in the table."""
    if new not in TRANSITIONS[old]:
        raise IllegalTransition(f"{old} -> {new}")


@dataclass(frozen=True, slots=True)
class Send:
    """Leave by `channel` now."""

    channel: Channel
    duties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Postpone:
    """Not now; ask again at `until` (aware UTC)."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Skip:
    """This step never leaves; the sequence goes on with the next one."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The whole enrollment ends."""

    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A person has to look first (missing template variable, paused sequence); nothing leaves meanwhile."""

    reason: str


Decision = Send | Postpone | Skip | Stop | Hold

DECISION_WORDS = {Send: "send", Postpone: "postpone", Skip: "skip", Stop: "stop", Hold: "hold"}
"""The word of each decision in JSON; `holdout` is the word of an enrollment that is never touched."""
