"""Which objections reach a medium, and which of them are still in force."""

from __future__ import annotations

from datetime import datetime

from compliance.consents import later_consent
from compliance.facts import Facts, ObjectionFact, Via
from compliance.policy import Policy
from compliance.rule import CALLS
from contacts.medium import Medium, Purpose

_FAMILY = {
    Medium.EMAIL.value: frozenset({Medium.EMAIL, Medium.AUDIENCE_UPLOAD}),
    Medium.PHONE.value: frozenset({Medium.PHONE, Medium.PHONE_AUTO}),
    Medium.PHONE_AUTO.value: frozenset({Medium.PHONE, Medium.PHONE_AUTO}),
    Medium.LINKEDIN_DM.value: frozenset({Medium.LINKEDIN_DM, Medium.LINKEDIN_INVITE}),
    Medium.LINKEDIN_INVITE.value: frozenset({Medium.LINKEDIN_DM, Medium.LINKEDIN_INVITE}),
}
"""Media that use the same address: who objects to one of them means the other too."""

_BY_NUMBER = CALLS | {Medium.SMS}

_ALONE = {medium.value: frozenset({medium}) for medium in Medium}


def reaches(objection: ObjectionFact, medium: Medium, policy: Policy) -> bool:
    """True when `objection` is about advertising on `medium`. What is unclear reaches everything.

    An objection in the cancellation itself, one that reaches a person through a shared address, and the hash of an
    erased person are global (OLG Schleswig 6 U 25/23; OLG Celle 13 U 15/14). The Robinson list is no objection to us.
    """
    if objection.via is Via.ROBINSON:
        return False
    scope = objection.scope
    if objection.via is Via.ONE_CLICK and scope == Medium.EMAIL.value:
        # One click on a list means all e-mail advertising, not the list alone; the house may read it as global.
        scope = policy.unsubscribe_scope if policy.unsubscribe_scope == "global" else scope
    elif objection.via is Via.AT_CANCEL or objection.shared_address:
        return True
    if objection.erased_person:
        return True
    media = _FAMILY.get(scope) or _ALONE.get(scope)
    return media is None or medium in media


def reaching(facts: Facts, policy: Policy) -> tuple[ObjectionFact, ...]:
    """All objections about this medium, also those a later consent has lifted."""
    return tuple(objection for objection in facts.objections if reaches(objection, facts.medium, policy))


def in_force(facts: Facts, policy: Policy) -> tuple[ObjectionFact, ...]:
    """Objections that reach this medium and that no later express consent has lifted. A repurchase lifts nothing."""
    objections = reaching(facts, policy)
    if not objections:
        return ()
    newest = max(objection.received_at for objection in objections)
    return () if later_consent(facts, policy, newest) else objections


def number_refused(facts: Facts, granted_at: datetime, policy: Policy) -> bool:
    """True when the person refused advertising by her number, at or after `granted_at`: objection or withdrawal.

    A list for an advertising network is matched by a number that was given for calls. Who wants no advertising by
    telephone objects to the use of the number for it (Art. 21 Abs. 2 DSGVO), and what was objected to is no longer
    processed for that purpose, in whatever way (Abs. 3); to match it would be such a use. The consent to lists stands:
    her e-mail address may be matched, and a later one that names numbers allows the number again.
    """
    said = [one.received_at for one in facts.objections if any(reaches(one, medium, policy) for medium in _BY_NUMBER)]
    for consent in facts.consents:
        advertising = not consent.purposes or Purpose.ADVERTISING in consent.purposes
        if consent.medium in _BY_NUMBER and consent.withdrawn_at is not None and advertising:
            said.append(consent.withdrawn_at)
    return any(at >= granted_at for at in said)
