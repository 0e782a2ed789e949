"""§ 4a Abs. 2 Nr. 4 UWG: a termination takes effect on receipt; nobody has to call or be called for it.

Telling a consumer that it only counts once confirmed by phone is misleading (LG Koblenz 11 O 12/23, § 5 UWG). When
abuse is suspected a link in a mail suffices, and it never conditions the effect.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_MEDIA, ALL_PURPOSES, CALLS, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Purpose

_FREE = passed("Die Kündigung wird von nichts abhängig gemacht.")
_CONDITION = denied("Die Kündigung darf nicht von einem Anruf abhängig gemacht werden.", script="call_to_confirm")
_VERIFY = denied(
    "Ein Anruf nur zur Prüfung der Kündigung ist ein Hindernis; ein Link genügt.", script="verify_termination"
)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY for „nur wirksam, wenn Sie anrufen“ everywhere and for a verification call."""
    script = facts.message.script
    if script == "call_to_confirm":
        return _CONDITION
    if script == "verify_termination" and facts.medium in CALLS:
        return _VERIFY
    return _FREE


TERMINATION_CONDITION = Rule(
    name="termination_condition",
    statute="§ 4a Abs. 2 Nr. 4, § 5 UWG",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA,
    purposes=ALL_PURPOSES - {Purpose.PROFILING, Purpose.TRACKING},
    check=check,
)
