"""§ 7 Abs. 2 Nr. 2 UWG: electronic mail needs prior express consent, from companies as from consumers.

Proof: each declaration fully documented and printable at any time (BGH I ZR 164/09); products and companies named
(BGH VI ZR 721/15); usable up to two years after the contract's end (BGH III ZR 196/17).
"""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D1", "D3", "D4", "D5", "D11", "D12"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a proven consent that names e-mail, product, company and purpose."""
    return carried_by_consent(facts, policy, _DUTIES)


EMAIL_CONSENT = Rule(
    name="email_consent",
    statute="§ 7 Abs. 2 Nr. 2 UWG",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.EMAIL}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
