"""The shipped sequences say what marketing expects, and no key of them can be misspelt unnoticed."""

from __future__ import annotations

import hashlib
import re
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from contacts.cancellation import DeclarationKind
from contacts.contact import AddressForm, ContactKind, Tier
from contacts.medium import Purpose
from contacts.segment import Segment
from sequences.definition import (
    AfterStep,
    Anchor,
    Channel,
    Conditions,
    DefaultEffect,
    Entry,
    EventKind,
    Limits,
    OnDay,
    OnEvent,
    OpenTask,
    PauseDays,
    PauseNamed,
    Sequence,
    StartSequence,
    Status,
    Step,
    StopEffect,
    TaskSpec,
    WaitForOutcome,
    Window,
)
from sequences.grammar.load import json_schema, parse_sequence
from tests.sequences.grammar_words import WORDS

ROOT = Path(__file__).parent.parent.parent
SHIPPED = sorted((ROOT / "sequences").glob("*.toml"))
KEY = re.compile(r"^(?:\[\[?)?([a-z_0-9]+)|[{,] *([a-z_]+) *=", re.MULTILINE)


def shipped(name: str) -> Sequence:
    path = ROOT / "sequences" / f"{name}.toml"
    sequence = parse_sequence(path.read_text(encoding="utf-8"), path.name, WORDS)
    assert isinstance(sequence, Sequence), sequence
    return sequence


def day(step: Step) -> int:
    assert isinstance(step.when, OnDay)
    return step.when.day


def test_winback_touches_everybody_on_the_days_of_the_plan():
    sequence = shipped("winback")
    assert (sequence.day_zero, sequence.group, sequence.goal) == ("cancellation_received", "winback", "returned")
    for tiers in (("strategic", "high"), ("standard", "low")):
        row = [day(step) for step in sequence.steps if not step.only_if.tiers or set(tiers) & step.only_if.tiers]
        assert row == [1, 7, 14, 21, 30, 90, 180, 365, 540]


def test_winback_writes_at_most_three_letters_and_calls_only_valuable_customers():
    sequence = shipped("winback")
    assert [step.id for step in sequence.steps if Channel.LETTER in step.channels] == ["value", "last", "checkin"]
    personal = [step for step in sequence.steps if {Channel.PHONE, Channel.LINKEDIN} & set(step.channels)]
    assert [step.id for step in personal] == ["story_personal", "offer_personal"]
    assert all(step.only_if.tiers == {Tier.STRATEGIC, Tier.HIGH} for step in personal)
    assert all(step.purpose is Purpose.ADVERTISING for step in sequence.steps)


def test_offboarding_is_contract_mail_but_for_its_survey():
    sequence = shipped("offboarding")
    assert {step.id for step in sequence.steps if step.purpose.is_advertising} == {"survey"}
    receipt = sequence.step("receipt")
    assert receipt.at_once
    assert receipt.only_if == Conditions(receipt_confirmed=False)
    assert receipt.channels == (Channel.EMAIL, Channel.LETTER)
    assert [day(step) for step in sequence.steps[:2]] == [0, 1]
    assert sequence.step("export").when == AfterStep("plan", 1, business_days=True)
    assert sequence.steps[-1].id == "survey"


def test_handover_calls_within_four_business_hours():
    call = shipped("handover").step("call")
    assert call.task == TaskSpec("call", due_business_hours=4)
    assert call.channels == (Channel.PHONE, Channel.EMAIL)
    assert call.purpose is Purpose.SERVICE


@pytest.mark.parametrize(("name", "zero"), [("checkin", "returned"), ("stayed", "saved")])
def test_who_is_back_or_stays_is_written_to_within_a_business_day_and_looked_after(name: str, zero: str):
    sequence = shipped(name)
    assert (sequence.day_zero, sequence.group, sequence.purpose) == (zero, "checkin", Purpose.CONTRACT)
    assert [day(step) for step in sequence.steps] == [0, 7, 14, 28, 56]
    assert {step.task.kind for step in sequence.steps if step.task} == {"duty"}
    assert sequence.steps[0].task == TaskSpec("duty", due_business_days=1)
    assert all(step.too_late_after_days for step in sequence.steps)


