"""Art. 7 Abs. 3 DSGVO: a withdrawn consent ends advertising on its medium, whatever other basis there might be.

Who withdraws says recognisably that the advertising is unwanted (§ 7 Abs. 1 Satz 2 UWG), and the caller bears the
burden of proof that a consent still existed (OLG Nürnberg 3 U 965/23).
"""

from __future__ import annotations

from datetime import date

from compliance.consents import later_consent
from compliance.facts import ConsentFact, Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, CALLS, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium, Purpose

_NONE = passed("Keine Einwilligung widerrufen.", withdrawn=0)


def check(facts: Facts, policy: Policy) -> Finding | None:
    """DENY when a consent about this medium and purpose was withdrawn and none was granted since."""
    newest = None
    for consent in facts.consents:
        at = consent.withdrawn_at
        if at is not None and _about(consent, facts) and (newest is None or at > newest[0]):
            newest = at, consent.id
    if newest is None:
        return _NONE
    withdrawn_at, evidence = newest
    values = {"withdrawn_at": withdrawn_at.isoformat()}
    later = later_consent(facts, policy, withdrawn_at)
    if later is not None:
        return Finding(Verdict.ALLOW, "Nach dem Widerruf wurde neu eingewilligt.", values, (evidence, later.id))
    return Finding(Verdict.DENY, "Die Einwilligung für diesen Kanal ist widerrufen.", values, (evidence,))


def _about(consent: ConsentFact, facts: Facts) -> bool:
    same = consent.medium is facts.medium or (consent.medium in CALLS and facts.medium in CALLS)
    if facts.medium is Medium.AUDIENCE_UPLOAD and consent.platforms:
        # Who withdraws for one network leaves a consent for another standing; without a name it is meant for all.
        same = same and facts.platform in consent.platforms
    # Withdrawing a consent to surveys or to tracking leaves a consent to offers standing; the reverse does not hold.
    purposes = consent.purposes
    return same and (not purposes or Purpose.ADVERTISING in purposes or facts.purpose in purposes)


WITHDRAWAL = Rule(
    name="withdrawal",
    statute="Art. 7 Abs. 3 DSGVO",
    reviewed=date(2026, 11, 22),
    media=ALL_MEDIA,
    purposes=ADVERTISING,
    check=check,
)
