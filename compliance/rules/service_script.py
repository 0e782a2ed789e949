"""§ 7 Abs. 1 Satz 1 UWG: a service contact stays one; an offer or „Waren Sie zufrieden?“ makes it advertising.

After a complaint one may ask whether the fault is fixed, not how satisfied the customer is (OLG Köln 6 U 222/12); a
requested call back answers the question and sells nothing.
"""

from __future__ import annotations

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_MEDIA, EXEMPT, REVIEWED, Rule, denied, passed
from compliance.verdict import Finding

_ONLY_SERVICE = passed("Das Gespräch bleibt beim Anliegen.")
_OFFER = denied("Ein Angebot in einem Servicekontakt ist Werbung.", script="offer")
_SATISFACTION = denied("Die Frage nach der Zufriedenheit ist Werbung, kein Service.", script="satisfaction")


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY for an offer or a satisfaction question inside contract, service or double-opt-in contact."""
    script = facts.message.script
    if script == "offer":
        return _OFFER
    return _SATISFACTION if script == "satisfaction" else _ONLY_SERVICE


SERVICE_SCRIPT = Rule(
    name="service_script",
    statute="§ 7 Abs. 1 Satz 1 UWG",
    reviewed=REVIEWED,
    media=ALL_MEDIA,
    purposes=EXEMPT,
    check=check,
)
