"""Copies for simulation and backup: everything, as of one moment, from either database into a SQLite file."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sequences.touch import TouchState
from store import letters, migrate, operation
from store.copying import copy_database
from store.engine import Store, sqlite_url
from store.tables import metadata
from tests.store.rows_of import DAEMON, NOW, Rows


@pytest.fixture
def target(tmp_path):
    opened = Store(sqlite_url(tmp_path / "copy.sqlite3"))
    yield opened
    opened.close()


def everything(store):
    with store.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_a_copy_holds_every_row_of_every_table(store, rows, target):
    rows.touch(rows.enrollment("K-1", "offboarding"))
    rows.contact("K-2", company="F-1", email="größe@x.example")
    letter = rows.in_state(TouchState.BATCHED)
    with store.write() as connection:
        letters.freeze(connection, letter.id, {"Ort": "Lübeck"})
        letters.assign(connection, "B-1", NOW)
        operation.set_switch(connection, "paused", "all", NOW)
        operation.register_daemon(connection, DAEMON, "host", 1, NOW)
    copy_database(store, target)
    assert everything(target) == everything(store)
    assert migrate.current(target) == migrate.newest()


def test_a_copy_lives_on_by_itself(store, rows, target):
    rows.touch()
    before = everything(store)
    copy_database(store, target)
    assert Rows(target, touches_made=7).touch() > 0
    assert everything(store) == before


def test_many_rows_are_copied_in_parts(store, target):
    with store.write() as connection:
        for number in range(2300):
            operation.audit(connection, "tick", NOW, None, {"n": number})
    copy_database(store, target)
    assert len(everything(target)["audit_event"]) == 2300
