"""Anhang Nr. 26 zu § 3 Abs. 3 UWG (Briefbudget des Hauses): letters per person are counted, euros a month are limited.

The count protects the person and forbids; the money protects the house and only sends the step to its next channel.
"""

from __future__ import annotations

from datetime import date

from compliance.facts import Facts
from compliance.policy import Policy
from compliance.rule import ADVERTISING, Rule, passed
from compliance.verdict import Finding, Verdict
from contacts.medium import Medium

_NONE = passed("Kein Briefbudget gesetzt.")


def check(facts: Facts, _policy: Policy) -> Finding | None:
    """DENY when the person has had all her letters; DEFER to the next channel when this month's money is spent."""
    budget = facts.budget
    if budget is None:
        return _NONE
    values: dict[str, object] = {
        "letters_to_person": budget.letters_to_person,
        "max_letters_per_person": budget.max_letters_per_person,
        "euro_this_month": str(budget.euro_this_month),
        "letter_cost": str(budget.letter_cost),
        "max_euro_month": None if budget.max_euro_month is None else str(budget.max_euro_month),
    }
    if budget.max_letters_per_person is not None and budget.letters_to_person >= budget.max_letters_per_person:
        return Finding(Verdict.DENY, "Die Person hat die Höchstzahl an Briefen erhalten.", values)
    if budget.max_euro_month is not None and budget.euro_this_month + budget.letter_cost > budget.max_euro_month:
        reason = "Das Briefbudget dieses Monats ist ausgeschöpft."
        return Finding(Verdict.DEFER, reason, values, until=budget.month_ends_at, outcome="next_channel")
    return Finding(Verdict.ALLOW, "Das Briefbudget reicht.", values)


LETTER_BUDGET = Rule(
    name="letter_budget",
    statute="Anhang Nr. 26 zu § 3 Abs. 3 UWG (Briefbudget des Hauses)",
    reviewed=date(2026, 11, 21),
    media=frozenset({Medium.POST}),
    purposes=ADVERTISING,
    check=check,
)
