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
    HELD = "held"
    DECLINED = "declined"
    OBJECTION = "objection"
    WRONG_ADDRESS = "wrong_address"
    SENT = "sent"
    ANSWERED = "answered"
    SETTLED = "settled"
    NOT_NEEDED = "not_needed"
    APPROVED = "approved"
    REFUSED = "refused"
    KEPT = "kept"
    NOT_KEPT = "not_kept"
    WRONG_PERSON = "wrong_person"
    LEFT_COMPANY = "left_company"
    NOT_DONE = "not_done"


_NOT_THE_ONE = (Outcome.WRONG_PERSON, Outcome.LEFT_COMPANY)
_CALLED = (
    Outcome.REACHED,
    Outcome.NOT_REACHED,
    Outcome.INTERESTED,
    Outcome.NO_INTEREST,
    Outcome.CALL_BACK,
    Outcome.OBJECTION,
    Outcome.WRONG_ADDRESS,
)
_READ = (
    Outcome.ANSWERED,
    Outcome.INTERESTED,
    Outcome.NO_INTEREST,
    Outcome.OBJECTION,
    Outcome.WRONG_ADDRESS,
)

OUTCOMES = MappingProxyType(
    {
        "call": (*_CALLED, *_NOT_THE_ONE, Outcome.NOT_DONE),
        "meeting": (
            Outcome.HELD,
            Outcome.NOT_REACHED,
            Outcome.INTERESTED,
            Outcome.NO_INTEREST,
            Outcome.DECLINED,
            Outcome.CALL_BACK,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
            *_NOT_THE_ONE,
            Outcome.NOT_DONE,
        ),
        "exit_interview": (
            Outcome.REACHED,
            Outcome.HELD,
            Outcome.NOT_REACHED,
            Outcome.DECLINED,
            Outcome.CALL_BACK,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
            *_NOT_THE_ONE,
            Outcome.NOT_DONE,
        ),
        "linkedin": (
            Outcome.SENT,
            Outcome.ANSWERED,
            Outcome.INTERESTED,
            Outcome.NO_INTEREST,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
            *_NOT_THE_ONE,
            Outcome.NOT_DONE,
        ),
        "approval": (Outcome.APPROVED, Outcome.REFUSED),
        "duty": (Outcome.SETTLED, Outcome.NOT_NEEDED, Outcome.NOT_DONE),
        "promise": (Outcome.KEPT, Outcome.NOT_KEPT),
        "answer_reply": _READ,
        "read_reply": _READ,
        "by_hand": (Outcome.SENT, Outcome.WRONG_ADDRESS),
        "confirm_end": (Outcome.SENT, Outcome.ANSWERED),
        "answer_ground": (Outcome.SENT, Outcome.ANSWERED),
        "new_contact": (Outcome.ANSWERED, Outcome.WRONG_ADDRESS),
        "taken_back": (Outcome.SETTLED, Outcome.ANSWERED, Outcome.NO_INTEREST, Outcome.OBJECTION),
        "better_address": (Outcome.SETTLED, Outcome.OBJECTION, Outcome.WRONG_ADDRESS, Outcome.LEFT_COMPANY),
        "callback": (
            Outcome.REACHED,
            Outcome.NOT_REACHED,
            Outcome.CALL_BACK,
            Outcome.OBJECTION,
            Outcome.WRONG_ADDRESS,
        ),
        "review_cancellation": (Outcome.SETTLED, Outcome.WRONG_ADDRESS),
        "review_withdrawal": (Outcome.SETTLED, Outcome.WRONG_ADDRESS),
    }
)
"""Which outcomes a kind of task can have; a kind not listed takes all of them."""

IN_SEQUENCES = frozenset(
    {"call", "meeting", "exit_interview", "linkedin", "approval", "duty", "promise", "answer_reply", "read_reply"}
)
"""What a sequence file may ask of a person (`task.kind`, `[on_reply] task`)."""

DIALLED = frozenset({"call", "callback", "exit_interview", "meeting"})
"""Kinds for which somebody takes the phone: each try counts, and whoever was not reached is tried again."""

CONTACTING = frozenset({"call", "exit_interview", "linkedin", "meeting"})
"""Kinds by which we reach somebody of our own wish; a `callback` is hers."""

INSIDE = frozenset({"approval", "duty", "promise"})
"""Kinds of work in the house: nobody is called or written to, so no channel's law and no cap is about them."""

OF_A_MESSAGE = frozenset({"approval"})
"""Of these the ones that make no sense any more when the message they are about may not leave."""

AGREEING = DIALLED | {"linkedin", "answer_reply", "read_reply", "taken_back", "duty"}
"""Kinds in which something may be promised to the person; in work in the house, what was forgotten before."""

OWED = frozenset(
    {
        *("by_hand", "confirm_end", "answer_ground", "review_cancellation", "review_withdrawal", "taken_back"),
        "data_request",
    }
)
"""Kinds that contract or statute ask of us: nobody's full day puts them off."""

FOR_NEUTRAL = frozenset({"exit_interview"})
"""Kinds that somebody does who had nothing to do with the contract, where there is such a person."""

BRANCHING = frozenset(one for kind in IN_SEQUENCES for one in OUTCOMES[kind]) - {
    Outcome.OBJECTION,
    Outcome.NO_INTEREST,
    Outcome.WRONG_ADDRESS,
    *_NOT_THE_ONE,
}
"""Outcomes that `[on_reply]` of a sequence may give an effect; a no and an objection do what they always do."""

_NEVER_MADE = frozenset({Outcome.NOT_DONE})
_NOT_MADE = MappingProxyType({"linkedin": frozenset({Outcome.WRONG_ADDRESS, *_NOT_THE_ONE})})
"""Whoever opens a profile sees who it is, before anything is written."""

NOT_THE_ONE = frozenset(_NOT_THE_ONE)
"""She is not, or not any more, whom this is about: nothing goes to her, and somebody looks who is."""

ENDS_ADVERTISING = frozenset({Outcome.NO_INTEREST})
"""The no is respected at once: the sequences end, without an objection for ever."""

SPOKEN = frozenset({Outcome.REACHED, Outcome.HELD, Outcome.INTERESTED, Outcome.NO_INTEREST, Outcome.DECLINED})
"""There was a conversation. An appointment for one (`call_back`) is none yet."""


def was_made(kind: str, outcome: Outcome) -> bool:
    """True when the person was called or written to, reached or not: § 7a UWG counts every use of a consent."""
    made = (kind in DIALLED or kind in _NOT_MADE) and outcome not in _NEVER_MADE
    return made and outcome in OUTCOMES[kind] and outcome not in _NOT_MADE.get(kind, ())


def shows_number(kind: str, outcome: Outcome) -> bool:
    """True when a number was dialled, so that ours had to be shown (§ 15 Abs. 2 TDDDG); who is met was not rung."""
    return kind in DIALLED and was_made(kind, outcome) and outcome is not Outcome.HELD


def outcomes_of(kind: str) -> tuple[Outcome, ...]:
    """The outcomes a task of `kind` can have."""
    return OUTCOMES.get(kind, tuple(Outcome))


def may_report(kind: str, outcome: Outcome) -> bool:
    """True when `outcome` can come of a task of `kind`; an objection can always be said (Art. 21 Abs. 2 DSGVO)."""
    return outcome is Outcome.OBJECTION or outcome in outcomes_of(kind)
