"""Art. 28 Abs. 3 DSGVO: an advertising network gets hashed addresses only under a processor contract."""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Medium

_SIGNED = passed("Der Vertrag mit dem Werbenetz liegt vor.", processor_contract=True)
_MISSING = denied("Mit dem Werbenetz besteht kein Vertrag zur Auftragsverarbeitung.", processor_contract=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY without a processor contract."""
    return _SIGNED if facts.message.processor_contract else _MISSING


AUDIENCE_PROCESSOR = Rule(
    name="audience_processor",
    statute="Art. 28 Abs. 3 DSGVO",
    reviewed=date(2026, 11, 22),
    media=frozenset({Medium.AUDIENCE_UPLOAD}),
    purposes=ADVERTISING,
    check=check,
)
