"""What folding takes away and what it parts, over all of Unicode."""

from __future__ import annotations

import sys
import unicodedata

from replies.meaning.words import fold, sentences

ALL = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]  # without surrogates


def of_category(name: str) -> list[str]:
    return [one for one in ALL if unicodedata.category(one) == name]


def test_no_character_that_shows_nothing_is_left_in_a_word():
    hidden = of_category("Cf")
    assert len(hidden) > 150
    assert [one for one in hidden if fold(f"Wer{one}bung") != "werbung"] == []


def test_every_control_character_parts_words():
    assert [one for one in of_category("Cc") if fold(f"keine{one}Werbung") != "keine werbung"] == []


def test_every_hidden_character_between_words_is_also_read_as_a_blank():
    readings = {one: {said.folded for said in sentences(f"keine{one}Werbung")} for one in of_category("Cf")}
    assert [one for one, found in readings.items() if found != {"keinewerbung", "keine werbung"}] == []
