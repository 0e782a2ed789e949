"""§ 7 Abs. 2 Nr. 2 UWG: portal messages are electronic mail (OLG Hamm 18 U 154/22), to business people as well.

The consent has to name social networks (BGH III ZR 196/17); a person sends by hand, no API of the network is used.
"""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D4", "D11", "D18"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a proven consent that names social-network messages."""
    return carried_by_consent(facts, policy, _DUTIES)


LINKEDIN_MESSAGE = Rule(
    name="linkedin_message",
    statute="§ 7 Abs. 2 Nr. 2 UWG (soziale Netzwerke)",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.LINKEDIN_DM}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
