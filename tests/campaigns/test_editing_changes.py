"""Every part of a sequence that can be edited is told, in a sentence of its own."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time
from decimal import Decimal

import pytest

from campaigns.editing.changes import changes, gone, status_change
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

FIRST = Step("a", OnDay(7), (Channel.EMAIL,), "x/a")
SECOND = Step("b", OnDay(14), (Channel.EMAIL, Channel.LETTER), "x/b")
BASE = Sequence("s", "Titel", Status.LIVE, Anchor.CANCELLATION_RECEIVED, (FIRST, SECOND))

CONDITIONS = {
    "reasons": frozenset({"price"}),
    "not_reasons": frozenset({"price"}),
    "segments": frozenset({Segment.HIGH_VALUE}),
    "tiers": frozenset({Tier.HIGH}),
    "kinds": frozenset({ContactKind.BUSINESS}),
    "doors": frozenset({"csv"}),
    "min_tenure_months": 6,
    "max_tenure_months": 6,
    "min_annual_value": Decimal("10.50"),
    "max_annual_value": Decimal(10),
    "receipt_confirmed": False,
    "brands": frozenset({"nordlicht"}),
    "address_form": AddressForm.DU,
    "declarations": frozenset({DeclarationKind.WITHDRAWAL}),
    "assigned": True,
}
LIMITS = {
    "max_touches_in_90_days": 3,
    "max_letters_per_person": 2,
    "max_letter_euro_month": Decimal(99),
    "too_late_after_days": 5,
    "holdout_percent": 10,
}
HEAD = {
    "title": "Anders",
    "day_zero": Anchor.CONTRACT_END,
    "group": "winback",
    "priority": 5,
    "products": frozenset({"Vorrat"}),
    "purpose": Purpose.SURVEY,
    "goal": EventKind.RETURNED,
    "entry": Entry(9),
    "window": Window(frozenset({0, 5}), time(8), time(12), holidays=True),
    "on_reply": {"question": StopEffect()},
    "release_first": 5,
}
STEP = {
    "when": OnDay(10),
    "channels": (Channel.LETTER,),
    "template": "x/c",
    "purpose": Purpose.SURVEY,
    "variants": {"neu": "x/d"},
    "only_if": Conditions(tiers=frozenset({Tier.LOW})),
    "wait_for_outcome": WaitForOutcome(7, "stop"),
    "task": TaskSpec("call", due_business_hours=4),
    "at_once": True,
    "stands_alone": True,
    "too_late_after_days": 9,
    "draft": True,
    "thread": True,
}


def told(new: Sequence, old: Sequence = BASE) -> list[str]:
    return [change.text for change in changes(old, new)]


def with_first(**values: object) -> Sequence:
    return replace(BASE, steps=(replace(FIRST, **values), SECOND))


def test_no_field_is_forgotten():
    """Whoever adds a field adds it here, and `check --diff` tells it."""
    elsewhere = {"name", "status", "hash", "who", "limits", "steps"}
    assert {field.name for field in fields(Sequence)} == set(HEAD) | elsewhere
    assert {field.name for field in fields(Step)} == set(STEP) | {"id"}
    assert {field.name for field in fields(Limits)} == set(LIMITS)
    assert {field.name for field in fields(Conditions)} == set(CONDITIONS)


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_is_told_there_and_back(name):
    new = replace(BASE, who=Conditions(**{name: CONDITIONS[name]}))
    (there,), (back,) = changes(BASE, new), changes(new, BASE)
    assert there.key == back.key == f"who.{name}"
    assert there.before == back.after == "ohne Bedingung"
    (inner,) = changes(BASE, with_first(only_if=Conditions(**{name: CONDITIONS[name]})))
    assert inner.text.startswith(f"Schritt „a“ only_if {name}: ohne Bedingung → ")


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_is_told(name):
    (change,) = changes(BASE, replace(BASE, limits=Limits(**{name: LIMITS[name]})))
    assert change.key == f"limits.{name}"
    assert change.after == str(LIMITS[name])


@pytest.mark.parametrize("name", HEAD)
def test_every_part_of_the_header_is_told(name):
    found = changes(BASE, replace(BASE, **{name: HEAD[name]}))
    assert len(found) == 1
    assert name in found[0].key


@pytest.mark.parametrize("name", STEP)
def test_every_part_of_a_step_is_told(name):
    found = changes(BASE, with_first(**{name: STEP[name]}))
    assert found
    assert all(change.key.startswith("step.a.") and "Schritt „a“" in change.text for change in found)


def test_a_purpose_that_follows_the_header_is_told_once():
    survey = replace(BASE, purpose=Purpose.SURVEY, steps=tuple(replace(s, purpose=Purpose.SURVEY) for s in BASE.steps))
    assert told(survey) == ["[sequence] purpose: „advertising“ → „survey“"]


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        (OnDay(10, at=time(9, 30)), "Tag 7 → Tag 10 um 09:30 Uhr"),
        (OnDay(-14, Anchor.CONTRACT_END), "Tag 7 → 14 Tage vor dem Vertragsende"),
        (OnDay(1, Anchor.RETURNED), "Tag 7 → 1 Tag nach der Rückkehr"),
        (OnEvent(EventKind.FEATURE_RELEASED, 30), "Tag 7 → wenn „feature_released“ eintritt, höchstens 30 Tage lang"),
        (OnEvent(EventKind.SAVED), "Tag 7 → wenn „saved“ eintritt"),
        (AfterStep("b", 2, business_days=True), "Tag 7 → 2 Werktage nach Schritt „b“"),
        (AfterStep("b", 1), "Tag 7 → 1 Tag nach Schritt „b“"),
    ],
)
def test_when_a_step_comes_is_told_in_german(when, sentence):
    assert told(with_first(when=when)) == [f"Schritt „a“: {sentence}"]


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (StopEffect(), "die Sequenz endet"),
        (PauseDays(90), "Pause von 90 Tagen"),
        (PauseDays(1), "Pause von 1 Tag"),
        (PauseNamed(), "Pause bis zum genannten Tag"),
        (StartSequence("handover"), "die Sequenz „handover“ beginnt"),
        (OpenTask("call"), "ein Mensch bekommt die Aufgabe „call“"),
        (DefaultEffect(), "sichere Voreinstellung"),
    ],
)
def test_what_a_reply_does_is_told_in_german(effect, words):
    assert told(replace(BASE, on_reply={"question": effect})) == [f"[on_reply] question: nicht genannt → {words}"]


def test_words_of_a_list_are_told_one_by_one():
    old = replace(BASE, who=Conditions(reasons=frozenset({"price", "quality"})))
    new = replace(BASE, who=Conditions(reasons=frozenset({"price", "image"})))
    assert told(new, old) == ["[who] reasons: „image“ kommt hinzu", "[who] reasons: „quality“ fällt weg"]


def test_channels_come_go_and_change_places():
    assert told(with_first(channels=(Channel.EMAIL, Channel.LETTER))) == ["Schritt „a“: Kanal Brief kommt hinzu"]
    swapped = replace(BASE, steps=(FIRST, replace(SECOND, channels=(Channel.LETTER, Channel.EMAIL))))
    assert told(swapped) == ["Schritt „b“ Reihenfolge der Kanäle: E-Mail, Brief → Brief, E-Mail"]


def test_steps_come_go_and_change_places():
    third = Step("c", OnDay(30), (Channel.PHONE,), "x/c")
    assert told(replace(BASE, steps=(FIRST, SECOND, third))) == ["Schritt „c“ ist neu: Tag 30, Anruf"]
    assert told(replace(BASE, steps=(FIRST,))) == ["Schritt „b“ entfällt"]
    assert gone(BASE, replace(BASE, steps=(FIRST,))) == ("b",)
    assert told(replace(BASE, steps=(SECOND, FIRST))) == ["Reihenfolge der Schritte: a, b → b, a"]


def test_a_step_under_a_new_id_is_recognised():
    renamed = replace(BASE, steps=(FIRST, replace(SECOND, id="neu")))
    assert told(renamed)[1] == (
        "Schritt „b“ entfällt; „neu“ sieht aus wie derselbe Schritt unter neuer Kennung, zählt aber als neuer"
    )


def test_the_status_stands_for_itself():
    paused = replace(BASE, status=Status.PAUSED)
    assert changes(BASE, paused) == ()
    change = status_change(BASE, paused)
    assert change is not None
    assert change.text == "[sequence] status: „live“ → „paused“"
    assert status_change(BASE, BASE) is None
