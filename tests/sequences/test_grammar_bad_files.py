"""Every wrong file says exactly what is wrong with it. `X.toml` has its problem lines in `X.expected`."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.settings import parse_settings
from sequences.grammar.load import parse_sequence
from sequences.grammar.problem import Problem
from sequences.grammar.toml_source import read_text
from tests.sequences.grammar_words import WORDS

FOLDER = Path(__file__).parent.parent / "bad_configs"
FILES = sorted(FOLDER.glob("*.toml"))


def problems(path: Path) -> tuple[Problem, ...]:
    text = read_text(path, path.name)
    if isinstance(text, Problem):
        return (text,)
    is_config = path.name.startswith("config_")
    result = parse_settings(text, path.name) if is_config else parse_sequence(text, path.name, WORDS)
    assert isinstance(result, tuple), f"{path.name} is accepted"
    return result


def test_every_file_has_its_expectation_and_the_other_way_round():
    assert {path.stem for path in FILES} == {path.stem for path in FOLDER.glob("*.expected")}
    assert len(FILES) >= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_exact_problems(path):
    expected = path.with_suffix(".expected").read_text(encoding="utf-8")
    assert "".join(f"{problem}\n" for problem in problems(path)) == expected
