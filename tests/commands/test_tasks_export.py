"""`tasks export` from the terminal."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest

from campaigns.handover.lists import COLUMNS
from handover.lists import xlsx_rows
from tests.rig.tool import Tool

WHOSE = COLUMNS.index("assigned_to")
JANNIK = "jannik.petersen@nordlicht-software.example"


@pytest.fixture
def tool(demo: Tool, copy_of: Callable[[Tool], Tool]) -> Tool:
    return copy_of(demo)


def test_a_list_of_ones_own_for_excel_and_for_the_crm(tool: Tool) -> None:
    table, book = tool.state / "aufgaben.csv", tool.state / "aufgaben.xlsx"
    for path in (table, book):
        told = tool("tasks", "export", path, "--for", "jannik.petersen", "--json").object
        assert told["tasks"] > 0
    with table.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle, delimiter=";"))
    assert rows == xlsx_rows(book.read_bytes())
    assert {row[WHOSE] for row in rows[1:]} == {JANNIK}
    assert len(rows) == told["tasks"] + 1


def test_a_suffix_that_says_nothing_and_a_folder_that_is_not_there(tool: Tool) -> None:
    assert "erlaubt ist .csv oder .xlsx" in tool("tasks", "export", tool.state / "aufgaben.pdf", code=2).err
    assert "lässt sich nicht schreiben" in tool("tasks", "export", tool.state / "nirgends" / "a.csv", code=2).err
