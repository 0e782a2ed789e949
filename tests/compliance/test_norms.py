"""One norm, one file, one table of readable cases: each rule allows somebody something and refuses somebody something."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from compliance import policy, rules
from compliance.adapter import Case, facts_of, policy_of
from compliance.house_words import HOUSE
from compliance.policy import Policy, Release
from compliance.releases import LENIENT, effective, unreleased
from compliance.rulebook import RULES
from compliance.verdict import Gate, Ruling
from compliance.verify import CASES, expand, ruling_of

ORACLE = "decision_table"
OWN = sorted(path for path in CASES.glob("*.csv") if path.stem != ORACLE)
NAMES = [rule.name for rule in RULES]
NEVER_REFUSES = {
    "contract_message": "What contract or statute demand is refused by other norms only: a condition, a missing address.",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def cases(name: str) -> list[Case]:
    return [case for row in rows(CASES / f"{name}.csv") for case in expand(row)]


def gate_of(ruling: Ruling, name: str) -> Gate | None:
    return next((gate for gate in ruling.gates if gate.rule == name), None)


def test_every_rule_has_a_table_of_its_own_name():
    assert {path.stem for path in OWN} == set(NAMES)


def test_case_ids_are_unique_and_say_whose_table_they_stand_in():
    for path in OWN:
        ids = [row["id"] for row in rows(path)]
        assert ids == [f"{path.stem}-{number:02d}" for number in range(1, len(ids) + 1)]


def test_no_case_stands_twice():
    columns = ("recipient", "channel", "purpose", "basis", "given", "house", "objection")
    said = [tuple(row[column] for column in columns) for path in OWN for row in rows(path)]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_refuses_somebody_in_its_own_table(rule):
    """A barrier names its refusal; a basis may be one of several that do not carry, then it says so itself."""
    refused = [(case, ruling) for case in cases(rule.name) if not (ruling := ruling_of(case)).verdict.allows]
    by_it = [case for case, ruling in refused if ruling.rule == rule.name]
    if rule.basis:
        asked = [case for case, ruling in refused if gate_of(ruling, rule.name)]
        by_it = [case for case in asked if not rule.check(facts_of(case), policy_of(case)).verdict.allows]
    assert bool(by_it) is (rule.name not in NEVER_REFUSES)


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_a_rule_lets_somebody_through_in_its_own_table(rule):
    allowed = [ruling for case in cases(rule.name) if (ruling := ruling_of(case)).verdict.allows]
    passed = [gate for ruling in allowed if (gate := gate_of(ruling, rule.name)) and gate.finding.verdict.allows]
    assert passed
    if rule.basis:
        assert any(ruling.rule == rule.name for ruling in allowed)


def test_every_word_of_the_house_is_used_by_a_case():
    used = {pair for path in OWN for row in rows(path) for pair in row["house"].split()}
    assert used >= {f"{key}={word}" for key, words in HOUSE.items() for word in words[1:]}
    assert {pair.partition("=")[0] for pair in used} == set(HOUSE)


def test_each_file_of_a_rule_opens_with_its_statute():
    for path in sorted(Path(rules.__file__).parent.glob("*.py")):
        if path.stem != "__init__":
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert re.match(r'"""(§|Art\.|Anhang|Branchenkodex)', first), path.stem


CONTESTED = {
    "§ 7 III after contract end": ("existing_customer_after_end_days", 0, 1),
    "stale consent": ("consent_max_idle_months", 24, 25),
    "free trial as sale": ("free_trial_is_sale", False, True),
    "bare LinkedIn invite": ("linkedin_invites", False, True),
    "SMS under § 7 III": ("sms_existing_customer", False, True),
    "post > 24 months": ("post_max_age_months", 24, 25),
    "Robinson list": ("robinson", "deny", "allow"),
    "click links": ("tracking_clicks", False, True),
    "scope of unclear reply": ("ambiguous_objection_scope", "global", "channel"),
    "similar goods": ("similarity", (), (("fibu", ("lohn",)),)),
}
"""Contested point -> (field of the policy, conservative default, the mildest lenient value)."""

WITHOUT_A_LENIENT_VALUE = {
    # Both words are lawful readings: the stricter one may be chosen without anybody's signature.
    "unsubscribe_scope": ("email", "global"),
    # A human release of each call is the default; the only other word switches such calls off.
    "b2b_presumed_consent": ("manual", "off"),
}
SIMILAR_GOODS = "similar_product"
"""The last row of the table has no switch: SaleFact.similar_product says it of each message, from the product family."""


@pytest.mark.parametrize("point", CONTESTED)
def test_a_contested_point_is_conservative_until_a_named_person_signs(point):
    field, default, lenient = CONTESTED[point]
    assert getattr(Policy(), field) == default
    asked = Policy(**{field: lenient})
    assert unreleased(asked) == (field,)
    assert getattr(effective(asked), field) == default
    signed = Policy(**{field: lenient}, releases=((field, Release("Dr. A. Beispiel", policy.date(2026, 10, 1), "…")),))
    assert getattr(effective(signed), field) == lenient


def test_every_field_of_the_policy_is_a_contested_point():
    fields = set(Policy.__slots__) - {"releases"}
    assert fields == {field for field, _, _ in CONTESTED.values()} | set(WITHOUT_A_LENIENT_VALUE)
    assert set(LENIENT) == fields - {"b2b_presumed_consent"}
    for field, (default, stricter) in WITHOUT_A_LENIENT_VALUE.items():
        assert getattr(Policy(), field) == default
        assert unreleased(Policy(**{field: stricter})) == ()
