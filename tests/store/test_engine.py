"""Transactions of both databases, and the one daemon of a SQLite file."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading

import pytest

from store import operation
from store.engine import AlreadyRunning, Store, sole_daemon, sqlite_url
from tests.store.rows_of import NOW


def value(store, name="s"):
    with store.read() as connection:
        return operation.switch(connection, name)


def test_a_write_is_there_when_it_has_ended(store):
    with store.write() as connection:
        operation.set_switch(connection, "s", "on", NOW)
    assert value(store) == "on"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_write_that_fails_leaves_nothing(store, error):
    def fail():
        with store.write() as connection:
            operation.set_switch(connection, "s", "on", NOW)
            raise error

    with pytest.raises(error):
        fail()
    assert value(store) is None


def test_a_read_never_writes(store):
    with store.read() as connection:
        operation.set_switch(connection, "s", "on", NOW)
    assert value(store) is None


def test_a_read_sees_one_moment_however_long_it_lasts(store):
    """A copy or a report must not mix rows from before and after somebody else's commit."""
    with store.read() as reading:
        assert operation.switch(reading, "s") is None
        with store.write() as writing:
            operation.set_switch(writing, "s", "on", NOW)
        assert operation.switch(reading, "s") is None
    assert value(store) == "on"


def test_two_writers_wait_for_each_other(store):
    with store.write() as connection:
        operation.set_switch(connection, "n", "0", NOW)

    def add():
        for _ in range(20):
            with store.write() as connection:
                query = "SELECT value FROM switch WHERE name = 'n'" + ("" if store.is_sqlite else " FOR UPDATE")
                number = int(connection.exec_driver_sql(query).scalar_one())
                operation.set_switch(connection, "n", str(number + 1), NOW)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert value(store, "n") == "80"


def test_sqlite_survives_a_power_cut_and_checks_its_links(tmp_path):
    store = Store(sqlite_url(tmp_path / "s.sqlite3"))
    with store.engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "foreign_keys", "journal_mode")
        }
    store.close()
    assert pragma["synchronous"] == 2  # FULL
    assert pragma["foreign_keys"] == 1
    assert pragma["journal_mode"] in ("wal", "truncate")


def test_a_second_daemon_is_refused_with_the_number_of_the_first(tmp_path):
    program = textwrap.dedent("""
        import sys, os
        from pathlib import Path
        from store.engine import sole_daemon
        with sole_daemon(Path(sys.argv[1])):
            print(os.getpid(), flush=True)
            sys.stdin.read()
    """)
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        pid = first.stdout.readline().strip()
        with pytest.raises(AlreadyRunning, match=rf"Prozess {pid}\).*PostgreSQL"), sole_daemon(tmp_path):
            pytest.fail("two daemons on one SQLite file")
        first.kill()  # the kernel frees the lock of whoever dies
    with sole_daemon(tmp_path):
        assert (tmp_path / "daemon.lock").read_text() != pid


@pytest.mark.parametrize(("scratch", "waits"), [(False, 2), (True, 0)])
def test_only_a_scratch_copy_does_not_wait_for_the_disk(tmp_path, scratch, waits):
    store = Store(sqlite_url(tmp_path / "s.sqlite3"), scratch=scratch)
    with store.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == waits
    store.close()
