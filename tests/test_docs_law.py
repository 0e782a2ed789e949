"""docs/law.md: every numbered requirement stands there with the tests that show it, and these tests exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "law.md"
ROW = re.compile(r"^\| (\d+) \| (.*?) \| (.*?) \|$", re.MULTILINE)
TEST = re.compile(r"`([^`]+)::([^`]+)`")
REASON = re.compile(r"(?:^|, )(outside|offen): (\S.*)$")
COUNT = 84
HEADING = "## The numbered requirements\n"


def table(text: str) -> str:
    """The part of the page that holds the requirements."""
    return text.partition(HEADING)[2].partition("\n## ")[0]


def faults(text: str) -> list[str]:
    """What is wrong with the table: numbers that are missing, lines without an answer, tests that are not there."""
    rows = ROW.findall(table(text))
    found = [] if [int(number) for number, _, _ in rows] == [*range(1, COUNT + 1)] else ["numbers"]
    for number, what, shown in rows:
        tests = TEST.findall(shown)
        if not what or not (tests or REASON.search(shown)):
            found.append(f"{number}: empty")
        found += [f"{number}: {file}::{name}" for file, name in tests if name not in functions(file)]
    return found


@cache
def functions(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds) and node.name.startswith("test_"))


def test_every_requirement_names_tests_that_exist_or_says_why_not():
    assert faults(PAGE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("| 7 |", "| 8 |", "numbers"),
        ("`tests/store/test_audit.py::test_an_erased", "`tests/store/test_audit.py::test_no_erased", "84: "),
        ("`tests/store/test_audit.py::test_an_erased", "`tests/store/test_nothing.py::test_an_erased", "84: "),
    ],
)
def test_a_planted_fault_is_found(old, new, fault):
    text = PAGE.read_text(encoding="utf-8")
    assert old in table(text)
    assert any(one.startswith(fault) for one in faults(text.replace(old, new)))


def test_an_empty_answer_is_found():
    text = PAGE.read_text(encoding="utf-8")
    row = next(found[0] for found in re.finditer(ROW, table(text)) if found[1] == "39")
    planted = row.rpartition(" | ")[0] + " |  |"
    assert "39: empty" in faults(text.replace(row, planted))
