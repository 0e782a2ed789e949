"""§ 7 Abs. 2 Nr. 3 UWG, and the terms of the network: a message there is written and sent by a person.

A machine that sends hides who speaks, and the networks forbid it (LinkedIn User Agreement 8.2); we make task lists.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, EXEMPT, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Medium, Purpose

_HUMAN = passed("Ein Mensch sendet von Hand.", automated=False)
_MACHINE = denied("In sozialen Netzwerken sendet kein Automat.", automated=True)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY for a machine that sends."""
    return _MACHINE if facts.message.automated_call else _HUMAN


SENT_BY_HAND = Rule(
    name="sent_by_hand",
    statute="§ 7 Abs. 2 Nr. 3 UWG (soziale Netzwerke)",
    reviewed=date(2026, 11, 22),
    media=frozenset({Medium.LINKEDIN_DM, Medium.LINKEDIN_INVITE}),
    purposes=ADVERTISING | EXEMPT | {Purpose.MIXED},
    check=check,
)
