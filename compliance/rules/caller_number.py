"""§ 15 Abs. 2 TDDDG: advertising calls show a number that is allotted to the caller.

The statute speaks of advertising; our service and contract calls carry the same duty (D6), so the gate is one.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, CALLS, EXEMPT, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Purpose

_SHOWN = passed("Die eigene Rufnummer wird angezeigt.", own_number_shown=True)
_HIDDEN = denied("Die Rufnummer ist unterdrückt oder nicht die eigene.", own_number_shown=False)


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY when our own number is not transmitted."""
    return _SHOWN if facts.message.own_number_shown else _HIDDEN


CALLER_NUMBER = Rule(
    name="caller_number",
    statute="§ 15 Abs. 2 TDDDG",
    reviewed=date(2026, 11, 21),
    media=CALLS,
    purposes=ADVERTISING | EXEMPT | {Purpose.MIXED},
    check=check,
)
