"""§ 312a Abs. 1 BGB, § 5a Abs. 4 UWG: the commercial purpose is named at the start, never talked away.

„Ich rufe nicht an, um Ihnen etwas zu verkaufen“ is the sentence this rule exists for.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ALL_MEDIA, ALL_PURPOSES, Rule, denied, passed
from compliance.verdict import Finding
from contacts.medium import Purpose

_NAMED = passed("Der Zweck wird genannt.")
_HIDDEN = denied("Der geschäftliche Zweck wird verschwiegen oder bestritten.", script="no_purpose")


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY when the script or text hides why we get in touch."""
    return _HIDDEN if facts.message.script == "no_purpose" else _NAMED


HIDDEN_PURPOSE = Rule(
    name="hidden_purpose",
    statute="§ 312a Abs. 1 BGB; § 5a Abs. 4 UWG",
    reviewed=date(2026, 11, 21),
    media=ALL_MEDIA,
    purposes=ALL_PURPOSES - {Purpose.PROFILING, Purpose.TRACKING},
    check=check,
)
