"""Reading TOML: positions, files that are no files, and texts that nobody would write."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sequences.definition import Sequence
from sequences.grammar.load import parse_sequence
from sequences.grammar.positions import positions
from sequences.grammar.problem import Problem, closest, did_you_mean, listed
from sequences.grammar.toml_source import MAX_BYTES, MAX_SLIPS, dotted, parse, read_text
from sequences.grammar.translate import problems_of
from sequences.grammar.values import Table
from sequences.grammar.vocabulary import Vocabulary
from tests.sequences.grammar_words import WORDS

TEXT = """x = "ü"
[[step]]
id = "a"
when = { "a b" = 1, c.d = [1, { e = 2 }] }
[[step.sub]]
k = 1
[[step]]
[step.sub.x]
y.z = 3
"""
SHIPPED = (Path(__file__).parent.parent.parent / "sequences" / "winback.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("step", 0), (2, 3)),
        (("step", 0, "id"), (3, 1)),
        (("step", 0, "when", "a b"), (4, 10)),
        (("step", 0, "when", "c", "d", 1, "e"), (4, 33)),
        (("step", 0, "sub", 0, "k"), (6, 1)),
        (("step", 1), (7, 3)),
        (("step", 1, "sub", "x", "y", "z"), (9, 3)),
        (("step", 1, "missing"), (7, 3)),
        (("nowhere",), (1, 1)),
    ],
)
def test_keys_stand_where_they_stand(path, place):
    assert positions(TEXT).key(path) == place


def test_columns_count_characters_not_bytes():
    assert positions('"ä" = { "öü" = "ß", b = 1 }\n').key(("ä", "b")) == (1, 21)
    assert positions('x = "ä"\n').value(("x",)) == (1, 5)


def test_positions_of_a_missing_value_are_those_of_its_table():
    assert positions("[a]\nb = 1\n").value(("a", "c")) == (1, 2)


@pytest.mark.parametrize("text", ["[]\n", "= 1\n", "[[\n", "a = \n", "{", "[a", '"'])
def test_positions_of_broken_text_do_not_raise(text):
    assert positions(text).key(("a", "b")) >= (1, 1)


def test_key_paths_are_written_as_people_count():
    assert dotted(("step", 1, "after", "days")) == "step[2].after.days"
    assert dotted(()) == ""


def test_a_problem_is_one_line():
    assert str(Problem("a.toml", 3, 9, "who.tiers", "falsch")) == "a.toml:3:9: who.tiers: falsch"
    assert str(Problem("a.toml", 1, 1, "", "leer", warning=True)) == "a.toml:1:1: Hinweis: leer"


def test_words_are_listed_in_german():
    assert listed(["b", "a", "c"]) == "„a“, „b“ oder „c“"
    assert listed(["a"]) == "„a“"
    assert did_you_mean("EMAIL", ["email", "letter"]) == "; meinten Sie „email“?"
    assert did_you_mean("xyz", ["email"]) == ""
    assert closest("email", []) is None


def test_files_that_cannot_be_read_are_problems(tmp_path):
    assert "lässt sich nicht lesen" in str(read_text(tmp_path / "nirgends.toml", "nirgends.toml"))
    assert isinstance(read_text(tmp_path, "ordner"), Problem)
    big = tmp_path / "big.toml"
    big.write_bytes(b"#" * (MAX_BYTES + 1))
    assert f"erlaubt sind {MAX_BYTES}" in str(read_text(big, "big.toml"))
    latin = tmp_path / "latin.toml"
    latin.write_bytes("a = 1\nä = „x".encode() + b"\xe4")
    place = read_text(latin, "latin.toml")
    assert isinstance(place, Problem)
    assert (place.line, place.column) == (2, 7)


def test_a_text_that_is_too_large_is_not_parsed():
    assert parse("#" * (MAX_BYTES + 1), "x").data is None


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, 'a = "\ud800"', "a.b" * 3000 + " = 1"])
def test_monsters_are_problems_too(text):
    assert parse_sequence(text, "x.toml", WORDS)


def test_an_endless_row_of_slips_ends():
    source = parse("x = ja\n" * 200, "x")
    assert len(source.problems) == MAX_SLIPS
    assert source.data is None


def test_a_lost_line_is_not_reported_as_missing_too():
    text = '[sequence]\ntitle = "x"\nstatus = live\nday_zero = "returned"\n[[step]]\nid = „a“\nday = 07\n'
    rest = 'channels = ["email"]\ntemplate = "a/b"\n'
    text += rest + '[[step]]\nid = "b"\nafter = { step = "a", days = 1 }\n' + rest
    problems = parse_sequence(text, "x.toml", WORDS)
    assert isinstance(problems, tuple)
    assert [problem.key for problem in problems] == ["status", "id", "day"]


def test_values_the_grammar_has_no_sentence_for_are_refused_all_the_same():
    class Toy(Table):
        data: bytes
        when: date
        deep: dict[str, dict[str, int]]

    source = parse('data = 2026-10-01T09:00:00\nwhen = 09:00:00\n[deep.x]\ndata = "y"\n', "x")
    with pytest.raises(ValidationError) as caught:
        Toy.model_validate(source.data)
    assert [problem.message for problem in problems_of(caught.value, Toy, source)] == [
        "das Datum 2026-10-01 09:00:00 ist hier nicht erlaubt",
        "die Uhrzeit 09:00:00 ist hier nicht erlaubt; erlaubt ist ein Datum ohne Anführungszeichen, zum Beispiel 2026-10-01",
        "„y“ ist hier nicht erlaubt; erlaubt ist eine ganze Zahl ohne Anführungszeichen",
    ]


def test_task_kinds_are_checked_when_the_installation_names_them():
    words = Vocabulary(
        WORDS.reasons, WORDS.labels, WORDS.doors, WORDS.brands, frozenset({"call"}), frozenset({"reached"})
    )
    text = '[sequence]\ntitle = "x"\nstatus = "live"\nday_zero = "returned"\n[[step]]\nid = "a"\nday = 1\n'
    text += 'channels = ["phone"]\ntemplate = "a/b"\n%s[on_reply]\nreached = { task = "%s" }\n'
    assert isinstance(parse_sequence(text % ("", "call"), "x.toml", words), Sequence)
    problems = parse_sequence(text % ('task = { kind = "cal" }\n', "gift"), "x.toml", words)
    assert [str(problem) for problem in problems] == [
        "x.toml:10:17: step[1].task.kind: „cal“ ist keine Aufgabenart; erlaubt ist „call“; meinten Sie „call“?",
        "x.toml:12:20: on_reply.reached.task: „gift“ ist keine Aufgabenart; erlaubt ist „call“",
    ]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_an_answer(text):
    assert parse_sequence(text, "x.toml", WORDS)


@settings(deadline=None)
@given(st.data())
def test_any_damage_to_a_shipped_file_has_an_answer(data):
    start = data.draw(st.integers(0, len(SHIPPED)))
    length = data.draw(st.integers(0, 60))
    put = data.draw(st.text(alphabet="{}[]\"'=,#\n\t .ab07„“\\\ufeff", max_size=12))
    result = parse_sequence(SHIPPED[:start] + put + SHIPPED[start + length :], "winback.toml", WORDS)
    problems = result if isinstance(result, tuple) else ()
    lines = SHIPPED.count("\n") + put.count("\n") + 2
    assert all(1 <= problem.line <= lines and problem.column >= 1 and problem.message for problem in problems)


def test_the_recursion_limit_is_left_alone():
    before = sys.getrecursionlimit()
    parse("a = " + "[" * 5000, "x")
    assert sys.getrecursionlimit() == before
