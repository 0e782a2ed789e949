from __future__ import annotations

import time

import pytest

from replies.meaning import objection
from replies.meaning.concepts import Meaning, asks, main_clause, spread, where_in
from replies.meaning.lexicon import Lexicon
from replies.meaning.vocabulary import VOCABULARY
from replies.meaning.words import fold, sentences

LEXICON = Lexicon(
    {
        "LEAVE": ("abmeld*", "austrag*"),
        "AD": ("*werbung", "newsletter"),
        "PEACE": ("in ruhe lass*",),
        "IN": ("*spruch*",),
    }
)


@pytest.mark.parametrize(
    ("word", "concepts"),
    [
        ("abmelden", {"LEAVE"}),
        ("abzumelden", {"LEAVE"}),
        ("abgemeldet", {"LEAVE"}),
        ("ausgetragen", {"LEAVE"}),
        ("trägt", set()),
        ("briefwerbung", {"AD"}),
        ("newsleter", {"AD"}),
        ("widerspruchs", {"IN"}),
        ("anmelden", set()),
        ("", set()),
    ],
)
def test_a_word_is_known_inflected_compounded_and_misspelt(word, concepts):
    assert LEXICON.concepts(word) == concepts


def test_a_phrase_is_found_where_it_stands():
    assert list(LEXICON.phrases(["bitte", "in", "ruhe", "lassen"])) == [(1, 3, frozenset({"PEACE"}))]


def test_every_stem_of_the_vocabulary_is_found_again():
    lexicon = Lexicon(VOCABULARY)
    for concept, stems in VOCABULARY.items():
        for stem in map(fold, stems):
            if " " in stem:
                words = [part.rstrip("*") for part in stem.split()]
                assert any(concept in found for _place, _size, found in lexicon.phrases(words)), stem
            else:
                assert concept in lexicon.concepts(stem.strip("*")), stem


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nehmen Sie mich da raus", True),
        ("raus mit mir aus der Liste", True),
        ("nehmt mich bitte nicht raus", False),
        ("wie kommt man da raus?", False),
        ("könntet ihr mich rausnehmen?", True),
    ],
)
def test_a_meaning_is_its_concepts_in_any_order(text, says):
    (sentence,) = sentences(text)
    assert Meaning("out", ("yes:OUT", "ME_OBJ"), near=5).matches(sentence) is says


def test_the_halves_of_a_separated_verb_are_one_word_only_where_a_clause_ends():
    assert where_in("melden sie mich bitte ab").of("UNSUBSCRIBE")
    assert not where_in("melden sie mich ab mai an").of("UNSUBSCRIBE")


def test_a_negation_ends_with_its_clause_and_goes_through_dass():
    where = where_in("keine post , melden sie mich ab")
    assert not where.of("not:UNSUBSCRIBE")
    assert where_in("ich will nicht , dass sie mich anrufen").of("not:CONTACT_V")
    assert not where_in("ob ich mich abgemeldet habe").of("yes:UNSUBSCRIBE")


def test_a_negation_goes_through_an_enumeration_and_no_further():
    assert where_in("keine karten , aktionen oder umfragen mehr").of("not:OFFERS")
    assert not where_in("ich habe keine zeit , schicken sie mir die umfragen").of("not:OFFERS")


def test_aber_in_the_middle_of_a_clause_does_not_end_it():
    assert where_in("werbung moechte ich aber keine").of("not:AD")
    assert not where_in("keine post aber melden sie mich ab").of("not:UNSUBSCRIBE")


def test_a_phrase_can_be_held_to_the_beginning_and_the_end_of_a_clause():
    lexicon = Lexicon({"ALONE": ("^ stop $",), "ANY": ("seit * wochen",)})
    assert list(lexicon.phrases(("^", "stop", "$"))) == [(0, 3, frozenset({"ALONE"}))]
    assert not list(lexicon.phrases(("^", "stop", "bitte", "$")))
    assert list(lexicon.phrases(("seit", "drei", "wochen"))) == [(0, 3, frozenset({"ANY"}))]
    where = where_in("stop , vereinspostfach")
    assert where.of("ALL_STOP") == 1


def test_a_hyphen_before_a_word_ends_no_clause():
    assert where_in("keine wie geht es ihnen -anrufe mehr").of("not:PHONE")


def test_kein_denies_no_verb_and_nicht_does():
    assert where_in("keine werbung mehr und streichen sie mich").of("yes:REMOVE")
    assert not where_in("streichen sie mich bitte nicht").of("yes:REMOVE")


@pytest.mark.parametrize(
    ("text", "informs"),
    [
        ("Wie kann ich mich abmelden?", True),
        ("Muss ich mich abmelden?", True),
        ("Könnten Sie mir sagen, ob ich abgemeldet bin?", True),
        ("Könnten Sie mich abmelden?", False),
        ("Wäre es möglich, mich abzumelden?", False),
        ("Bitte melden Sie mich ab.", False),
        ("Keine Mails mehr, ja?", False),
        ("Wenn Sie die Nachrichten weglassen würden?", False),
    ],
)
def test_a_request_in_the_form_of_a_question_is_no_question(text, informs):
    (sentence,) = sentences(text)
    assert asks(sentence) is informs


def test_a_condition_is_cut_off_and_a_threat_says_nothing():
    assert main_clause("falls ja, melden sie mich ab") == " melden sie mich ab"
    assert main_clause("wenn noch eine mail kommt, gehe ich zum anwalt") == ""
    assert main_clause("wenn das so weitergeht, entziehe ich ihnen die erlaubnis") == ""
    assert main_clause("wenn sie die mails weglassen koennten") == "wenn sie die mails weglassen koennten"
    (sentence,) = sentences("Falls das geht, melden Sie mich ab.")
    assert Meaning("leave", ("UNSUBSCRIBE",)).matches(sentence)
    assert not Meaning("leave", ("UNSUBSCRIBE",), conditional=False).matches(sentence)


def test_two_sentences_are_read_as_one_only_where_a_meaning_asks_for_it():
    first, second = sentences("Es geht um meine Kündigung. Die ziehe ich hiermit zurück.")
    needs = ("CANCEL_N", "UNDO")
    assert Meaning("back", needs, near=12, across=True).matches_pair(first, second)
    assert not Meaning("back", needs, near=12).matches_pair(first, second)


def test_near_words_are_near():
    assert spread(0b1000, 2) == 0b111110
    assert spread(0, 5) == 0
    (sentence,) = sentences("Werbung " + "und so " * 20 + "stoppen")
    assert not Meaning("stop", ("STOP", "AD"), near=8).matches(sentence)


@pytest.mark.parametrize(
    "word", ["nicht ", "ab ", "keine, ", "werbung bitte nicht mehr ", "x" * 60 + " ", "und nicht "]
)
def test_a_hostile_text_costs_no_more_than_its_length(word):
    text = (word * 1_048_576)[:1_048_576]
    begin = time.process_time()
    objection.maybe(sentences(text))
    objection.objection_scope(text)
    assert time.process_time() - begin < 5
