"""§ 7 Abs. 2 Nr. 1, § 7a UWG: a consumer is called only with prior express consent and its complete record.

No save call to undo a termination (OLG Köln 6 U 1/09); a number on the order form is no consent (vzbv v. O2); a
confirmed e-mail proves nothing for the phone (BGH I ZR 164/09). An unknown person is a consumer.
"""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding
from contacts.contact import ContactKind
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D6", "D7", "D8", "D20"}


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a consent whose § 7a record is complete; no gate for a business."""
    if facts.recipient is ContactKind.BUSINESS:
        return None
    return carried_by_consent(facts, policy, _DUTIES)


PHONE_CONSUMER = Rule(
    name="phone_consumer",
    statute="§ 7 Abs. 2 Nr. 1, § 7a UWG",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.PHONE}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
