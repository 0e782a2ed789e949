"""Kinds of task and the outcomes a person can report for each: closed vocabularies."""

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
    SETTLED = "settled"


OUTCOMES = MappingProxyType(
    {
        "call": (
            Outcome.REACHED,
            Outcome.NOT_REACHED,
            Outcome.INTERESTED,
            Outcome.NO_INTEREST,
            Outcome.CALL_BACK,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
        ),
        "linkedin": (
            Outcome.SENT,
            Outcome.ANSWERED,
            Outcome.INTERESTED,
            Outcome.NO_INTEREST,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
        ),
        "answer_reply": (
            Outcome.ANSWERED,
            Outcome.INTERESTED,
            Outcome.NO_INTEREST,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
        ),
        "read_reply": (
            Outcome.ANSWERED,
            Outcome.INTERESTED,
            Outcome.NO_INTEREST,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
        ),
        "by_hand": (Outcome.SENT, Outcome.WRONG_ADDRESS),
        "confirm_end": (Outcome.SENT, Outcome.ANSWERED),
        "answer_ground": (Outcome.SENT, Outcome.ANSWERED),
        "new_contact": (Outcome.ANSWERED, Outcome.WRONG_ADDRESS),
        "taken_back": (Outcome.SETTLED, Outcome.ANSWERED, Outcome.NO_INTEREST, Outcome.OBJECTION),
        "better_address": (Outcome.SETTLED, Outcome.OBJECTION, Outcome.WRONG_ADDRESS),
        "callback": (Outcome.REACHED, Outcome.NOT_REACHED, Outcome.OBJECTION, Outcome.WRONG_ADDRESS),
        "review_cancellation": (Outcome.SETTLED, Outcome.WRONG_ADDRESS),
        "review_withdrawal": (Outcome.SETTLED, Outcome.WRONG_ADDRESS),
    }
)
"""Which outcomes a kind of task can have; a kind not listed takes all of them."""

_MADE = MappingProxyType(
    {
        "call": frozenset(OUTCOMES["call"]),
        "callback": frozenset(OUTCOMES["callback"]),
        "linkedin": frozenset(OUTCOMES["linkedin"]) - {Outcome.WRONG_ADDRESS},
    }
)

ENDS_ADVERTISING = frozenset({Outcome.NO_INTEREST})
"""The no is respected at once: the sequences end, without an objection for ever."""


def was_made(kind: str, outcome: Outcome) -> bool:
    """True when the person was called or written to, reached or not: § 7a UWG counts every use of a consent."""
    return outcome in _MADE.get(kind, frozenset())


def shows_number(kind: str, outcome: Outcome) -> bool:
    """True when a number was dialled, so that ours had to be shown (§ 15 Abs. 2 TDDDG)."""
    return kind in ("call", "callback") and was_made(kind, outcome)


def outcomes_of(kind: str) -> tuple[Outcome, ...]:
    """The outcomes a task of `kind` can have."""
    return OUTCOMES.get(kind, tuple(Outcome))
