"""Opening the database: SQLite (one daemon, flock) or PostgreSQL (several), with the settings durability needs."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pysqlite3.dbapi2 as bundled_sqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

_WAL_SAFE = (3, 51, 3)
"""SQLite before 3.51.3 can corrupt a WAL database that has two connections (the WAL-reset bug)."""

_BUSY_TIMEOUT_MS = 20_000

UNAVAILABLE = (InterfaceError, OperationalError)
"""The database does not answer now (locked, restarting, gone): whoever asked may ask again."""


FAILED = (InterfaceError, DatabaseError)
"""The same, or the file is damaged or no database at all."""


class AlreadyRunning(RuntimeError):
    """A second daemon was started on one SQLite file."""


class Store:
    """A database and the two ways to touch it: `read()` and `write()`, each one transaction.

    `scratch`: a copy that is thrown away, for SQLite only; it waits for no disk.
    """

    def __init__(self, url: str, *, scratch: bool = False) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.wal = self.is_sqlite and bundled_sqlite.sqlite_version_info >= _WAL_SAFE
        self.engine: Engine = _sqlite_engine(url, scratch=scratch) if self.is_sqlite else _postgres_engine(url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent snapshot; never upgraded to a write."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                # READ COMMITTED would show each query another moment: a copy would hold children without parents.
                connection.execution_options(isolation_level="REPEATABLE READ").begin()
            try:
                yield connection
            finally:
                _end(connection, self.is_sqlite, "ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits on success and rolls back on any exception.

        SQLite takes the write lock at once (BEGIN IMMEDIATE): a deferred upgrade fails with BUSY_SNAPSHOT.
        """
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.begin()
            try:
                yield connection
            except BaseException:
                _end(connection, self.is_sqlite, "ROLLBACK")
                raise
            _end(connection, self.is_sqlite, "COMMIT")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _end(connection: Connection, is_sqlite: bool, word: str) -> None:  # noqa: FBT001 (private, two call sites)
    if is_sqlite:
        connection.exec_driver_sql(word)
    elif word == "COMMIT":
        connection.commit()
    else:
        connection.rollback()


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path}"


@contextmanager
def sole_daemon(state: Path) -> Iterator[None]:
    """Hold the state directory for one daemon; AlreadyRunning when another process has it.

    The lock is the kernel's (flock), not a file's existence: it is gone after a power loss or kill -9.
    """
    state.mkdir(parents=True, exist_ok=True)
    with (state / "daemon.lock").open("a+") as handle:
        _lock(handle, state)
        yield


def running_daemon(state: Path) -> str | None:
    """The process id of the daemon that holds a state directory ("?" when it did not say), None when none does."""
    try:
        handle = (state / "daemon.lock").open("r")
    except OSError:
        return None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return handle.read().strip() or "?"
    return None


def _lock(handle: IO[str], state: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        pid = handle.read().strip() or "unbekannt"
        raise AlreadyRunning(
            f"Für {state} läuft schon ein Wiedersehen-Dienst (Prozess {pid}). "
            "Abhilfe: ihn zuerst beenden (Strg-C in seinem Fenster, als Systemdienst systemctl stop wiedersehen). "
            "Eine SQLite-Datei verträgt genau einen Dienst; mehrere brauchen PostgreSQL ([database] url)."
        ) from None
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()


def _sqlite_engine(url: str, *, scratch: bool) -> Engine:
    engine = create_engine(
        url,
        module=bundled_sqlite,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,  # an error's text may reach the journal, and parameters are people's data
        connect_args={"check_same_thread": False, "timeout": _BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: object) -> None:
        wal = bundled_sqlite.sqlite_version_info >= _WAL_SAFE
        for pragma in (
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
            f"journal_mode={'WAL' if wal else 'TRUNCATE'}",
            f"synchronous={'OFF' if scratch else 'FULL'}",
            "foreign_keys=ON",
            "secure_delete=ON",  # Art. 17 DSGVO: what is deleted is overwritten in its page, not only taken off a list
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgres_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        connect_args={
            "options": "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
            "tcp_user_timeout": 20_000,
        },
    )
