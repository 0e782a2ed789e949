"""One consistent copy of a live SQLite file, and a look whether such a copy is sound."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as bundled_sqlite

from store.engine import Store, sqlite_url
from store.operation import COPY_TAKEN, set_switch


def snapshot(store: Store, target: Path, now: datetime) -> None:
    """Write the SQLite `store` as of one moment to `target`, marked as a copy, while others go on writing.

    VACUUM INTO and not a copy of pages: what was deleted (Art. 17 DSGVO) must not live on in the free pages of a
    backup. The mark makes whoever starts on this copy notice, however it came to its place.
    """
    raw = store.engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        raw.close()
    copy = Store(sqlite_url(target))
    try:
        with copy.write() as connection:
            set_switch(connection, COPY_TAKEN, now.isoformat(), now)
        with copy.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    finally:
        copy.close()
    target.chmod(0o600)


def fault_of(path: Path) -> str | None:
    """What SQLite finds wrong with the file (its own words), None when `PRAGMA quick_check` is content."""
    try:
        connection = bundled_sqlite.connect(f"file:{path}?mode=ro", uri=True)
    except bundled_sqlite.Error as error:
        return str(error)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
    except bundled_sqlite.Error as error:
        return str(error)
    finally:
        connection.close()
    return None if found == ["ok"] else "; ".join(found)
