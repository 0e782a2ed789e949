"""Why did, or didn't, this person get this: every rule with its statute, every cap with its count."""

from __future__ import annotations

import json
from datetime import timedelta

from campaigns.touch_json import summary, touch_object
from campaigns.why import explain
from compliance.rulebook import RULES
from contacts.medium import Medium, Purpose
from sequences.enrollment import in_holdout
from store import decisions
from tests.campaigns.house_of import BERLIN, WINBACK, minimal, step


def told(one, **options):
    return {answer["step"]: answer for answer in explain(one.house, "K-1", **options)["touches"]}


def test_an_unknown_contact_has_no_answer(home):
    assert explain(home().house, "K-1") is None


def test_what_was_sent_shows_every_rule_that_was_asked(home):
    one = home()
    one.consenting()
    one.play(days=2)
    answer = told(one)["value"]
    assert (answer["decision"], answer["channel"], answer["state"]) == ("send", "email", "sent")
    asked = {gate["rule"] for gate in answer["gates"]}
    applicable = {rule.name for rule in RULES if Medium.EMAIL in rule.media and Purpose.ADVERTISING in rule.purposes}
    assert {"objection", "email_consent", "frequency_cap", "sending_window"} <= asked <= applicable
    assert all(gate["statute"] and gate["reason"] and gate["n"] for gate in answer["gates"])
    (consent,) = (gate for gate in answer["gates"] if gate["rule"] == "email_consent")
    assert consent["evidence"] == ["EW-K-1-email"]
    assert {cap["window"] for cap in answer["caps"]} >= {5, 91, 540}
    assert [gate["rule"] for gate in answer["calendar"]] == ["sending_window"]
    assert answer["duties"]


def test_what_was_not_sent_shows_every_channel_that_was_tried(home):
    one = home()
    one.customer(letters=False)
    one.cancel()
    one.play(days=2)
    answer = told(one)["value"]
    assert (answer["decision"], answer["reason"]) == ("skip", "email_consent")
    assert [tried["channel"] for tried in answer["channels_tried"]] == ["email", "letter"]


def test_what_is_planned_and_what_was_passed_over_is_told_too(home):
    one = home()
    one.consenting()
    one.play(days=15)
    answers = told(one)
    assert (answers["story_personal"]["decision"], answers["story_personal"]["reason"]) == ("skip", "condition")
    assert (answers["offer"]["decision"], answers["offer"]["state"]) == (None, "planned")
    assert answers["offer"]["due"] == "2026-03-23T09:00:00+01:00"


def test_a_holdout_is_told_by_its_word(home):
    name = next(f"K-{number}" for number in range(99) if in_holdout(f"K-{number}", "probe", 50))
    one = home(texts={"probe": minimal(step("a", "day = 1")) + "[limits]\nholdout_percent = 50\n"})
    one.consenting(name)
    (answer,) = explain(one.house, name)["touches"]
    assert (answer["step"], answer["decision"], answer["state"]) == ("a", "holdout", "holdout")


def test_the_past_is_told_as_it_was_known_then(home):
    one = home()
    one.consenting()
    one.play(days=2)
    then = one.clock.now()
    one.play(days=20)
    assert set(told(one, at=then)) & set(WINBACK) == {"value"}
    assert told(one, at=then - timedelta(days=3)) == {}
    assert set(told(one, step="winback/news")) == {"news"}


def test_the_answer_and_the_objects_of_reports_are_plain_json(home):
    one = home()
    one.consenting()
    one.play(days=40)
    json.dumps(explain(one.house, "K-1"))
    with one.house.store.read() as connection:
        rows = list(decisions.history(connection))
    objects = [touch_object(row, one.house.sequences, BERLIN) for row in rows]
    assert objects == sorted(objects, key=lambda o: (o["at"], o["contact"], o["sequence"], o["step"]))
    json.dumps(objects)
    total = summary(objects)
    assert total["sent"] == {"email": len(one.sent(advertising=False))}
    assert total["touches"] == len(rows) == sum(total["decisions"].values())
    assert total["contacts"] == 1
