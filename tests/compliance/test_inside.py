"""Work in the house: no channel's law, but restricted data stays where it is."""

from __future__ import annotations

from datetime import UTC, datetime

from compliance.facts import Facts, ObjectionFact, Via
from compliance.inside import rule_inside
from compliance.policy import Policy
from compliance.verdict import Verdict
from contacts.contact import ContactKind
from contacts.medium import Medium, Purpose

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def facts(**changes):
    values = {"now": NOW, "timezone": "Europe/Berlin", "recipient": ContactKind.CONSUMER}
    return Facts(**values, medium=Medium.PHONE, purpose=Purpose.ADVERTISING, **changes)


def test_an_objection_and_a_missing_number_say_nothing_about_a_colleagues_work():
    objection = ObjectionFact("O-1", "global", Via.TEXT, NOW)
    ruling = rule_inside(facts(has_address=False, objections=(objection,)), Policy())
    assert (ruling.verdict, ruling.rule) == (Verdict.ALLOW, "inside")
    assert [gate.rule for gate in ruling.gates] == ["restriction", "inside"]
    assert (ruling.duties, ruling.until, ruling.outcome) == (frozenset(), None, None)


def test_restricted_data_are_not_worked_with():
    ruling = rule_inside(facts(restricted_at=NOW), Policy())
    assert (ruling.verdict, ruling.rule) == (Verdict.DENY, "restriction")
    assert "eingeschränkt" in ruling.reason
