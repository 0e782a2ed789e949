"""Art. 6 Abs. 1 lit. f DSGVO: segments and scores of own former customers rest on legitimate interest.

Who objects to direct marketing vanishes from them too (Art. 21 Abs. 2 DSGVO, rule `objection`).
"""

from __future__ import annotations

from datetime import date

from compliance.facts import ContractState, Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING_DUTIES, ALL_MEDIA, Rule, denied
from compliance.verdict import Finding, Verdict
from contacts.medium import Purpose

_OWN = Finding(
    Verdict.ALLOW_DUTY,
    "Eigene Kundin oder eigener Kunde, kein Widerspruch.",
    {"customer": True},
    duties=ADVERTISING_DUTIES | {"D5"},
)
_STRANGER = denied("Wer nie Kunde war, wird nicht bewertet.", customer=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """ALLOW_DUTY for people with a contract, past or present."""
    return _STRANGER if facts.sale.state is ContractState.NONE else _OWN


PROFILING = Rule(
    name="profiling",
    statute="Art. 6 Abs. 1 lit. f DSGVO (Profiling)",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA,
    purposes=frozenset({Purpose.PROFILING}),
    check=check,
    basis=True,
)
