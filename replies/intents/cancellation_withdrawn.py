"""The cancellation is taken back. Never acted on without a person: a contract would come to life again."""

from __future__ import annotations

from replies.intents.intent import Intent
from replies.meaning.concepts import Meaning
from replies.reply import Label

_CANCELLATION = "CANCEL_N|CANCEL_ANY"


def _said(
    name: str, needs: tuple[str, ...], near: int, without: tuple[str, ...] = (), *, across: bool = False
) -> Meaning:
    """Said outright: no „vielleicht“ or „wenn“ anywhere near, for half a promise brings no contract back."""
    unsure = ("MAYBE", "KEEP_CANCEL", "BUTTON", *without)
    return Meaning(name, needs, near, unsure, apart=20, conditional=False, across=across or _CANCELLATION in needs)


INTENT = Intent(
    Label.CANCELLATION_WITHDRAWN,
    "sequence",
    (
        _said("takes_back", (_CANCELLATION, "yes:UNDO"), 10),
        _said("not_in_force", (_CANCELLATION, "VOID"), 14),
        _said("strikes", (_CANCELLATION, "yes:STRIKE", "WISH|YOU|IT"), 5),
        _said("back", (_CANCELLATION, "BACK", "WISH|SHORT_CLAUSE"), 5),
        _said("does_not_cancel", ("not:CANCEL_V", "DOCH_NOT"), 3),
        _said("not_cancelled", ("NOT_CANCEL",), 4),
        _said("stays_as", ("yes:STAY", "STAY_AS", "ME|WISH"), 7),
        _said("stays", ("yes:STAY", "WE_DO", "SHORT_CLAUSE"), 2, ("DECISION",)),
        _said(
            "goes_on",
            ("yes:CONTINUE", "CONTRACT|ALL_OF_IT", "WISH|DOCH|YOU|LET"),
            10,
            ("OWN_DATA", "AGAIN", "UNTIL", "FAREWELL"),
        ),
        _said("prolongs", ("yes:PROLONG", "CONTRACT", "WISH"), 8, ("OWN_DATA", "UNTIL")),
        _said("keeps", ("yes:KEEP", "CONTRACT", "WE_DO"), 7, ("OWN_DATA", "UNTIL", "FOREIGN")),
        _said("as_before", ("ALL_AS_BEFORE", "WISH|LET|SHORT_CLAUSE|WE_DO"), 6),
        _said("letter_void", ("OUR_LETTER", "NOT_WRITTEN"), 10, ("RECEIVED",)),
        _said("holds_on", ("HOLD_ON", "CONTRACT", "WE_DO"), 4, ("OWN_DATA", "FOREIGN")),
        _said("restores", ("REGRET", "RESTORE", "ALL_OF_IT|CONTRACT"), 24, ("PERSONAL_DATA",), across=True),
        _said("regrets", ("REGRET", "CANCEL_N|CANCEL_V|STAY|CONTINUE"), 9),
        _said("regrets_it", ("yes:REGRET_V", "CANCEL_N|CANCEL_V|IT"), 6),
        _said("keeps_us", ("KEEP_US",), 2),
        _said("stays_on", ("STAY_ON", "WE_DO"), 4),
        _said("carries_on", ("CARRY_ON", "WE_DO", "SHORT_CLAUSE"), 3),
        Meaning("as_if_never", ("AS_IF", "CANCEL_N|CANCEL_V|OUR_LETTER"), near=14, question=None),
    ),
    review=True,
)
