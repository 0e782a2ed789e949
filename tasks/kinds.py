"""Kinds of task and the outcomes a person can report for each. Closed vocabularies; an outcome branches like a reply."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType


class Outcome(StrEnum):
    """What came of a task."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    INTERESTED = "interested"
    NO_INTEREST = "no_interest"
    CALL_BACK = "call_back"
    OBJECTION = "objection"
    WRONG_ADDRESS = "wrong_address"
    SENT = "sent"
    ANSWERED = "answered"


O = Outcome
OUTCOMES = MappingProxyType(
    {
        "call": (O.REACHED, O.NOT_REACHED, O.INTERESTED, O.NO_INTEREST, O.CALL_BACK, O.OBJECTION, O.WRONG_ADDRESS),
        "linkedin": (O.SENT, O.ANSWERED, O.INTERESTED, O.NO_INTEREST, O.OBJECTION, O.WRONG_ADDRESS),
        "answer_reply": (O.ANSWERED, O.INTERESTED, O.NO_INTEREST, O.OBJECTION, O.WRONG_ADDRESS),
        "read_reply": (O.ANSWERED, O.INTERESTED, O.NO_INTEREST, O.OBJECTION, O.WRONG_ADDRESS),
        "new_contact": (O.ANSWERED, O.WRONG_ADDRESS),
    }
)
"""Which outcomes a kind of task can have; a kind not listed takes all of them."""

ENDS_ADVERTISING = frozenset({O.NO_INTEREST})
"""The no is respected at once: the sequences end, without an objection for ever."""


def outcomes_of(kind: str) -> tuple[Outcome, ...]:
    """The outcomes a task of `kind` can have."""
    return OUTCOMES.get(kind, tuple(Outcome))
