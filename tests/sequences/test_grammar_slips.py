"""What is no slip, and that a slip is told once: BOM, line ends, a schema comment, German words, keys gone astray."""

from __future__ import annotations

import errno
import os

import pytest

from sequences.definition import Sequence
from sequences.grammar.load import parse_sequence
from sequences.grammar.os_errors import german
from sequences.grammar.problem import closest
from sequences.grammar.slip_table import INVISIBLE
from sequences.grammar.synonyms import SYNONYMS
from sequences.grammar.toml_source import parse, read_text
from tests.sequences.grammar_words import WORDS

GOOD = (
    '[sequence]\ntitle = "Probe"\nstatus = "live"\nday_zero = "contract_end"\n'
    '[[step]]\nid = "a"\nday = 1\nchannels = ["email"]\ntemplate = "a/b"\n'
)


def messages(text: str) -> list[str]:
    found = parse_sequence(text, "x.toml", WORDS)
    assert isinstance(found, tuple), "accepted"
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD.replace("\n", "\r"),
        "#:schema ../sequence.schema.json\n" + GOOD,
    ],
    ids=["bom", "windows", "old-mac", "schema-comment"],
)
def test_what_editors_do_unasked_is_no_fault(text):
    assert isinstance(parse_sequence(text, "x.toml", WORDS), Sequence)


def test_a_bom_shifts_no_column():
    assert any(line.startswith("x.toml:1:9: title: Zahl 07") for line in messages("\ufefftitle = 07\n"))


def test_a_file_in_utf_16_is_named_as_such(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(GOOD, encoding="utf-16")
    assert "nicht in UTF-8 gespeichert" in str(read_text(path, "x.toml"))


@pytest.mark.parametrize("character", INVISIBLE)
def test_every_invisible_character_is_called_by_its_name(character):
    between = messages(GOOD.replace("day = 1", f"day ={character}1"))
    inside = messages(GOOD.replace("Probe", f"Pro{character}be"))
    assert [INVISIBLE[character] in line for line in (*between, *inside)] == [True, True]


def test_a_key_in_the_wrong_section_is_told_once():
    text = GOOD.replace('title = "Probe"\n', "") + 'title = "Probe"\n'
    assert messages(text) == [
        (
            "x.toml:9:1: step[1].title: gehört nicht in [step], sondern in [sequence]; "
            "ein Schlüssel zählt zum letzten Abschnitt, der über ihm steht"
        )
    ]


def test_a_negative_day_in_a_later_step_is_told_once():
    later = GOOD.replace("contract_end", "returned") + GOOD[GOOD.index("[[step]]") :].replace(
        '"a"\nday = 1', '"b"\nday = -3'
    )
    (only,) = messages(later)
    assert "x.toml:12:7: step[2].day: Tag -3 liegt vor „returned“" in only


def test_what_waits_for_an_impossible_step_is_told_too():
    text = GOOD.replace("contract_end", "returned").replace("day = 1", "day = -1")
    text += '[[step]]\nid = "b"\nafter = { step = "a", days = 1 }\nchannels = ["email"]\ntemplate = "a/b"\n'
    assert [line.partition(" ")[0] for line in messages(text)] == ["x.toml:7:7:", "x.toml:12:18:"]


def test_german_words_lead_to_ours():
    assert closest("Brief", ["email", "letter"]) == "letter"
    assert closest("BRIEF", ["email", "post"]) == "post"
    assert closest("schritt", ["limits", "step"]) == "step"
    assert closest("montag", ["tue"]) is None


def test_every_synonym_is_folded_as_it_is_looked_up():
    assert [word for word in SYNONYMS if word != word.casefold()] == []


def test_a_list_that_holds_a_word_without_quotes_keeps_its_end():
    source = parse('a = [\n  "x",\n  y\n]\nb = 1\n', "x")
    assert [(problem.line, problem.message) for problem in source.problems] == [
        (3, 'Text y ohne Anführungszeichen; erlaubt ist "y"')
    ]
    assert source.data == {"a": ["x"], "b": 1}


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.EADDRINUSE])
def test_the_operating_system_speaks_german(number):
    assert german(OSError(number, os.strerror(number))) not in ("", os.strerror(number))


def test_an_error_without_german_words_keeps_its_own():
    assert german(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert german(OSError("nichts weiter")) == "nichts weiter"
