from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from compliance import rules
from compliance.facts import ObjectionFact, Via
from compliance.rule import ADVERTISING
from compliance.rulebook import DEFAULT_DENY, RULEBOOK_VERSION, RULES
from compliance.verdict import Verdict
from contacts.medium import Medium, Purpose
from tests.compliance.cases import NOW, ago, call, cap, customer, facts, gate, letter, mail, message, rule

SAMPLES = [
    mail(),
    mail(consents=()),
    mail(sale=customer()),
    mail(objections=(ObjectionFact("o1", "global", ago(1)),)),
    call(),
    letter(),
    facts(Medium.LINKEDIN_INVITE, Purpose.SERVICE),
    facts(Medium.EMAIL, Purpose.MIXED),
    facts(Medium.EMAIL, Purpose.CONTRACT),
]


def test_names_are_unique_and_statutes_are_cited():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all("§" in rule.statute or "Art." in rule.statute or "Anhang" in rule.statute for rule in RULES)


def test_every_rule_has_its_own_day_of_review_and_the_rulebook_is_dated_by_the_newest():
    assert len({rule.reviewed for rule in RULES}) > 1
    assert all(date(2026, 11, 21) <= rule.reviewed for rule in RULES)
    assert RULEBOOK_VERSION.startswith(max(rule.reviewed for rule in RULES).isoformat())


def test_every_file_of_rules_is_in_the_table():
    folder = Path(rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {rule.check.__module__.rpartition(".")[2] for rule in RULES}


@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("purpose", sorted(ADVERTISING))
def test_advertising_always_meets_an_objection_barrier_and_a_basis(medium, purpose):
    applicable = [rule for rule in RULES if medium in rule.media and purpose in rule.purposes]
    assert {"objection", "withdrawal", "suppression_store"} <= {rule.name for rule in applicable}
    assert any(rule.basis for rule in applicable)


@pytest.mark.parametrize("case", SAMPLES)
def test_gates_hold_every_applicable_rule_in_order_and_combine_to_the_verdict(case):
    ruling = rule(case)
    numbers = [gate.n for gate in ruling.gates]
    assert numbers == sorted(set(numbers))
    assert ruling.verdict == max(gate.finding.verdict for gate in ruling.gates)
    assert gate(ruling, ruling.rule).finding.reason == ruling.reason
    assert all(gate.finding.reason.endswith(".") for gate in ruling.gates)
    assert json.loads(json.dumps([dict(gate.finding.values) for gate in ruling.gates])) is not None


def test_an_allowed_mail_shows_the_passed_rules_too():
    ruling = rule(mail())
    assert (ruling.verdict, ruling.rule) == (Verdict.ALLOW_DUTY, "email_consent")
    assert {"objection", "suppression_store", "sending_window", "frequency_cap"} <= {g.rule for g in ruling.gates}
    assert ruling.rulebook == RULEBOOK_VERSION
    assert ruling.until is None
    assert ruling.outcome is None


def test_the_other_basis_stands_beside_without_its_duties():
    ruling = rule(mail(sale=customer()))
    assert ruling.rule == "email_consent"
    beside = gate(ruling, "existing_customer").finding
    assert beside.verdict is Verdict.ALLOW
    assert beside.values["decisive"] is False
    assert "D2" not in ruling.duties


def test_existing_customer_decides_where_consent_is_missing():
    ruling = rule(mail(consents=(), sale=customer()))
    assert (ruling.verdict, ruling.rule) == (Verdict.ALLOW_DUTY, "existing_customer")
    assert "D2" in ruling.duties
    assert gate(ruling, "email_consent").finding.verdict is Verdict.ALLOW


def test_the_mildest_refusal_speaks_when_no_basis_carries():
    ruling = rule(mail(consents=(), sale=customer(ended_at=ago(3))))
    assert (ruling.verdict, ruling.rule) == (Verdict.DENY_DEFAULT, "email_consent")
    assert gate(ruling, "existing_customer").finding.verdict is Verdict.DENY_DEFAULT


def test_no_rule_allows_means_no():
    ruling = rule(facts(Medium.LINKEDIN_INVITE, Purpose.SERVICE))
    assert (ruling.verdict, ruling.rule) == (Verdict.DENY, "default_deny")
    assert ruling.gates[-1] is DEFAULT_DENY


def test_among_equals_the_order_of_the_table_names_the_rule():
    case = mail(objections=(ObjectionFact("o1", "global", ago(1)),), suppression_store_up=False, has_address=False)
    assert rule(case).rule == "objection"


def test_refusal_asks_only_for_what_the_refusing_rules_ask():
    case = letter(objections=(ObjectionFact("o1", "post", ago(1)),), message=message(stage="exported"))
    assert rule(case).duties == {"D17"}


def test_several_postponements_take_the_latest_moment_and_the_strictest_outcome():
    case = mail(
        next_window=NOW + timedelta(days=2),
        caps=(cap("next_channel", 1, "a"), cap("postpone", 3, "b")),
        unclassified_reply="r1",
    )
    ruling = rule(case)
    assert (ruling.verdict, ruling.rule) == (Verdict.DEFER, "unclassified_reply")
    assert ruling.until == NOW + timedelta(days=3)
    assert ruling.outcome == "next_channel"


@pytest.mark.parametrize(
    ("window", "capped", "named"),
    [(2, 3, "frequency_cap"), (3, 2, "sending_window"), (2, 2, "sending_window")],
)
def test_the_longest_postponement_names_the_rule(window, capped, named):
    """Who asked for a pause of months must not read that it is only past closing time."""
    case = mail(next_window=NOW + timedelta(days=window), caps=(cap("postpone", capped, "b"),))
    ruling = rule(case)
    assert (ruling.verdict, ruling.rule) == (Verdict.DEFER, named)
    assert ruling.until == gate(ruling, named).finding.until == NOW + timedelta(days=max(window, capped))


@pytest.mark.parametrize(
    ("outcomes", "strictest"),
    [(("postpone", "next_channel"), "next_channel"), (("next_channel", "skip"), "skip"), (("postpone",), "postpone")],
)
def test_strictest_outcome(outcomes, strictest):
    caps = tuple(cap(outcome, n + 1, f"cap{n}") for n, outcome in enumerate(outcomes))
    assert rule(mail(caps=caps)).outcome == strictest


def test_a_held_reply_alone_has_no_date():
    ruling = rule(mail(unclassified_reply="r1"))
    assert (ruling.verdict, ruling.until, ruling.outcome) == (Verdict.DEFER, None, None)
    assert gate(ruling, "unclassified_reply").finding.evidence == ("r1",)


def test_contract_mail_knows_neither_objection_nor_window_nor_cap():
    case = facts(
        purpose=Purpose.CONTRACT,
        message=message(at_once=True),
        objections=(ObjectionFact("o1", "global", ago(1), Via.AT_CANCEL),),
        caps=(cap("skip", 1),),
        next_window=NOW + timedelta(days=1),
        suppression_store_up=False,
    )
    ruling = rule(case)
    assert (ruling.verdict, ruling.rule) == (Verdict.ALLOW, "contract_message")
    assert "D14" in ruling.duties


def test_docs_name_every_rule_with_its_statute():
    page = (Path(__file__).parents[2] / "docs" / "law.md").read_text(encoding="utf-8")
    for line in (*RULES,):
        assert f"| `{line.name}` | {line.statute} | {'basis' if line.basis else 'barrier'} |" in page
    named = set(re.findall(r"^\| `(\w+)` \| (?:§|Art|Anhang)", page, re.MULTILINE))
    assert named == {line.name for line in RULES} | {DEFAULT_DENY.rule}
