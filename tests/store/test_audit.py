"""The sealed audit log: nothing can be changed or taken out, what was is found, an erasure leaves the chain whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from store import audit, migrate, operation
from store.copying import copy_database
from store.engine import Store, sqlite_url
from store.tables import operation as tables
from tests.store.databases import without_audit_triggers
from tests.store.rows_of import NOW, later

EVENTS = 7


def add(store, number=EVENTS, start=0):
    with store.write() as connection:
        for n in range(start, start + number):
            contact = f"K-{n % 3}" if n % 2 else None
            operation.audit(connection, "task_done", later(hours=n), contact, {"task": f"t-{n}", "größe": n / 2})


def sealed(store):
    with store.write() as connection:
        return audit.seal(connection)


def checked(store, noted=None):
    with store.read() as connection:
        return audit.verify(connection, noted)


def raw(store, statement):
    """What a forger does: the triggers are taken away first."""
    with store.write() as connection, without_audit_triggers(connection):
        connection.execute(text(statement))


def test_an_empty_log_is_whole(store):
    assert sealed(store) == 0
    assert checked(store) == audit.Checked(0, 0, None, None, audit.GENESIS, None)


def test_what_is_appended_is_sealed_once_and_stays_whole(store):
    add(store)
    with store.read() as connection:
        assert audit.waiting(connection)
    assert [sealed(store), sealed(store)] == [EVENTS, 0]
    found = checked(store)
    assert (found.events, found.first, found.last, found.broken) == (EVENTS, NOW, later(hours=EVENTS - 1), None)
    before = found.head
    add(store, 2, start=EVENTS)
    assert sealed(store) == 2
    assert checked(store, noted=before).broken is None
    assert checked(store, noted=before[:16]).broken is None
    assert checked(store).head != before
    with store.read() as connection:
        assert not audit.waiting(connection)
        assert audit.head_of(connection) == (EVENTS + 2, checked(store).head)


def test_many_events_are_sealed_in_parts(store):
    add(store, audit.AT_ONCE + 5)
    assert [sealed(store), sealed(store), sealed(store)] == [audit.AT_ONCE, 5, 0]
    assert checked(store).events == audit.AT_ONCE + 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET data = '{}'",
        "UPDATE audit_event SET event = 'nothing'",
        "UPDATE audit_event SET at = at + 1",
        "UPDATE audit_event SET contact = 'K-9'",
        "UPDATE audit_event SET contact = NULL, nonce = NULL, data = '{\"n\": 1}'",
        "UPDATE audit_event SET contact = NULL, nonce = NULL, data = '{}', hash = NULL",
        "UPDATE audit_event SET hash = 'f', previous = NULL",
        "UPDATE audit_event SET id = id + 100",
        "DELETE FROM audit_event WHERE position = 3",
        "DELETE FROM audit_event",
    ],
)
def test_the_database_refuses_to_change_what_is_sealed(store, statement):
    add(store)
    sealed(store)
    with pytest.raises(DatabaseError, match="append-only"), store.write() as connection:
        connection.execute(text(statement))
    assert checked(store).broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_event",
        "UPDATE audit_event SET contact = 'K-9'",
        "UPDATE audit_event SET contact = NULL, data = '{}'",
        "UPDATE audit_event SET event = 'x', hash = 'f'",
        "UPDATE audit_event SET data = '{}', hash = 'f'",
    ],
)
def test_the_database_refuses_to_change_what_is_not_sealed_yet(store, statement):
    add(store)
    with pytest.raises(DatabaseError, match="append-only"), store.write() as connection:
        connection.execute(text(statement))


@pytest.mark.real
def test_postgres_refuses_to_empty_the_log(postgres_store):
    add(postgres_store)
    with pytest.raises(DatabaseError, match="append-only"), postgres_store.write() as connection:
        connection.execute(text("TRUNCATE audit_event"))


@pytest.mark.parametrize(
    ("statement", "position", "fault"),
    [
        ('UPDATE audit_event SET data = \'{"task": "t-9"}\' WHERE position = 4', 4, audit.Fault.CHANGED),
        ("UPDATE audit_event SET contact = 'K-9' WHERE position = 2", 2, audit.Fault.CHANGED),
        ("UPDATE audit_event SET event = 'task_claimed' WHERE position = 5", 5, audit.Fault.CHANGED),
        ("UPDATE audit_event SET at = at + 1 WHERE position = 7", 7, audit.Fault.CHANGED),
        ("UPDATE audit_event SET nonce = NULL WHERE position = 2", 2, audit.Fault.CHANGED),
        ("UPDATE audit_event SET digest = NULL WHERE position = 3", 3, audit.Fault.CHANGED),
        ("UPDATE audit_event SET previous = hash WHERE position = 3", 3, audit.Fault.UNLINKED),
        ("DELETE FROM audit_event WHERE position = 3", 3, audit.Fault.MISSING),
        ("DELETE FROM audit_event WHERE position = 1", 1, audit.Fault.MISSING),
        ("UPDATE audit_event SET position = NULL WHERE position = 7", 7, audit.Fault.MISSING),
    ],
)
def test_tampering_behind_the_triggers_is_found_at_the_first_broken_event(store, statement, position, fault):
    add(store)
    sealed(store)
    raw(store, statement)
    broken = checked(store).broken
    assert (broken.position, broken.fault) == (position, fault)
    assert (broken.at is None) is (fault is audit.Fault.MISSING)


def test_a_log_cut_at_its_end_is_whole_but_misses_the_noted_head(store):
    add(store)
    sealed(store)
    noted = checked(store).head
    raw(store, "DELETE FROM audit_event WHERE position >= 6")
    assert checked(store).broken is None
    assert checked(store, noted).broken == audit.Broken(6, audit.Fault.HEAD)


def test_a_log_written_anew_from_the_first_event_misses_the_noted_head(store):
    add(store)
    sealed(store)
    noted = checked(store).head
    raw(store, "UPDATE audit_event SET hash = NULL, position = NULL, contact = NULL")
    sealed(store)
    assert checked(store).broken is None
    assert checked(store, noted).broken == audit.Broken(EVENTS + 1, audit.Fault.HEAD)


def test_an_erased_person_leaves_the_chain_whole_and_nothing_to_guess_by(store):
    add(store)
    sealed(store)
    add(store, 4, start=EVENTS)
    before = checked(store).head
    with store.write() as connection:
        erased = audit.forget(connection, "K-1")
        assert audit.forget(connection, "K-1") == 0
    assert erased == 2
    after = checked(store, noted=before)
    assert (after.events, after.erased, after.broken) == (EVENTS + 4, 2, None)
    with store.read() as connection:
        rows = connection.execute(select(tables.audit_event).where(tables.audit_event.c.nonce.is_(None))).mappings()
        assert [(row["contact"], row["data"]) for row in rows] == [(None, {}), (None, {})]
        assert list(audit.events(connection, contact="K-1")) == []


def test_what_comes_late_under_a_smaller_id_is_sealed_behind(store):
    """PostgreSQL hands out ids before the commit: a slow transaction's event may appear behind sealed ones."""
    add(store, 3)
    sealed(store)
    with store.write() as connection:
        values = {"id": -5, "at": NOW, "event": "paused", "data": {}}
        connection.execute(tables.audit_event.insert().values(values))
    assert sealed(store) == 1
    assert checked(store).events == 4
    assert checked(store).broken is None


