"""§ 7 Abs. 2 Nr. 2 UWG: SMS and messenger are electronic mail; the consent has to name them, for companies too.

One declaration may cover several channels (BGH III ZR 196/17). Stop address and sender stand in each message.
"""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D4", "D11"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a proven consent that names SMS or messenger."""
    return carried_by_consent(facts, policy, _DUTIES)


SMS_CONSENT = Rule(
    name="sms_consent",
    statute="§ 7 Abs. 2 Nr. 2 UWG (SMS, Messenger)",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.SMS}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
