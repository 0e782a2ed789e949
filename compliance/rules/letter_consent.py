"""Art. 6 Abs. 1 lit. a DSGVO: a consent to letters carries by itself, whatever the contract's age."""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D1", "D5", "D17"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a proven consent; no gate where nobody was asked for one, letters do not need it."""
    if all(consent.medium is not Medium.POST for consent in facts.consents):
        return None
    return carried_by_consent(facts, policy, _DUTIES)


LETTER_CONSENT = Rule(
    name="letter_consent",
    statute="Art. 6 Abs. 1 lit. a DSGVO (Brief)",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.POST}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
