"""The handbook on sequences holds what it shows: its example is valid, its slips are slips, its cures cure."""

from __future__ import annotations

import re

import pytest

from campaigns.lexicon.words import look_up
from commands.explain import _book
from sequences.definition import Sequence
from sequences.grammar.load import parse_sequence
from tests.docs.blocks import page
from tests.docs.commands import leaves
from tests.rig.tool import ROOT
from tests.sequences.grammar_words import WORDS

PAGE = page("docs/handbuch/sequenzen.md")
EXAMPLE = next(block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "[[step]]" in block)
SLIPS = re.findall(r"^\| `(\w+ = [^`…]+)` \| `(\w+ = [^`…]+)` \|", PAGE, re.MULTILINE)


def test_the_example_is_a_sequence():
    assert isinstance(parse_sequence(EXAMPLE, "winback.toml", WORDS), Sequence)


@pytest.mark.parametrize(("wrong", "right"), SLIPS)
def test_a_slip_is_reported_at_its_line_and_its_cure_is_not(wrong, right):
    def lines(text: str) -> set[int]:
        found = parse_sequence(text, "x.toml", WORDS)
        return {problem.line for problem in found if problem.key.endswith(key)} if isinstance(found, tuple) else set()

    key = wrong.split(" = ")[0]
    assert lines(f"{wrong}\n") == {1}
    right_only = parse_sequence(f"{right}\n", "x.toml", WORDS)
    assert isinstance(right_only, tuple)
    assert all("gehört" in p.message or "unbekannt" in p.message for p in right_only if p.key.endswith(key)), right_only


def test_words_it_asks_explain_for_are_known():
    book = _book(ROOT / "config.toml")
    asked = re.findall(r"`wiedersehen explain ([^`]+)`", PAGE)
    assert len(asked) >= 3
    assert [word for word in asked if word != "WORT" and not look_up(word, book)] == []


def test_every_command_it_names_exists():
    known = {words.split()[0] for words, _ in leaves()}
    assert set(re.findall(r"`wiedersehen ([a-z]+)", PAGE)) <= known
