"""Where no rule reads an objection and the model finds one: everything stops at once, and a person looks."""

from __future__ import annotations

import pytest

from replies.classify import classify
from replies.meaning import objection
from replies.meaning.verdict import LIKELY_RULE
from replies.meaning.words import sentences
from replies.parse import from_fields
from replies.reply import Label

HINT = (
    "Guten Tag, unsere Wege haben sich getrennt, und dabei möchte ich es auch in meinem Briefkasten belassen. "
    "Sie verstehen, worum ich Sie bitte."
)


def said(text: str):
    return classify(from_fields({"from": "a@kunde.test", "subject": "Re: Neues", "body": text}))


def test_a_hint_that_no_rule_reads_stops_all_and_goes_to_a_person():
    assert objection.find(sentences(HINT)) is None
    answer = said(HINT)
    assert (answer.label, answer.stop, answer.review) == (Label.OBJECTION_UNSUBSCRIBE, "all_advertising", True)
    assert answer.evidence.rule == LIKELY_RULE
    assert answer.evidence.text in HINT


def test_a_rule_needs_no_person():
    answer = said("Bitte schicken Sie mir keine Werbung mehr.")
    assert (answer.stop, answer.review) == ("all_advertising", False)
    assert answer.evidence.rule != LIKELY_RULE


@pytest.mark.parametrize(
    "text",
    [
        "Im Moment passt es nicht, bitte melden Sie sich erst im Herbst wieder bei mir.",
        "Danke für die Bestätigung, alles Gute für Ihr Team!",
        "Was kostet der kleine Tarif im Jahr?",
    ],
)
def test_what_is_no_objection_is_not_likely_one(text):
    assert said(text).evidence.rule != LIKELY_RULE
