"""The handbook: its console blocks are what the commands print today, and every place where data lies has its line."""

from __future__ import annotations

import re

import pytest

from store.tables import metadata
from tests.docs import handbook
from tests.docs.blocks import BLOCKS, REWRITE, page, standing

PLACES = "docs/handbuch/speicherorte.md"


def rows(heading: str) -> dict[str, list[str]]:
    """First column in backticks -> the other columns, of the table below `## heading`."""
    found = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", page(PLACES), re.MULTILINE | re.DOTALL)
    assert found
    lines = [line.strip("|").split("|") for line in found[1].splitlines() if line.startswith("| `")]
    return {cells[0].strip().strip("`"): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_every_table_of_the_database_says_what_it_holds_why_how_long_and_how_it_goes():
    stated = rows("Tabellen der Datenbank")
    assert set(stated) == set(metadata.tables)
    assert [name for name, cells in stated.items() if len(cells) != 4 or not all(cells)] == []


def test_every_file_of_the_state_directory_has_its_line():
    there = {re.sub(r"-(wal|shm|journal)$", "", path.name) for path in handbook.demo().iterdir()}
    assert there - set(rows("Dateien im Zustandsordner")) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "block"), handbook.blocks(), ids=lambda word: word.replace("/", "-"))
def test_the_page_shows_what_the_command_prints(name, block):
    assert standing(name, block) == BLOCKS[name, block](), f"{name}, {block} is out of date: {REWRITE}"
