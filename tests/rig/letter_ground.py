"""Where installations with letters stand, and cheap copies of them: a folder, and a SQLite file in it or a database."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from store.engine import Store, sqlite_url
from tests.rig.postgres import Postgres


@dataclass(frozen=True, slots=True)
class Place:
    """One installation: its files, and its database."""

    folder: Path
    url: str

    @property
    def shop(self) -> Path:
        return self.folder / "shop"

    def mark(self) -> str:
        """What stands on the disk, down to the last byte. The `-shm` beside a SQLite file is memory, and made anew."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not path.name.endswith("-shm"):
                digest.update(f"{path.relative_to(self.folder)} {_digest(path)}\n".encode())
        return digest.hexdigest()


def _digest(path: Path) -> str:
    """Finished files are renamed into place and stay as they are; all others are read each time."""
    about = path.stat()
    key = (str(path), about.st_ino, about.st_size, about.st_mtime_ns)
    finished = path.suffix in (".csv", ".pdf", ".sha256", ".txt")
    if finished and key in _KNOWN:
        return _KNOWN[key]
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if finished:
        _KNOWN[key] = found
    return found


_KNOWN: dict[tuple[str, int, int, int], str] = {}


class Ground:
    """Places below a folder, on SQLite, or in a cluster of PostgreSQL."""

    def __init__(self, folder: Path, server: Postgres | None = None) -> None:
        self._folder, self._server = folder, server

    @property
    def database(self) -> str:
        return "sqlite" if self._server is None else "postgresql"

    def empty(self, name: str) -> Place:
        """A new place with an empty folder and, on PostgreSQL, an empty database."""
        folder = self._fresh(name)
        folder.mkdir(parents=True)
        return self._place(folder, self._server.database(name) if self._server is not None else None)

    @contextmanager
    def copy(self, prepared: Place, name: str = "case") -> Iterator[Place]:
        """A copy of a prepared place, gone when it is left."""
        folder = self._fresh(name)
        subprocess.run(["cp", "-r", "--reflink=auto", str(prepared.folder), str(folder)], check=True)
        url = self._server.copy(name, prepared.folder.name) if self._server is not None else None
        try:
            yield self._place(folder, url)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _fresh(self, name: str) -> Path:
        folder = self._folder / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    @staticmethod
    def _place(folder: Path, url: str | None) -> Place:
        return Place(folder, url or sqlite_url(folder / "house.sqlite3"))


def committed(store: Store) -> str:
    """Which transactions of a PostgreSQL database count: while this stays the same, so does every row in it."""
    with store.read() as connection:
        return str(connection.execute(text("SELECT pg_current_snapshot()::text")).scalar_one())


def unhurried(store: Store) -> None:
    """A session that stands still in a transaction, for somebody looks at its files, is not ended by PostgreSQL."""
    if store.is_sqlite:
        return

    @event.listens_for(store.engine, "connect")
    def _wait(connection: Any, _record: object) -> None:
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.commit()

    store.engine.dispose()
