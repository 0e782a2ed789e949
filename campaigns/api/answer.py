"""What a caller hears: an effect, or every fault with its field and what is allowed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.imports import ImportVocabulary
from cases.authority import Concession
from contacts.consent import OBJECTION_SCOPES
from contacts.medium import Medium
from tasks.kinds import Outcome

_MOMENTS = ("2026-11-21T14:30:00+01:00", "2026-11-21T13:30:00Z", "2026-11-21")
_MEDIA = tuple(medium.value for medium in Medium)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field (German); `allowed` are the words or forms that it may have."""

    field: str
    problem: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Status of HTTP and body."""

    status: int
    body: Mapping[str, Any]


class Refused(Exception):
    """Nothing is done; the answer says why."""

    def __init__(self, *faults: Fault, status: int = 422, error: str = "invalid", message: str = "") -> None:
        super().__init__(error)
        self.answer = problem(status, error, message or "Nichts wurde übernommen.", *faults)


def problem(status: int, error: str, message: str, *faults: Fault) -> Answer:
    """An answer that says no; `error` is a word for programs, `message` a German sentence."""
    problems = [{"field": one.field, "problem": one.problem, "allowed": list(one.allowed)} for one in faults]
    return Answer(status, {"error": error, "message": message, "problems": problems})


def allowed(field: str, vocabulary: ImportVocabulary) -> tuple[str, ...]:
    """What a field may hold: words of a closed list, or one example of each form."""
    if field == "reason":
        return tuple(sorted(vocabulary.reasons))
    return _ALLOWED.get(field, ())


_ALLOWED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("received_at", "returned_at", "at", "receipt_confirmed_at", "withdrawn_at", "call_back_at"), _MOMENTS
    ),
    **dict.fromkeys(("wished_end", "promise_due"), ("2026-11-21",)),
    "offer": tuple(Concession),
    "annual_value": ("1234.50",),
    "medium": _MEDIA,
    "scope": tuple(OBJECTION_SCOPES),
    "outcome": tuple(outcome.value for outcome in Outcome),
    "address": ("name@firma.de", "+49 431 1234567", "Anna Nachname, Straße 1, 20095 Ort"),
}
