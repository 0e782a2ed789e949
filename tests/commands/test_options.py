"""What every command prints: nothing in it can steer the terminal it is read in."""

from __future__ import annotations

import json

import pytest

from commands.options import emit, say

HOSTILE = "Gern\x1b]0;Titel\x07 \x9b31m\u202egnubreW\x00"


def test_a_mails_words_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"{HOSTILE}\tzwei\nZeilen")
    shown = capsys.readouterr().out
    assert "\tzwei\nZeilen\n" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\x00")


def test_json_keeps_the_words_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"text": HOSTILE, "name": "Übung"})
    line = capsys.readouterr().out
    assert json.loads(line) == {"text": HOSTILE, "name": "Übung"}
    assert "Übung" in line
    assert not set(line) & set("\x1b\x07\x9b\u202e\x00")
