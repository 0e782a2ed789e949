"""What a data-protection officer reads is German down to the last value, and a use is what really carried."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from campaigns.evidence.log_words import EVENTS, told
from campaigns.evidence.uses import EXISTING_CUSTOMER, uses_by_evidence
from campaigns.evidence.who import medium_of
from campaigns.evidence.words import METHODS, PURPOSES, RULES, VALUES, VIA, value_words
from compliance import rulebook
from compliance.facts import Via
from compliance.inside import INSIDE
from contacts.consent import ConsentMethod
from contacts.medium import Medium, Purpose
from sequences.definition import EventKind
from tests.docs import events

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
CAP_VALUES = {"caps", "per", "media", "window", "count", "max", "gap", "outcome"}
"""`why` has sentences of its own for them."""


def value_names() -> Iterator[str]:
    """The keys of all values that rules leave in their findings."""
    for path in (
        *Path("compliance/rules").glob("*.py"),
        Path("compliance/consents.py"),
        Path("compliance/rulebook.py"),
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                yield from (
                    key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("passed", "denied"):
                yield from (keyword.arg for keyword in node.keywords if keyword.arg)


def test_every_rule_value_and_way_has_german_words():
    assert {rule.name for rule in rulebook.RULES} | {rulebook.DEFAULT_DENY.rule, INSIDE} == set(RULES)
    names = set(value_names())
    assert len(names) > 40
    assert names - CAP_VALUES - set(VALUES) == set()
    assert {via.value for via in Via} == set(VIA)
    assert {method.value for method in ConsentMethod} == set(METHODS)
    assert {purpose.value for purpose in Purpose} == set(PURPOSES)


def test_every_audit_event_has_german_words():
    """`audit list` is read by people; a new event needs a line in campaigns/evidence/log_words.py."""
    found = {name for _, text in events.sources() for name in events.audit_events(text)}
    named = {name for name in found if "{" not in name} | {f"event_{kind}" for kind in EventKind}
    assert named - set(EVENTS) == set()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("proof", "signed", "Nachweis: unterschrieben"),
        ("scopes", ["global", "post"], "Umfang: alle Wege, Brief"),
        ("granted_at", "2026-07-01T08:00:00+00:00", "erteilt: 01.07.2026, 10:00 Uhr"),
        ("last_used_at", None, "zuletzt genutzt: nicht bekannt"),
        ("letters_notice", True, "über Briefe unterrichtet: ja"),
        ("letters_to_person", 2, "Briefe bisher: 2"),
        ("release", "Dr. T, 2026-01-01", "Freigabe: Dr. T, 2026-01-01"),
        ("timezone", "Europe/Berlin", "Zeitzone: Europe/Berlin"),
        ("customer", "T" * 20, f"Kunde: {'T' * 20}"),
        ("via", [], "Weg des Widerspruchs: keine"),
    ],
)
def test_a_value_in_words(name, value, words):
    assert value_words(name, value, BERLIN) == words


def test_an_audit_event_in_words():
    event = {"event": "objection_recorded", "contact": "K-1", "data": {"scope": "global", "via": "call"}}
    assert told(event) == "Widerspruch eingetragen (K-1); Umfang: alle Wege, Weg: am Telefon"
    assert told({"event": "paused", "contact": None, "data": {"all": True}}) == "angehalten; auch Vertragspost: ja"


@pytest.mark.parametrize(
    ("who", "medium"),
    [
        ("a@b.example", Medium.EMAIL),
        ("https://www.linkedin.com/in/x", Medium.LINKEDIN_DM),
        ("0431 / 99 99-90", Medium.PHONE),
        ("+49 431 999990", Medium.PHONE),
        ("K-9999", None),
        ("4711", None),
    ],
)
def test_which_kind_of_address_it_is(who, medium):
    assert medium_of(who) is medium


def gate(rule, verdict="ALLOW_DUTY", evidence=(), **values):
    return {"rule": rule, "statute": "§", "verdict": verdict, "values": values, "evidence": list(evidence)}


def row(*gates, touch=1, decision="send", channel="email", purpose="advertising"):
    ruling = [{"channel": "email", "gates": list(gates)}]
    return {
        "touch_id": touch, "at": AT, "sequence": "s", "step": "t", "decision": decision, "channel": channel,
        "purpose": purpose, "ruling": ruling,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "used"),
    [
        ([row(gate("email_consent", evidence=["E-1"]))], {"E-1": 1}),
        ([row(gate("email_consent", evidence=["E-1"])), row(gate("email_consent", evidence=["E-1"]))], {"E-1": 1}),
        ([row(gate("email_consent", evidence=["E-1"]), touch=n) for n in (1, 2)], {"E-1": 2}),
        (
            [row(gate("existing_customer"), gate("email_consent", "ALLOW", ["E-1"], decisive=False))],
            {EXISTING_CUSTOMER: 1},
        ),
        ([row(gate("email_consent", "DENY", ["E-1"]))], {}),
        ([row(gate("email_consent", evidence=["E-1"]), decision="postpone")], {}),
        ([row(gate("email_consent", evidence=["E-1"]), channel="letter")], {}),
        ([row(gate("tracking", evidence=["E-1"]), purpose="contract")], {}),
        ([row(gate("email_consent", evidence=["E-1"]), touch=None)], {}),
    ],
)
def test_a_use_is_a_touch_that_left_and_rested_on_it(rows, used):
    assert {name: len(uses) for name, uses in uses_by_evidence(rows).items()} == used
