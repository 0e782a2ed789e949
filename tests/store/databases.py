"""Migrated, empty databases, quickly: migrations run once a session, tests get copies or emptied tables."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, text

from store.engine import Store, sqlite_url
from store.migrate import upgrade
from store.tables import metadata


@lru_cache
def _migrated() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="wds-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Store(sqlite_url(folder / "template.sqlite3"))
    upgrade(made)
    made.close()
    return folder / "template.sqlite3"


def fresh_sqlite(path: Path) -> Store:
    """A new SQLite database at `path`. No test pulls the plug, so none waits for the disk (processes do as they ship)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated(), path)
    return Store(sqlite_url(path), scratch=True)


def emptied(store: Store) -> Store:
    """A migrated PostgreSQL database without a row."""
    with store.write() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        with without_audit_triggers(connection):
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return store


@contextmanager
def without_audit_triggers(connection: Connection) -> Iterator[None]:
    """What only the owner of the database can do; the triggers are there again afterwards."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        yield
        connection.execute(text("ALTER TABLE audit_event ENABLE TRIGGER USER"))
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
    triggers = connection.exec_driver_sql(query).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)