def test_two_daemons_sealing_at_once_make_one_chain(store):
    add(store, 300)

    def seal_all(_):
        total, last = 0, 1
        while last:
            with store.write() as connection:
                last = audit.seal(connection, at_once=20)
            total += last
        return total

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(seal_all, range(2))) == 300
    assert checked(store).events == 300
    assert checked(store).broken is None


def test_a_copy_of_the_database_keeps_the_chain(store, tmp_path):
    add(store)
    sealed(store)
    copy = Store(sqlite_url(tmp_path / "copy.sqlite3"))
    copy_database(store, copy)
    assert checked(copy) == checked(store)
    copy.close()


def test_events_are_listed_by_contact_and_time(store):
    add(store)
    with store.read() as connection:
        found = list(audit.events(connection, contact="K-1"))
        assert [row["at"] for row in found] == [later(hours=1)]
        assert [row["data"]["task"] for row in audit.events(connection, since=later(hours=5))] == ["t-5", "t-6"]


@pytest.fixture
def old(request, tmp_path, store):
    """A database of the first schema, on the same engine as `store`."""
    url = sqlite_url(tmp_path / "old.sqlite3")
    if not store.is_sqlite:
        url = request.getfixturevalue("postgres").database("schema_one")
    opened = Store(url)
    migrate.upgrade(opened, "0001")
    yield opened
    opened.close()


def test_a_database_of_the_first_schema_is_migrated_with_its_events(old):
    row = "INSERT INTO audit_event (at, event, contact, data) VALUES ({}, 'paused', {}, '{{\"n\": 1}}')"
    with old.write() as connection:
        for number in range(3):
            connection.execute(text(row.format(number * 1_000_000, "'K-1'" if number else "NULL").replace(":", r"\:")))
    migrate.upgrade(old)
    add(old, 2)
    assert sealed(old) == 5
    found = checked(old)
    assert (found.events, found.broken) == (5, None)
    with pytest.raises(DatabaseError, match="append-only"), old.write() as connection:
        connection.execute(text("DELETE FROM audit_event"))


def test_a_connection_that_has_read_the_log_can_still_write(store):
    """On PostgreSQL a cursor is declared for what is streamed, and none can be for an UPDATE."""
    add(store)
    assert sealed(store) == EVENTS
    with store.write() as connection:
        assert len(list(audit.events(connection))) == EVENTS
        assert audit.verify(connection).broken is None
        operation.set_switch(connection, "probe", "1", NOW)
        operation.set_switch(connection, "probe", "2", NOW)
        operation.audit(connection, "event_9", NOW, "K-1", {})
    with store.read() as connection:
        assert operation.switch(connection, "probe") == "2"
