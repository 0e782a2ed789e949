"""§ 7 Abs. 2 Nr. 2 UWG: an automatic calling machine, recording or voice bot needs a consent that names it.

Consumers and companies alike. The statute speaks of advertising; no machine of ours speaks to anybody without such
a consent, so contract and service calls by machine are barred as well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from compliance.consents import best, carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, CALLS, EXEMPT, Rule, denied, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium, Purpose

_HUMAN = passed("Ein Mensch ruft an.", automated=False)
_NAMED = passed("Die Einwilligung nennt automatische Anrufe.", automated=True)
_UNNAMED = denied("Keine Einwilligung nennt automatische Anrufe.", automated=True)
_DUTIES = ADVERTISING_DUTIES | {"D6", "D7", "D8", "D20"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """DENY for a machine at the line unless a consent names machines."""
    if facts.medium is not Medium.PHONE_AUTO and not facts.message.automated_call:
        return _HUMAN
    # The consent is judged as one to advertising by machine: there is no other that names machines.
    machine = replace(facts, medium=Medium.PHONE_AUTO, purpose=Purpose.ADVERTISING)
    return _NAMED if best(machine, policy)[0] is Verdict.ALLOW else _UNNAMED


def consent(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a proven consent that names automatic calls."""
    return carried_by_consent(facts, policy, _DUTIES)


AUTOMATED_CALL = Rule(
    name="automated_call",
    statute="§ 7 Abs. 2 Nr. 2 UWG",
    reviewed=date(2026, 11, 21),
    media=CALLS,
    purposes=ADVERTISING | EXEMPT | {Purpose.MIXED},
    check=check,
)

AUTOMATED_CALL_CONSENT = Rule(
    name="automated_call_consent",
    statute="§ 7 Abs. 2 Nr. 2 UWG",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.PHONE_AUTO}),
    purposes=ADVERTISING,
    check=consent,
    basis=True,
)
