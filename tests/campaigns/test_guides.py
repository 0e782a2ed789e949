"""The guide of a save call for every reason, and those of a meeting and an exit interview: open, honest, easily ended."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from campaigns.desk.guides import blocks
from campaigns.rendering.context import BrandInfo
from channels.channel import TaskContent
from contacts.cancellation import REASONS
from sequences.definition import Channel
from tests.campaigns.copy_cases import DU, PLAIN, SIE, render

NOT_TO_BE_HELD = {"closure", "takeover", "insolvency", "deceased", "special_termination", "terminated_by_us"}
FORMS = pytest.mark.parametrize("form", [SIE, DU], ids=["sie", "du"])


def guide(name: str, form: BrandInfo, reason: str = "price", **changes: object) -> str:
    cancellation = replace(PLAIN.cancellation, reason=reason, **changes)
    task = render(name, Channel.PHONE, replace(PLAIN, brand=form, cancellation=cancellation))
    assert isinstance(task, TaskContent)
    return task.guide


def by_reason(words: str) -> str:
    """The paragraph that belongs to the reason on file."""
    return next(block for block in words.split("\n\n") if block.startswith("3. "))


@FORMS
@pytest.mark.parametrize("reason", sorted(set(REASONS) - NOT_TO_BE_HELD))
def test_each_reason_has_questions_a_part_of_ours_and_an_end(form: BrandInfo, reason: str):
    own = by_reason(guide("save/call", form, reason, competitor_source="customer"))
    questions = re.findall(r"^– .*„[^“]*\?[^“]*“", own, re.MULTILINE)
    assert len(questions) >= 3, own
    for label in ("Angebot: ", "Einwand „"):
        assert f"\n{label}" in own
    answers = re.findall(r"Antwort: „([^“]*)“", own)
    assert answers
    assert not any("?" in answer for answer in answers), "an answer to a no asks nothing"


@FORMS
def test_every_reason_ends_in_a_no_that_is_one_sentence_and_in_what_is_entered(form: BrandInfo):
    for reason in sorted(set(REASONS) - NOT_TO_BE_HELD):
        words = guide("save/call", form, reason)
        (no,) = [block for block in words.split("\n\n") if block.startswith("Das Nein: ")]
        assert "Keine zweite Frage, kein weiterer Anlauf." in no
        assert words.rstrip().split("\n\n")[-1].startswith("Danach eintragen, im selben Moment: ")
        assert "Nicht notieren: Gesundheit" in words


@FORMS
@pytest.mark.parametrize("reason", sorted(NOT_TO_BE_HELD))
def test_where_nobody_is_left_to_be_held_nobody_is_called(form: BrandInfo, reason: str):
    words = guide("save/call", form, reason)
    assert words.startswith("Nicht anrufen. ")
    assert "„" not in words, "there is nothing to be said"
    assert not re.search(r"Beileid|Mitgefühl|leid|traurig|Rabatt|Nachlass", words)


@FORMS
def test_another_provider_is_a_subject_only_where_she_said_so(form: BrandInfo):
    """OLG Köln 6 U 73/10."""
    told = guide("save/call", form, "competitor_offer", competitor_source="customer")
    heard = guide("save/call", form, "competitor_offer", competitor_source="switching")
    assert by_reason(told).startswith("3. Ein anderer Anbieter, von der Person selbst genannt.")
    assert by_reason(heard) == by_reason(guide("save/call", form, "unknown"))


@FORMS
@pytest.mark.parametrize("name", ["talk/meeting", "talk/exit_interview"])
def test_invitations_say_what_they_are_first(form: BrandInfo, name: str):
    opening = guide(name, form).split("\n\n")[0]
    for needed in (
        form.name,
        "Nordlicht Software GmbH",
        "Werbeanruf",
        "eingewilligt",
        "Passt es gerade?",
        "Bei „Nein“",
    ):
        assert needed in opening


@FORMS
def test_an_exit_interview_is_neutral_short_and_free(form: BrandInfo):
    words = guide("talk/exit_interview", form)
    questions = re.findall(r"^– „[^“]*\?“$", words, re.MULTILINE)
    assert 5 <= len(questions) <= 7
    assert "freiwillig" in words
    assert "hatte mit" in words
    assert not re.search(r"Rabatt|Nachlass|Pause|zufrieden", words)


def test_what_is_spoken_is_told_from_what_is_done():
    first, second = blocks(
        "1. Zweck: „Guten Tag.“ Auflegen bei „Nein“.\n– „Was war?“\n\nEinwand „Zu teuer.“ Antwort: „Gut.“"
    )
    opening, question = first
    assert (opening.mark, opening.label) == ("1.", "Zweck")
    assert [bit.words for bit in opening.bits if bit.said] == ["„Guten Tag.“"]
    assert (question.mark, question.bits[0].said) == ("–", True)
    assert [bit.words for bit in second[0].bits if bit.said] == ["„Gut.“"]
