"""Work in the house: nobody is called or written to, so neither § 7 UWG nor an objection to a channel speaks about it.

What Art. 18 DSGVO keeps in the house it keeps from a colleague's desk as well.
"""

from __future__ import annotations

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rulebook import RULEBOOK_VERSION, RULES
from compliance.rules.restriction import RESTRICTION
from compliance.verdict import Finding, Gate, Ruling, Verdict

INSIDE = "inside"
STATUTE = "Art. 6 Abs. 1 Buchst. b, f DSGVO"
_BASIS = Gate(
    n=len(RULES) + 2,
    rule=INSIDE,
    statute=STATUTE,
    finding=Finding(Verdict.ALLOW, "Aufgabe im Haus: Niemand wird angesprochen."),
)


def rule_inside(facts: Facts, policy: Policy) -> Ruling:
    """May a colleague be given this work about the person? Pure; the medium in `facts` is only how it reaches her."""
    findings = [one for one in (RESTRICTION.check(facts, policy),) if one is not None]
    gates = [Gate(RULES.index(RESTRICTION) + 1, RESTRICTION.name, RESTRICTION.statute, one) for one in findings]
    decisive = next((gate for gate in gates if not gate.finding.verdict.allows), _BASIS)
    return Ruling(
        medium=facts.medium,
        purpose=facts.purpose,
        verdict=decisive.finding.verdict,
        rule=decisive.rule,
        reason=decisive.finding.reason,
        duties=frozenset(),
        gates=(*gates, _BASIS),
        rulebook=RULEBOOK_VERSION,
    )
