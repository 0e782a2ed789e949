"""§ 7 Abs. 1 Satz 2 UWG: who asks for silence until a day gets none of our advertising before it.

A wish for a time is no objection: it ends by itself, and a later step waits for its day. A call that the person makes
herself is not ours to postpone.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, ALL_MEDIA, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

_NONE = passed("Die Person hat um keine Pause gebeten.", paused_until=None)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DEFER until the moment the person named."""
    wish = facts.own_pause
    if wish is None:
        return _NONE
    values = {"paused_until": wish.until.isoformat()}
    if wish.until <= facts.now:
        return Finding(Verdict.ALLOW, "Die Pause, um die die Person bat, ist vorbei.", values)
    reason = "Die Person hat um eine Pause gebeten."
    return Finding(Verdict.DEFER, reason, values, (wish.id,), until=wish.until, outcome="postpone")


OWN_PAUSE = Rule(
    name="own_pause",
    statute="§ 7 Abs. 1 Satz 2 UWG (Pause auf Wunsch)",
    reviewed=date(2026, 11, 22),
    media=ALL_MEDIA - {Medium.PHONE_IN},
    purposes=ADVERTISING,
    check=check,
)
