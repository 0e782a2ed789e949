"""What a rule is: one norm, the media and purposes it speaks about, and one pure check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium, Purpose

Check = Callable[[Facts, Policy], Finding | None]
"""Pure; None = the rule has nothing to say about this case and leaves no gate."""

REVIEW_MONTHS = 12
"""A rule whose statute and judgments nobody has read again for so long is named by `compliance rules`."""

ALL_MEDIA = frozenset(Medium)
ALL_PURPOSES = frozenset(Purpose)
CALLS = frozenset({Medium.PHONE, Medium.PHONE_AUTO})
"""Calls that we make; a call of the person (PHONE_IN) is none in the sense of § 7 Abs. 2 UWG."""

ADVERTISING = frozenset({Purpose.ADVERTISING, Purpose.SURVEY, Purpose.REPERMISSION})
"""What reaches a person as advertising: surveys and asking for consent included (BGH VI ZR 225/17)."""

EXEMPT = frozenset({Purpose.CONTRACT, Purpose.SERVICE, Purpose.DOUBLE_OPT_IN})
"""Purposes that objection, window and caps leave alone; each is allowed only under its own conditions."""

ADVERTISING_DUTIES = frozenset({"D9", "D13"})
"""Every advertising contact: suppression check in the sending transaction, rule and evidence logged."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One norm. `reviewed` is the day its statute and judgments were last read; `statute` its German citation.

    A *basis* permits: one carrying basis suffices, and without one nothing is sent. All other rules are *barriers*:
    each of them must be passed.
    """

    name: str
    statute: str
    reviewed: date
    media: frozenset[Medium]
    purposes: frozenset[Purpose]
    check: Check
    basis: bool = False


def passed(reason: str, **values: object) -> Finding:
    """The finding of a barrier that does not stand in the way."""
    return Finding(Verdict.ALLOW, reason, values)


def denied(reason: str, **values: object) -> Finding:
    """The finding of a norm that forbids."""
    return Finding(Verdict.DENY, reason, values)
