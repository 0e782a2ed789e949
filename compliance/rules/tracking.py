"""§ 25 TDDDG: reading a person's device needs its own consent: pixels and links that differ per person.

Separate from the consent to advertising. For links contested (no access to the device, against EDPB 2/2023):
`tracking_clicks = false` is the default. Parameters shared by a whole campaign and the unsubscribe token are free.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from compliance.consents import judge
from compliance.facts import ConsentFact, Facts
from compliance.objections import in_force
from compliance.policy import Policy
from compliance.rule import ALL_PURPOSES, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium, Purpose

_MEDIA = frozenset({Medium.EMAIL, Medium.SMS, Medium.LINKEDIN_DM})
_NONE = passed("Nichts in der Nachricht misst einzelne Personen.", pixel_per_person=False, link_per_person=False)


def check(facts: Facts, policy: Policy) -> Finding | None:
    """STRIP for per-person measuring without consent; ALLOW_DUTY with one; ALLOW when nothing is measured."""
    message = facts.message
    link = message.links == "per_person" and not policy.tracking_clicks
    if not message.pixel_per_person and not link:
        return _NONE
    values: dict[str, object] = {"pixel_per_person": message.pixel_per_person, "link_per_person": link}
    consent = _consent(facts, policy)
    if consent is None:
        reason = "Für die Messung einzelner Personen fehlt die Einwilligung; Pixel und Kennungen werden entfernt."
        return Finding(Verdict.STRIP, reason, values, duties=frozenset({"D12"}))
    reason = "Die Messung ist eigens eingewilligt."
    return Finding(Verdict.ALLOW_DUTY, reason, values, (consent.id,), frozenset({"D12", "D13"}))


def _consent(facts: Facts, policy: Policy) -> ConsentFact | None:
    # Who objects to advertising is not measured for it either (Art. 21 Abs. 2 DSGVO: profiling).
    if in_force(facts, policy):
        return None
    measuring = replace(facts, purpose=Purpose.TRACKING)
    for consent in facts.consents:
        if judge(consent, measuring, policy)[0] is Verdict.ALLOW:
            return consent
    return None


TRACKING = Rule(
    name="tracking",
    statute="§ 25 Abs. 1 TDDDG",
    reviewed=date(2026, 11, 21),
    media=_MEDIA,
    purposes=frozenset({Purpose.TRACKING}),
    check=check,
    basis=True,
)

TRACKING_PART = Rule(
    name="tracking_part",
    statute="§ 25 Abs. 1 TDDDG",
    reviewed=date(2026, 11, 21),
    media=_MEDIA,
    purposes=ALL_PURPOSES - {Purpose.TRACKING, Purpose.PROFILING},
    check=check,
)
