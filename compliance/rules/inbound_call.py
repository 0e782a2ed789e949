"""§ 7 Abs. 2 Nr. 1 UWG does not reach a call that the customer makes; one offer is allowed once the matter is settled.

The termination is booked first: an offer before it would be an obstacle to terminating (§ 4a Abs. 2 Nr. 4 UWG).
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, Rule, denied
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

_BOOKED = Finding(
    Verdict.ALLOW_DUTY,
    "Die Person ruft selbst an, ihre Kündigung ist erfasst.",
    {"termination_booked": True},
    duties=frozenset({"D13"}),
)
_OURS = denied("Die Person hat nicht selbst angerufen.", inbound=False)
_NOT_BOOKED = denied("Erst wird die Kündigung erfasst, dann darf ein Angebot folgen.", termination_booked=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """ALLOW_DUTY after the termination is booked."""
    if not facts.message.inbound:
        return _OURS
    return _BOOKED if facts.message.termination_booked else _NOT_BOOKED


INBOUND_CALL = Rule(
    name="inbound_call",
    statute="§ 7 Abs. 2 Nr. 1, § 4a Abs. 2 Nr. 4 UWG",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.PHONE_IN}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
