"""A word that one process holds across several transactions; whoever comes second waits for it."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from store.engine import Store

_BETWEEN_TRIES_S = 0.1
"""SQLite's own: whoever waits for the one writer tries again so often, and in between nobody queues for her."""


@contextmanager
def alone(store: Store, state: Path, word: str) -> Iterator[None]:
    """Hold `word` on this database. A process that dies holds nothing: the kernel or the server lets go.

    SQLite belongs to one machine, so the file WORD.lock in the state directory is locked; it stays and is empty.
    """
    if store.is_sqlite:
        with (state / f"{word}.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        return
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").detach()  # its settings and its lock end with it
        connection.exec_driver_sql("SET lock_timeout = 0; SET statement_timeout = 0")
        connection.execute(select(func.pg_advisory_lock(func.hashtextextended(word, 0))))
        yield


def give_way(store: Store) -> None:
    """Between two of many transactions in a row: on SQLite nobody else would get in among them, but by luck."""
    if store.is_sqlite:
        time.sleep(_BETWEEN_TRIES_S)
