"""Art. 5 Abs. 1 lit. d DSGVO: personal data must be accurate; a missing or dead address is not written to."""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_MEDIA, ALL_PURPOSES, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Medium, Purpose

_KNOWN = passed("Eine gültige Adresse ist bekannt.", has_address=True)
_MISSING = denied("Für diesen Kanal ist keine gültige Adresse bekannt.", has_address=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY without a valid address for the medium."""
    return _KNOWN if facts.has_address else _MISSING


REACHABLE = Rule(
    name="reachable",
    statute="Art. 5 Abs. 1 lit. d DSGVO",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA - {Medium.PHONE_IN},
    purposes=ALL_PURPOSES - {Purpose.PROFILING, Purpose.TRACKING},
    check=check,
)
