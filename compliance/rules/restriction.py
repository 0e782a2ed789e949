"""Art. 18 Abs. 2 DSGVO: restricted data is stored and not used, whatever the message is good for.

What the person herself declared is confirmed all the same: the confirmation of a termination or withdrawal is owed at
once (§ 312k Abs. 4, § 356a BGB) and secures her own claim. Everything else waits for a person, contract mail as well.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_MEDIA, ALL_PURPOSES, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Purpose

_FREE = passed("Die Verarbeitung ist nicht eingeschränkt.", restricted_at=None)
_DECLARED = frozenset({Purpose.CONTRACT, Purpose.MIXED})


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY while the data is restricted; ALLOW for the confirmation that a statute demands at once."""
    if facts.restricted_at is None:
        return _FREE
    values = {"restricted_at": facts.restricted_at.isoformat(), "at_once": facts.message.at_once}
    if facts.purpose in _DECLARED and facts.message.at_once:
        return Finding(Verdict.ALLOW, "Die Bestätigung der eigenen Erklärung geht trotz Einschränkung hinaus.", values)
    reason = "Die Verarbeitung ist eingeschränkt; außer der Speicherung ist nichts erlaubt, ein Mensch entscheidet."
    return Finding(Verdict.DENY, reason, values)


RESTRICTION = Rule(
    name="restriction",
    statute="Art. 18 Abs. 2 DSGVO",
    reviewed=date(2026, 11, 22),
    media=ALL_MEDIA,
    purposes=ALL_PURPOSES,
    check=check,
)
