"""§ 7 Abs. 1 Satz 1 UWG: a bare contact request whose purpose is sales; no decision is known, so it is off by default.

Contested (a fortiori to OLG Hamm 18 U 154/22): `linkedin_invites = false`. A consent that names it carries.
"""

from __future__ import annotations

from datetime import date

from compliance.consents import carried_by_consent
from compliance.facts import Facts
from compliance.policy import Policy
from compliance.releases import signature
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

_DUTIES = ADVERTISING_DUTIES | {"D4", "D18"}
_BY_HAND = frozenset({"D18"})


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with consent or release, else DENY_DEFAULT."""
    consented = carried_by_consent(facts, policy, _DUTIES)
    if consented.verdict is Verdict.ALLOW_DUTY:
        return consented
    if policy.linkedin_invites:
        values = {"release": signature(policy, "linkedin_invites")}
        return Finding(Verdict.ALLOW_DUTY, "Kontaktanfragen ohne Text sind freigegeben.", values, duties=_DUTIES)
    reason = "Ob eine Kontaktanfrage ohne Text Werbung ist, ist ungeklärt."
    return Finding(Verdict.DENY_DEFAULT, reason, {"linkedin_invites": False}, duties=_BY_HAND)


LINKEDIN_INVITE = Rule(
    name="linkedin_invite",
    statute="§ 7 Abs. 1 Satz 1 UWG (Kontaktanfrage)",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.LINKEDIN_INVITE}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
