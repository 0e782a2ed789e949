"""§ 7 Abs. 2 Nr. 1 UWG: a business may be called with presumed consent, which a person has to give reasons for.

Circumstances before the call and kind of the offer decide (BGH I ZR 191/03). "Was our customer" is no reason (OLG Hamm
4 U 190/08), a public number neither (BVerwG 6 C 3.23); satisfaction surveys are never presumed (OLG Köln 6 U 191/11).
Contested: each call is released by name, `manual`.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ADVERTISING_DUTIES, Rule
from compliance.verdict import Finding, Verdict
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose

_DUTIES = ADVERTISING_DUTIES | {"D6", "D8", "D19", "D20"}
_NO_REASON = {
    "none": "Für eine mutmaßliche Einwilligung ist kein Grund festgehalten.",
    "was_customer": "„War unser Kunde“ ist kein Grund für eine mutmaßliche Einwilligung.",
    "directory": "Eine öffentlich bekannte Nummer ist kein Grund für eine mutmaßliche Einwilligung.",
}
_CONCRETE = "concrete"


def check(facts: Facts, policy: Policy) -> Finding | None:
    """ALLOW_DUTY with a concrete, released reason; DENY_DEFAULT unreleased; DENY without a reason and for surveys."""
    if facts.recipient is not ContactKind.BUSINESS:
        return None
    presumed = facts.presumed
    values: dict[str, object] = {
        "reason": presumed.reason,
        "released_by": presumed.released_by,
        "released_at": presumed.released_at.isoformat() if presumed.released_at else None,
    }
    evidence = (presumed.id,) if presumed.id is not None else ()
    if facts.purpose is Purpose.SURVEY:
        return Finding(Verdict.DENY, "Für Befragungen gibt es keine mutmaßliche Einwilligung.", values)
    if presumed.reason != _CONCRETE:
        # Any word but `concrete` counts as no reason: a free text may hide "was our customer".
        return Finding(Verdict.DENY, _NO_REASON.get(presumed.reason, _NO_REASON["none"]), values, evidence)
    if not _released(facts) or policy.b2b_presumed_consent != "manual":
        return Finding(Verdict.DENY_DEFAULT, "Der Grund ist nicht von einem Menschen freigegeben.", values, evidence)
    return Finding(Verdict.ALLOW_DUTY, "Konkreter, freigegebener Grund für den Anruf.", values, evidence, _DUTIES)


def _released(facts: Facts) -> bool:
    # The reason stands before the call: a release without a name, without a day or of tomorrow is none.
    presumed = facts.presumed
    return bool(presumed.released_by) and presumed.released_at is not None and presumed.released_at <= facts.now


PHONE_PRESUMED = Rule(
    name="phone_presumed",
    statute="§ 7 Abs. 2 Nr. 1 UWG (mutmaßliche Einwilligung)",
    reviewed=date(2026, 11, 22),
    media=frozenset({Medium.PHONE}),
    purposes=ADVERTISING,
    check=check,
    basis=True,
)
