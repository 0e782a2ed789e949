"""Art. 21 Abs. 3 DSGVO: a reply nobody has understood yet may be an objection; until then advertising is held.

An objection must be carried out at once (LG Paderborn 2 O 325/23), so a possible one already holds everything.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Purpose

_NONE = passed("Alle Antworten der Person sind eingeordnet.", unclassified=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DEFER without a date: only the classification of the reply ends it."""
    if facts.unclassified_reply is None:
        return _NONE
    reason = "Eine Antwort der Person ist noch nicht eingeordnet; sie könnte ein Widerspruch sein."
    return Finding(Verdict.DEFER, reason, {"unclassified": True}, (facts.unclassified_reply,))


UNCLASSIFIED_REPLY = Rule(
    name="unclassified_reply",
    statute="Art. 21 Abs. 3 DSGVO",
    reviewed=date(2026, 11, 22),
    media=ALL_MEDIA,
    purposes=ADVERTISING | {Purpose.PROFILING, Purpose.TRACKING},
    check=check,
)
