"""Art. 6 Abs. 1 lit. b, c DSGVO: what contract or statute demand is sent, objection or not, day and night.

The confirmation of a termination goes out at once (§ 312k Abs. 4 BGB), that of a withdrawal without delay (§ 356a
BGB). Only allow-listed templates may claim this purpose; an advertising part is stripped by `advertising_part`.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import Rule
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium, Purpose

DUTIES = {
    Medium.EMAIL: frozenset({"D1", "D10"}),
    Medium.POST: frozenset({"D1", "D10"}),
    Medium.FAX: frozenset({"D1", "D10"}),
    Medium.SMS: frozenset({"D10"}),
    Medium.PHONE: frozenset({"D6", "D10", "D13"}),
    Medium.PHONE_AUTO: frozenset({"D6", "D10", "D13"}),
    Medium.PHONE_IN: frozenset({"D10", "D13"}),
    Medium.LINKEDIN_DM: frozenset({"D10", "D18"}),
}
"""Duties of contract and service messages by medium; a medium that is missing here carries none of them."""

_REASON = "Vertrag oder Gesetz verlangen diese Nachricht."
_FINDINGS = {medium: Finding(Verdict.ALLOW, _REASON, duties=duties) for medium, duties in DUTIES.items()}
_AT_ONCE = {
    medium: Finding(Verdict.ALLOW, _REASON, {"at_once": True}, duties=duties | {"D14"})
    for medium, duties in DUTIES.items()
}


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """ALLOW, with D14 when the statute says at once."""
    return (_AT_ONCE if facts.message.at_once else _FINDINGS)[facts.medium]


CONTRACT_MESSAGE = Rule(
    name="contract_message",
    statute="Art. 6 Abs. 1 lit. b, c DSGVO; § 312k Abs. 4, § 356a BGB",
    reviewed=date(2026, 11, 21),
    media=frozenset(DUTIES),
    purposes=frozenset({Purpose.CONTRACT, Purpose.MIXED}),
    check=check,
    basis=True,
)
