from __future__ import annotations

import json

import pytest

from replies.meaning import model
from replies.meaning.features import features
from replies.meaning.human import RULES_ALONE
from replies.meaning.topics import topics_of
from replies.meaning.words import fold, sentences
from replies.reply import Label
from tests.replies.mails import reply
from tests.replies.measure import CORPUS


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Da müsste preislich noch etwas gehen.", "DISCOUNT"),
        ("Der Laden bleibt zu.", "CLOSED"),
        ("Frau Berg ist in den Ruhestand gegangen.", "LEFT"),
        ("Setzen wir uns auf einen Kaffee zusammen.", "MEET"),
        ("Damit ist die Sache für uns erledigt.", "DECIDED"),
        ("Das ist eine Zumutung.", "ANGER"),
    ],
)
def test_a_topic_is_known_by_any_word_of_its_family(text, topic):
    assert topic in topics_of(fold(text))


def test_a_topic_is_negated_within_its_clause_only():
    assert topics_of(fold("Der Preis ist nicht das Thema"))["PRICE"]
    assert not topics_of(fold("Ich komme nicht zurück, der Preis war gut"))["PRICE"]


def test_features_name_topics_and_concepts_in_questions_and_under_a_negation():
    names = features(sentences("Gibt es Rabatt? Werbung möchte ich nicht."))
    assert {"t:DISCOUNT", "tq:DISCOUNT", "k:AD", "n:AD", "question"} <= names
    assert "question_last" not in names


def test_the_model_is_small_and_knows_every_label():
    shipped = model.shipped()
    assert model.PATH.stat().st_size < 2_000_000
    assert set(shipped.labels) == set(Label)
    assert len(shipped.weights) == len(shipped.rows) * len(shipped.labels)
    assert sum(shipped.judge(sentences("Was kostet das im Jahr?")).values()) == pytest.approx(1)
    assert max(map(abs, shipped.weights)) < 2**15 - 1, "a weight at the edge of its number may have been cut"


def test_the_model_judges_words_it_was_never_shown_by_their_topic():
    shares = model.shipped().judge(sentences("Bei einer Ermäßigungsstaffel käme ich mit Ihnen ins Geschäft."))
    assert max(shares, key=lambda one: shares[one]) is Label.PRICE_NEGOTIATION


@pytest.mark.parametrize(
    "text",
    [
        "Überraschen Sie mich doch einmal: mit Stille. Für immer.",
        "Ein paar der dreitausend ungelesenen Mails sind von euch. Reduziert das auf null, ja?",
    ],
)
def test_where_the_model_smells_an_objection_advertising_waits_for_a_person(text):
    answer = reply(text)
    assert answer.stop in {"hold", "all_advertising"}
    assert answer.review or answer.stop == "all_advertising"


def test_the_model_alone_never_makes_a_claim():
    lines = (CORPUS / "texts" / "x7.jsonl").read_text(encoding="utf-8").splitlines()
    claims = [json.loads(line) for line in lines if json.loads(line)["label"] in {one.value for one in RULES_ALONE}]
    answers = [reply(claim["text"]) for claim in claims]
    alone = [one for one in answers if one.label in RULES_ALONE and one.evidence.rule.endswith(":model")]
    assert alone, "the rules read every claim of this file: take another one"
    assert {(one.stop, one.review) for one in alone} == {("hold", True)}


def test_a_rule_that_the_model_doubts_goes_to_a_person_and_advertising_waits():
    answer = reply("Ich bin raus bis Ende nächster Woche (26.6.). Danach kannst du mir wieder schreiben.")
    assert answer.label is Label.OUT_OF_OFFICE
    assert answer.stop in {"hold", "pause_until"}


def test_a_proposed_absence_carries_its_day_and_our_own_subject_none():
    text = "Bei uns ist zu, Urlaub bis 8.8., der Chef ist in Kroatien und ich gieß nur die Blumen."
    answer = reply(text, subject="Re: Ihr Angebot gilt bis 31.8.")
    assert answer.label is Label.OUT_OF_OFFICE
    assert answer.return_date is not None
    assert (answer.return_date.month, answer.return_date.day) == (8, 9)
