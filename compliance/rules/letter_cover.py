"""Art. 5 Abs. 1 lit. f DSGVO: neither postcard nor envelope lets a third person see that somebody has cancelled."""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_PURPOSES, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Medium, Purpose

_NEUTRAL = passed("Außen ist nichts von der Kündigung zu sehen.", cover_reveals=False)
_REVEALS = denied("Umschlag oder Karte lassen die Kündigung oder ihren Grund erkennen.", cover_reveals=True)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY when the visible part reveals the cancellation or its reason."""
    return _REVEALS if facts.message.cover_reveals else _NEUTRAL


LETTER_COVER = Rule(
    name="letter_cover",
    statute="Art. 5 Abs. 1 lit. f DSGVO",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.POST}),
    purposes=ALL_PURPOSES - {Purpose.PROFILING, Purpose.TRACKING},
    check=check,
)
