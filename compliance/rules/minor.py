"""Anhang Nr. 28 zu § 3 Abs. 3 UWG, Erwägungsgrund 38 DSGVO: whoever is known to be under age gets no advertising.

Children deserve particular protection where their data serves advertising; a declaration of their own proves little
(§§ 107, 131 Abs. 2 BGB). Nobody asks for an age: what counts is what the house was told.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, denied, passed
from compliance.verdict import Finding

_GROWN = passed("Dass die Person minderjährig ist, ist nicht bekannt.", minor=False)
_MINOR = denied("Die Person ist minderjährig; an sie geht keine Werbung.", minor=True)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY for a person who is known to be under age."""
    return _MINOR if facts.minor else _GROWN


MINOR = Rule(
    name="minor",
    statute="Anhang Nr. 28 zu § 3 Abs. 3 UWG; ErwG 38 DSGVO",
    reviewed=date(2026, 11, 22),
    media=ALL_MEDIA,
    purposes=ADVERTISING,
    check=check,
)
