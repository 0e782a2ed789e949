"""§ 7 Abs. 1 Satz 1 UWG: a service contact stays one; an offer or „Waren Sie zufrieden?“ makes it advertising.

A text loses that part and goes; a call cannot be cut, so it is not made.

After a complaint one may ask whether the fault is fixed, not how satisfied the customer is (OLG Köln 6 U 222/12); a
requested call back answers the question and sells nothing.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_MEDIA, CALLS, EXEMPT, Rule, denied, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

_ONLY_SERVICE = passed("Das Gespräch bleibt beim Anliegen.")
_REASONS = {
    "offer": "Ein Angebot in einem Servicekontakt ist Werbung.",
    "satisfaction": "Die Frage nach der Zufriedenheit ist Werbung, kein Service.",
}
_SPOKEN = CALLS | {Medium.PHONE_IN}
_STRIPPED = frozenset({"D10", "D14"})


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY (spoken) or STRIP (written) for an offer or a satisfaction question inside contract or service contact."""
    script = facts.message.script
    reason = _REASONS.get(script)
    if reason is None:
        return _ONLY_SERVICE
    if facts.medium in _SPOKEN:
        return denied(reason, script=script)
    return Finding(Verdict.STRIP, reason, {"script": script}, duties=_STRIPPED)


SERVICE_SCRIPT = Rule(
    name="service_script",
    statute="§ 7 Abs. 1 Satz 1 UWG",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA,
    purposes=EXEMPT,
    check=check,
)
