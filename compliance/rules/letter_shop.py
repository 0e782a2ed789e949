"""Art. 28 Abs. 3 DSGVO: a letter shop gets addresses only under a processor contract, whatever the letter says."""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_PURPOSES, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Medium, Purpose

_SIGNED = passed("Der Vertrag mit der Druckerei liegt vor.", processor_contract=True)
_MISSING = denied("Mit der Druckerei besteht kein Vertrag zur Auftragsverarbeitung.", processor_contract=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY without a processor contract."""
    return _SIGNED if facts.message.processor_contract else _MISSING


LETTER_SHOP = Rule(
    name="letter_shop",
    statute="Art. 28 Abs. 3 DSGVO",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.POST}),
    purposes=ALL_PURPOSES - {Purpose.PROFILING, Purpose.TRACKING},
    check=check,
)
