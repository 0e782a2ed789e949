"""Art. 7 Abs. 1 DSGVO: the mail that asks for confirmation, bare and once (OLG Düsseldorf I-15 U 64/15).

Allowed although the address is suppressed: the person has entered it again. A second reminder is contested and off.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import Rule
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium, Purpose

_DUTIES = {Medium.EMAIL: frozenset({"D1", "D10", "D13"}), Medium.SMS: frozenset({"D10", "D13"})}


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """ALLOW for the first mail after a request; DENY_DEFAULT for reminders; DENY when nobody asked."""
    number = facts.message.reminder_number
    values: dict[str, object] = {"reminder_number": number, "requested": facts.request is not None}
    if facts.request is None:
        return Finding(Verdict.DENY, "Niemand hat diese Adresse eingetragen.", values)
    evidence = (facts.request.id,)
    if number > 1:
        return Finding(Verdict.DENY_DEFAULT, "Eine Erinnerung an die Bestätigung ist umstritten.", values, evidence)
    reason = "Die Bestätigung einer Eintragung ist ohne Werbung erlaubt."
    return Finding(Verdict.ALLOW, reason, values, evidence, _DUTIES[facts.medium])


DOUBLE_OPT_IN = Rule(
    name="double_opt_in",
    statute="Art. 7 Abs. 1 DSGVO",
    reviewed=date(2026, 11, 21),
    media=frozenset(_DUTIES),
    purposes=frozenset({Purpose.DOUBLE_OPT_IN}),
    check=check,
    basis=True,
)
