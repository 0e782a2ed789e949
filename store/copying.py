"""Copies a database into a fresh SQLite file: the backup API for SQLite, row by row from PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from store.engine import Store
from store.migrate import upgrade
from store.tables import metadata

_ROWS = 1000


def copy_database(source: Store, target: Store) -> None:
    """Fill the empty `target` (SQLite) with everything of `source`, as of one moment."""
    if source.is_sqlite:
        _backup(source, target)
    else:
        upgrade(target)
        _rows(source, target)


def _backup(source: Store, target: Store) -> None:
    reading, writing = source.engine.raw_connection(), target.engine.raw_connection()
    try:
        origin: Any = reading.driver_connection
        copy: Any = writing.driver_connection
        origin.backup(copy)
    finally:
        reading.close()
        writing.close()


def _rows(source: Store, target: Store) -> None:
    with source.read() as origin, target.write() as copy:
        for table in metadata.sorted_tables:
            result = origin.execute(select(table), execution_options={"yield_per": _ROWS})
            for part in result.mappings().partitions(_ROWS):
                copy.execute(table.insert(), [dict(row) for row in part])
