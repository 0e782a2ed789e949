"""§ 7 Abs. 2 Nr. 2 UWG: a fax needs express consent, and § 7 Abs. 3 UWG (electronic mail) does not help it.

Each fax names principal and stop address (§ 7 Abs. 2 Nr. 3 UWG).
"""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D1", "D4", "D11"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a proven consent that names fax."""
    return carried_by_consent(facts, policy, _DUTIES)


FAX_CONSENT = Rule(
    name="fax_consent",
    statute="§ 7 Abs. 2 Nr. 2 UWG (Faxgerät)",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.FAX}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
