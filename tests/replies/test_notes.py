"""Notes of ours about what somebody said: how many demands are found in them, and how many harmless ones stay so.

Two lists of our own writing: the reader was made with the first, the second was written after it and read once.
"""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from replies.meaning.note import claim_in, in_first_person, reported_in
from replies.reply import Kind, Label

NOTES = Path(__file__).parent / "corpus" / "notes"
FAMILIES = {
    "objection": {Label.OBJECTION_UNSUBSCRIBE, Label.DSGVO_ERASURE},  # who wants to be erased wants no advertising
    "erasure": {Label.DSGVO_ERASURE},
    "access": {Label.DSGVO_ACCESS},
}


def notes(name):
    lines = (NOTES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(label, note) for label, _, note in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize(("name", "recall", "precision"), [("tuned", 1.0, 0.97), ("measured", 1.0, 0.9)])
def test_demands_are_found_and_harmless_notes_stay_harmless(name, recall, precision):
    read = [(label, note, claim_in(note)) for label, note in notes(name)]
    meant = [(label, note, found) for label, note, found in read if label != "none"]
    heard = [(label, note) for label, note, found in read if found is not None]
    missed = [note for _, note, found in meant if found is None]
    false = [note for label, note in heard if label == "none"]
    assert 1 - len(missed) / len(meant) >= recall, missed
    assert 1 - len(false) / len(heard) >= precision, false
    wrong = [(note, found.label) for label, note, found in meant if found and found.label not in FAMILIES[label]]
    assert wrong == []


def test_the_lists_are_large_and_half_of_them_harmless():
    everything = [*notes("tuned"), *notes("measured")]
    harmless = [note for label, note in everything if label == "none"]
    assert len(everything) >= 200
    assert len(harmless) * 2 >= len(everything)
    assert len({note for _, note in everything}) == len(everything)


def test_whatever_is_found_is_a_hold_for_a_person_in_the_words_of_the_note():
    found = claim_in("Guter Ton, 5 Minuten. Frau Lorenz bittet um Löschung. Rechnung geht klar.")
    assert found is not None
    assert (found.kind, found.stop, found.review, found.label) == (Kind.NOTE, "hold", True, Label.DSGVO_ERASURE)
    assert found.evidence.text == "Frau Lorenz bittet um Löschung."


def test_a_note_is_retold_by_whom_it_is_about():
    assert in_first_person("Frau Lorenz hat uns gebeten, dass wir ihre Daten löschen") == (
        "ich habe Ihnen gebeten, dass Sie meine Daten löschen"
    )
    assert in_first_person("will Auskunft über sie") == "ich will Auskunft über mich"


@pytest.mark.parametrize("note", ["", " \n\t", "ok", "\0", "x" * 100_000, "nicht " * 20_000])
def test_any_text_can_be_read(note):
    claim_in(note)


@pytest.mark.parametrize(
    "note",
    [
        "Hat keine Fragen und will keine Werbung mehr",
        "Er hat die Rechnung bezahlt und will keine Werbung mehr",
        "Rechnung ok aber bitte keine Anrufe mehr",
        "Hat trotz Widerspruch Werbung erhalten",
        "Habe Nachricht hinterlassen dass wir sie nicht mehr anrufen, so gewünscht",
        "möchte den Newsletter-Versand abbestellen",
        "Bitte Mailversand an sie einstellen",
    ],
)
def test_money_a_question_or_the_mailbox_in_the_same_breath_hides_no_demand(note):
    assert claim_in(note) is not None


@pytest.mark.parametrize(
    "note", ["Kein Widerspruch, gern weiter Newsletter", "Er hat keinen Widerspruch eingelegt", "Kein Kontakt bekommen"]
)
def test_that_nobody_objected_or_was_reached_is_no_demand(note):
    assert claim_in(note) is None
    assert claim_in(f"{note}, aber er will keine Werbung mehr") is not None


@pytest.mark.parametrize("note", ["hat " * 25_000, "hat wort " * 11_000, " " * 100_000, "\n \n" * 33_000])
def test_a_note_that_is_meant_to_be_slow_is_read_in_no_time(note):
    """It is read under the contact's lock, while on SQLite nobody else can write."""
    began = process_time()
    claim_in(note)
    assert process_time() - began < 4


def test_only_what_a_mail_of_ours_repeats_is_hers():
    offered = "Ein Wort genügt, dann schreibe ich Ihnen nicht mehr."
    said = "Sie haben mir gesagt, dass Sie keine Mails mehr möchten."
    assert reported_in(f"{offered} {said}") == said
    assert claim_in(said) is not None
