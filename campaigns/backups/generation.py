"""The mark that notices a database from the past: a number in the database and its twins in files.

All only grow, the database first: whatever happens in between, no file ever runs ahead of its own database. A
database behind a file is an older one. One twin lies beside the database. When the whole state directory is put back,
that one comes back with it; so systemd gives a second place outside ($CACHE_DIRECTORY, which backups leave out). Our
own backups carry a mark of their own (store.backup) and need no twin.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from campaigns.house import House
from store import operation

FILE = "generation"


def grow(house: House) -> None:
    """The next number, in the database and its twins: with every heartbeat, so that ten seconds can be told apart."""
    with house.store.write() as connection:
        number = bump(connection, house.clock.now())
    write_marks(house.state, number)


def bump(connection: Connection, now: datetime, least: int = 0) -> int:
    """The database's next number, above `least`."""
    return operation.next_number(connection, operation.GENERATION, least, now)


def of_database(connection: Connection) -> int | None:
    """The database's number, None when no daemon ever ran on it."""
    value = operation.switch(connection, operation.GENERATION)
    return int(value) if value is not None else None


def beside(folder: Path) -> int | None:
    """The number in the file, None without one; an unreadable file counts as none."""
    try:
        return int((folder / FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def outside() -> int | None:
    """The number in the second place, None when there is no such place or nothing in it yet."""
    folder = outside_folder()
    return beside(folder) if folder is not None else None


def outside_folder() -> Path | None:
    """The place outside the state directory, as systemd gives it (CacheDirectory=)."""
    given = os.environ.get("CACHE_DIRECTORY")
    return Path(given.split(":")[0]) if given else None


def note_outside(connection: Connection, now: datetime) -> None:
    """Write down where the second twin lies, for the doctor, whom systemd does not tell."""
    folder = outside_folder()
    if folder is None:
        operation.clear_switch(connection, operation.SECOND_MARK)
    else:
        operation.set_switch(connection, operation.SECOND_MARK, str(folder / FILE), now)


def write_marks(state: Path, number: int) -> None:
    """Replace the files. The second one may be swept away at any time: its loss never stops the daemon."""
    _write(state, number)
    folder = outside_folder()
    if folder is not None:
        with contextlib.suppress(OSError):
            _write(folder, number)


def _write(folder: Path, number: int) -> None:
    """After a power cut the file holds the old or the new number, never half of one. Two daemons may write at once."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{FILE}-", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(f"{number}\n")
            handle.flush()
            os.fsync(handle.fileno())
        Path(temporary).replace(folder / FILE)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
