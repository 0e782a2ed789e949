"""Art. 6 Abs. 1 lit. b DSGVO: answering what the person raised, or one concrete open item named in the message.

„Noch ausstehende Fragen, rufen Sie uns an“ is advertising after a termination (OLG Schleswig 6 U 25/23). A requested
call back is bound to its topic and over once answered or after 14 days.
"""

from __future__ import annotations

from datetime import date, timedelta

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import CALLS, Rule
from compliance.rules.contract_message import DUTIES
from compliance.verdict import Finding, Verdict
from contacts.medium import Purpose

CALL_BACK_DAYS = 14


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """ALLOW with an open request, a named item, a fault to be fixed, or a written check against abuse; else DENY."""
    item, script = facts.message.item, facts.message.script
    values: dict[str, object] = {"item": item, "script": script, "requested": facts.request is not None}
    if item == "vague":
        return Finding(Verdict.DENY, "Die Nachricht nennt die offene Frage nicht.", values)
    duties = DUTIES[facts.medium]
    if script == "verify_termination" and facts.medium not in CALLS:
        # A link in a mail suffices against abuse; the cancellation takes effect all the same (LG Koblenz 11 O 12/23).
        return Finding(Verdict.ALLOW, "Nachfrage in Textform, ob die Kündigung echt ist.", values, duties=duties)
    if item == "named" or script == "fix_only":
        return Finding(Verdict.ALLOW, "Ein konkreter offener Punkt wird genannt.", values, duties=duties)
    if facts.request is None:
        return Finding(Verdict.DENY, "Niemand hat gefragt, und kein offener Punkt ist genannt.", values)
    evidence = (facts.request.id,)
    if facts.request.answered:
        return Finding(Verdict.DENY, "Die Anfrage ist bereits beantwortet.", values, evidence)
    if facts.medium in CALLS and facts.now - facts.request.received_at > timedelta(days=CALL_BACK_DAYS):
        return Finding(Verdict.DENY, "Der gewünschte Rückruf liegt mehr als 14 Tage zurück.", values, evidence)
    return Finding(Verdict.ALLOW, "Antwort auf eine Anfrage der Person.", values, evidence, duties)


SERVICE_MESSAGE = Rule(
    name="service_message",
    statute="Art. 6 Abs. 1 lit. b DSGVO",
    reviewed=date(2026, 11, 21),
    media=frozenset(DUTIES),
    purposes=frozenset({Purpose.SERVICE}),
    check=check,
    basis=True,
)
