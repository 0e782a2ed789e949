"""What a person wrote into her calendar: whole words of a closed list, nothing guessed."""

from __future__ import annotations

from datetime import datetime

import pytest

from handover.answers import WORDS, Answer, Silence, answer_of, blank, only_outcome, suggested
from tasks.kinds import OUTCOMES, Outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Ergebnis: erreicht", Outcome.REACHED),
        ("Ergebnis: nicht erreicht", Outcome.NOT_REACHED),
        ("  ergebnis :  Nicht  Erreicht. ", Outcome.NOT_REACHED),
        ("Ergebnis=not_reached", Outcome.NOT_REACHED),
        ("Ergebnis: „kein Interesse“", Outcome.NO_INTEREST),
        ("Ergebnis: Rueckruf", Outcome.CALL_BACK),
        ("Hallo\nErgebnis: falsche Nummer\nNotiz: x", Outcome.WRONG_ADDRESS),
        ("Ergebnis: erreicht\nErgebnis: reached", Outcome.REACHED),
    ],
)
def test_one_word_is_one_outcome(text, outcome):
    found = answer_of("call", [text], [])
    assert isinstance(found, Answer)
    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("text", "categories", "why"),
    [
        ("", [], Silence.NONE),
        ("Ergebnis: \nNotiz: später", ["Büro"], Silence.NONE),
        ("Das Ergebnis: erreicht", [], Silence.NONE),
        ("Ergebnis: erreicht, glaube ich", [], Silence.UNKNOWN),
        ("Ergebnis: freigegeben", [], Silence.UNKNOWN),
        ("Ergebnis: erreicht\nErgebnis: nicht erreicht", [], Silence.SEVERAL),
        ("Ergebnis: erreicht", ["Kein Interesse"], Silence.SEVERAL),
        ("Ergebnis: Rückruf 31.02.2026 10:00", [], Silence.UNKNOWN),
        ("Ergebnis: erreicht 10.03.2026 10:00", [], Silence.UNKNOWN),
    ],
)
def test_anything_else_is_asked_about(text, categories, why):
    assert answer_of("call", [text], categories) is why


def test_a_no_wins_over_everything_beside_it():
    found = answer_of("call", ["Ergebnis: erreicht\nNotiz: bitte nie wieder"], ["Widerspruch"])
    assert found == Answer(Outcome.OBJECTION, "bitte nie wieder")
    assert answer_of("call", ["Ergebnis: legte auf\nErgebnis: Widerspruch"], []) == Answer(Outcome.OBJECTION)


@pytest.mark.parametrize(
    "words", ["Rückruf 10.03.2026 14:30", "Rückruf am 10.3.2026 um 14:30 Uhr", "Rückruf vereinbart, 10. 3. 2026, 14.30"]
)
def test_an_agreed_time(words):
    assert answer_of("call", [f"Ergebnis: {words}"], []) == Answer(
        Outcome.CALL_BACK, "", datetime(2026, 3, 10, 14, 30)  # noqa: DTZ001 (a wall time)
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(OUTCOMES))
def test_what_is_suggested_is_understood_and_means_one_thing(kind):
    words = suggested(kind)
    assert len(set(words)) == len(words)
    meant = [answer_of(kind, [f"Ergebnis: {word}"], []) for word in words]
    assert [found.outcome for found in meant] == list(dict.fromkeys((*OUTCOMES[kind], Outcome.OBJECTION)))
    known = [word.casefold() for one in OUTCOMES[kind] for word in WORDS[one]]
    assert len(set(known)) == len(known)


def test_every_outcome_has_a_word():
    assert set(WORDS) == set(Outcome)


def test_what_was_answered_makes_room_for_the_next_answer():
    text = "Zum Abschließen …\n\nErgebnis: nicht erreicht\nNotiz: Mailbox\nmeine Zeile"
    assert blank(text).splitlines() == ["Zum Abschließen …", "", "meine Zeile", "Ergebnis: ", "Notiz: "]
    assert answer_of("call", [blank(text)], []) is Silence.NONE


def test_kinds_with_a_choice_have_no_outcome_of_their_own():
    assert all((only_outcome(kind) is not None) == (len(outcomes) == 1) for kind, outcomes in OUTCOMES.items())
