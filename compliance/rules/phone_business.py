"""§ 7 Abs. 2 Nr. 1 UWG: a business may be called with its express consent; § 7a UWG does not ask for its record."""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.contact import ContactKind
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D6", "D8", "D20"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with an express consent; no gate for consumers and unknown persons."""
    if facts.recipient is not ContactKind.BUSINESS:
        return None
    return carried_by_consent(facts, policy, _DUTIES)


PHONE_BUSINESS = Rule(
    name="phone_business",
    statute="§ 7 Abs. 2 Nr. 1 UWG",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.PHONE}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
