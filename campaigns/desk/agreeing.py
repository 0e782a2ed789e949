"""What somebody reports as agreed, from words to values: one reading for terminal, page and REST."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from campaigns.desk.promising import NotAgreed
from campaigns.imports import ImportVocabulary
from campaigns.imports.times import day
from cases.authority import Concession
from tasks.report import Conceded, Promised

PROMISE: Final = ("promise", "promise_due", "promise_owner")
OFFER: Final = ("offer", "offer_amount", "offer_words", "offer_accepted", "offer_approved_by")
YES: Final = "true"
"""What `offer_accepted` holds when it was."""
_MOST_DIGITS: Final = 9
_ANY: Final = ImportVocabulary()


@dataclass(frozen=True, slots=True)
class Agreed:
    """The two parts of tasks.report.Report, and every fault of what was given; a part with a fault is None."""

    promise: Promised | None = None
    offer: Conceded | None = None
    faults: tuple[NotAgreed, ...] = ()


def agreed_in(given: Mapping[str, str]) -> Agreed:
    """Read PROMISE and OFFER of `given`, where what is missing is empty.

    An offer is a word of cases.authority.Concession or the id of one of the house; how much, or what a `custom` one is,
    may stand behind a `=` instead of in its own field.
    """
    faults: list[NotAgreed] = []
    promise = _promised([given.get(name, "").strip() for name in PROMISE], faults)
    offer = _conceded([given.get(name, "").strip() for name in OFFER], faults)
    wrong = {one.field for one in faults}
    return Agreed(
        None if wrong.intersection(PROMISE) else promise, None if wrong.intersection(OFFER) else offer, tuple(faults)
    )


def _promised(told: Sequence[str], faults: list[NotAgreed]) -> Promised | None:
    text, due, owner = told
    if not (text or due or owner):
        return None
    if not text:
        faults.append(NotAgreed("promise", "Was zugesagt wurde, fehlt."))
    due_on = day(due, _ANY) if due else None
    if isinstance(due_on, date):
        return Promised(text, due_on, owner)
    words = due_on.message if due_on is not None else "Es fehlt, bis wann; eine Zusage hat einen Tag."
    faults.append(NotAgreed("promise_due", words))
    return None


def _conceded(told: Sequence[str], faults: list[NotAgreed]) -> Conceded | None:
    offer, amount, words, accepted, approved_by = told
    what, _, behind = (part.strip() for part in offer.partition("="))
    if not what:
        if amount or words or accepted or approved_by:
            faults.append(NotAgreed("offer", "Was angeboten wurde, fehlt."))
        return None
    if what == Concession.CUSTOM:
        if behind and words:
            fixed = f"Der Wortlaut steht fest („{behind}“); was dazukommt, ist eine Zusage oder eine Notiz."
            faults.append(NotAgreed("offer_words", fixed))
        words = behind or words
    else:
        if behind and amount and behind != amount:
            two = f"Zwei Angaben, wie viel: „{behind[:40]}“ und „{amount[:40]}“; erwartet wird eine."
            faults.append(NotAgreed("offer_amount", two))
            return None
        amount = behind or amount
    if amount and not (amount.isascii() and amount.isdecimal() and len(amount) <= _MOST_DIGITS):
        odd = f"„{amount[:40]}“ ist keine ganze Zahl; erwartet wird zum Beispiel 10."
        faults.append(NotAgreed("offer_amount", odd))
        return None
    return Conceded(what, int(amount or 0), words, accepted.casefold() == YES, approved_by)
