"""`tasks export`: a list for another program, by its suffix, and what an erasure does with it."""

from __future__ import annotations

import csv

import pytest

from campaigns.erasing.erase import Wish, erase
from campaigns.handover.lists import COLUMNS, NoFormat, write_list
from handover.lists import xlsx_rows
from store import operation, written
from store.tables import operation as tables
from tests.campaigns.desk.calls import ANNA, BEN, called, task_of


def read(path) -> list[list[str]]:
    if path.suffix.lower() == ".xlsx":
        return xlsx_rows(path.read_bytes())
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle, delimiter=";"))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "A.XLSX"])
def test_the_same_columns_in_every_form(home, tmp_path, name):
    one = called(home)
    path, task = tmp_path / name, task_of(one)
    assert write_list(one.house, path, "amira") == 1
    heads, row = read(path)
    cells = dict(zip(heads, row, strict=True))
    assert tuple(heads) == COLUMNS
    assert (cells["task_id"], cells["contact"], cells["assigned_to"]) == (task["external_id"], "K-1", ANNA)
    assert (cells["status"], cells["priority"], cells["sample"]) == ("open", str(task["priority"]), "yes")
    assert cells["due_at"].endswith("+01:00")
    assert task["brief"] not in "\n".join(row)
    with one.house.store.read() as connection:
        assert [(file.path, file.kind) for file in written.all_files(connection)] == [(path, written.TASKS)]
    event = tables.audit_event.c
    ((data,),) = one.rows(
        tables.audit_event.select().with_only_columns(event.data).where(event.event == "tasks_exported")
    )
    assert data == {"tasks": [task["external_id"]], "by": "amira"}


def test_only_somebodys_own(home, tmp_path):
    one = called(home)
    assert write_list(one.house, tmp_path / "a.csv", "x", ANNA.partition("@")[0]) == 1
    assert write_list(one.house, tmp_path / "b.csv", "x", BEN) == 0
    assert read(tmp_path / "b.csv") == [list(COLUMNS)]


@pytest.mark.parametrize("name", ["a", "a.xls", "a.txt"])
def test_a_suffix_that_says_nothing_writes_nothing(home, tmp_path, name):
    one = called(home)
    with pytest.raises(NoFormat, match=r"erlaubt ist \.csv oder \.xlsx"):
        write_list(one.house, tmp_path / name, "x")
    assert not (tmp_path / name).exists()


def test_an_erasure_takes_the_file_away_when_the_person_is_in_it(home, tmp_path):
    one = called(home, "K-1", "K-2")
    one.switch(operation.ACTIVATED, "1")
    hers, both, table = (tmp_path / "liste" / name for name in ("hers.xlsx", "ben.xlsx", "both.csv"))
    hers.parent.mkdir()
    write_list(one.house, hers, "x", ANNA)
    write_list(one.house, both, "x", BEN)
    write_list(one.house, table, "x")
    erase(one.house, task_of(one)["contact_id"], Wish("dsb"))
    assert (hers.exists(), both.exists(), len(read(table))) == (False, True, 2)