EVERYTHING = """
[sequence]
title = "Alles"
status = "draft"
day_zero = "contract_end"
group = "winback"
priority = 20
purpose = "service"
goal = "saved"
products = ["Lohn", "Fibu"]
entry = { max_days_late = 9 }
[who]
reasons = ["price", "other"]
not_reasons = ["deceased"]
segments = ["high_value"]
tiers = ["high"]
kinds = ["business"]
doors = ["csv"]
min_tenure_months = 6
max_tenure_months = 60
min_annual_value = 1000
max_annual_value = "2500.50"
receipt_confirmed = true
brands = ["nordlicht"]
address_form = "du"
declarations = ["withdrawal"]
assigned = true
[limits]
max_touches_in_90_days = 4
max_letters_per_person = 2
max_letter_euro_month = 99.5
too_late_after_days = 3
holdout_percent = 50
[window]
weekdays = ["mon", "sun"]
from = 08:30:00
to = 19:00:00
holidays = true
[[step]]
id = "a"
day = -7
anchor = "contract_end"
at = 10:15:00
channels = ["phone", "letter"]
template = "x/a"
purpose = "contract"
variants = { a = "x/a", b = "x/b" }
only_if = { kinds = ["business"] }
wait_for_outcome = { days = 7, then = "stop" }
task = { kind = "visit", due_business_days = 3 }
at_once = true
stands_alone = true
too_late_after_days = 5
[[step]]
id = "b"
event = "feature_released"
wait_days = 30
channels = ["linkedin"]
template = "x/b"
[[step]]
id = "c"
after = { step = "b", business_days = 2 }
channels = ["email"]
template = "x/c"
[[step]]
id = "d"
after = { step = "c", days = 0 }
channels = ["email"]
template = "x/d"
[on_reply]
interested = { start_sequence = "handover" }
not_now_later = { pause_days = 90 }
out_of_office = { pause = "named" }
final_decision = { stop = true }
question = { task = "answer" }
thanks_neutral = { default = true }
"""


def test_every_key_arrives_in_the_values():
    who = Conditions(
        frozenset({"price", "other"}),
        frozenset({"deceased"}),
        frozenset({Segment.HIGH_VALUE}),
        frozenset({Tier.HIGH}),
        frozenset({ContactKind.BUSINESS}),
        frozenset({"csv"}),
        6,
        60,
        Decimal(1000),
        Decimal("2500.50"),
        receipt_confirmed=True,
        brands=frozenset({"nordlicht"}),
        address_form=AddressForm.DU,
        declarations=frozenset({DeclarationKind.WITHDRAWAL}),
        assigned=True,
    )
    first = Step(
        "a",
        OnDay(-7, Anchor.CONTRACT_END, time(10, 15)),
        (Channel.PHONE, Channel.LETTER),
        "x/a",
        Purpose.CONTRACT,
        {"a": "x/a", "b": "x/b"},
        Conditions(kinds=frozenset({ContactKind.BUSINESS})),
        WaitForOutcome(7, "stop"),
        TaskSpec("visit", None, 3),
        at_once=True,
        stands_alone=True,
        too_late_after_days=5,
    )
    service = Purpose.SERVICE
    steps = (
        first,
        Step("b", OnEvent(EventKind.FEATURE_RELEASED, 30), (Channel.LINKEDIN,), "x/b", service),
        Step("c", AfterStep("b", 2, business_days=True), (Channel.EMAIL,), "x/c", service),
        Step("d", AfterStep("c", 0), (Channel.EMAIL,), "x/d", service),
    )
    replies = {
        "interested": StartSequence("handover"),
        "not_now_later": PauseDays(90),
        "out_of_office": PauseNamed(),
        "final_decision": StopEffect(),
        "question": OpenTask("answer"),
        "thanks_neutral": DefaultEffect(),
    }
    expected = Sequence(
        "alles",
        "Alles",
        Status.DRAFT,
        Anchor.CONTRACT_END,
        steps,
        hashlib.sha256(EVERYTHING.encode()).hexdigest(),
        "winback",
        20,
        service,
        EventKind.SAVED,
        Entry(9),
        who,
        Limits(4, 2, Decimal("99.5"), 3, 50),
        Window(frozenset({0, 6}), time(8, 30), time(19), holidays=True),
        replies,
        frozenset({"Lohn", "Fibu"}),
    )
    assert parse_sequence(EVERYTHING, "ordner/alles.toml", WORDS) == expected


def mutants(text: str) -> list[tuple[str, str]]:
    """(key, text with one letter of that key changed) for every key outside of comments."""
    found = []
    for match in KEY.finditer(text):
        group = 1 if match[1] else 2
        start, end = match.span(group)
        if text[text.rfind("\n", 0, start) + 1 :].startswith("#"):
            continue
        middle = (start + end) // 2
        letter = "q" if text[middle] != "q" else "x"
        found.append(
            (f"{match[group]}@{text.count(chr(10), 0, start) + 1}", text[:middle] + letter + text[middle + 1 :])
        )
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_misspelt_key_is_refused_at_its_line(path):
    cases = mutants(path.read_text(encoding="utf-8"))
    assert len(cases) > 5
    for key, text in cases:
        problems = parse_sequence(text, path.name, WORDS)
        assert isinstance(problems, tuple), f"{key} may be misspelt"
        assert any(f"{problem.line}" == key.split("@")[1] for problem in problems), (key, problems)


def test_editors_get_a_schema_with_german_descriptions():
    schema = json_schema()
    assert set(schema["properties"]) == {"sequence", "who", "limits", "window", "step", "on_reply"}
    window = schema["$defs"]["WindowTable"]["properties"]
    assert set(window) == {"weekdays", "from", "to", "holidays"}
    assert all("description" in field for field in schema["$defs"]["StepTable"]["properties"].values())
