"""Files with personal data that a command wrote outside the database: an erasure has to find every copy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, select, update

from store.tables import rights

PREVIEW: Final = "preview"
TASKS: Final = "tasks"
REJECTS: Final = "rejects"
REPORT: Final = "report"
ACCESS: Final = "access"
LETTER: Final = "letter"
EVIDENCE: Final = "evidence"
BACKUP: Final = "backup"
CONFIRMATION: Final = "confirmation"
SAMPLE: Final = "sample"
SHEET: Final = "sheet"
AUDIENCE: Final = "audience"

KINDS: Final = frozenset(
    {PREVIEW, TASKS, REJECTS, REPORT, ACCESS, LETTER, EVIDENCE, BACKUP, CONFIRMATION, SAMPLE, SHEET, AUDIENCE}
)
"""What was written: a preview, a task list, rejected rows, a report, an Art. 15 copy, a letter, an evidence file, a
backup, the confirmation of an erasure, a reply as an anonymous sample, the sheet of a task, a list of hashed addresses
for an advertising network."""

_table = rights.written_file


@dataclass(frozen=True, slots=True)
class Written:
    """One file, or the folder of a preview; `path` is absolute, `at` when it was written last."""

    path: Path
    kind: str
    at: datetime


def record(connection: Connection, path: Path, kind: str, now: datetime, *, contact_pk: int | None = None) -> None:
    """Note a file, once for each path; call it before or in the moment of writing. ValueError for another kind.

    With `contact_pk` the file is about this person alone and goes with her whatever its format; without it an erasure
    reads it and takes out what is hers.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of file: {kind}")
    place = str(path.absolute())
    whose = select(_table.c.contact_id).where(_table.c.path == place, _table.c.kind == EVIDENCE)
    before = connection.execute(whose).first()
    if before is not None and before[0] != contact_pk:
        contact_pk = None  # one scan that proves something of two people goes with neither
    values = {"kind": kind, "at": now, "contact_id": contact_pk}
    if connection.execute(update(_table).where(_table.c.path == place).values(values)).rowcount == 0:
        connection.execute(_table.insert().values(path=place, **values))


def all_files(connection: Connection) -> list[Written]:
    """Every file on the list, the oldest first; whether it still exists is for the caller to see."""
    found = connection.execute(select(_table.c.path, _table.c.kind, _table.c.at).order_by(_table.c.at, _table.c.id))
    return [Written(Path(path), kind, at) for path, kind, at in found]


def of_nobody_alone(connection: Connection, kind: str) -> list[Path]:
    """The files of a kind that are not about one person on file."""
    query = select(_table.c.path).where(_table.c.kind == kind, _table.c.contact_id.is_(None)).order_by(_table.c.id)
    return [Path(path) for path in connection.execute(query).scalars()]


def files_of(connection: Connection, contact_pk: int) -> list[Path]:
    """The files that are about this person alone."""
    return [
        Path(path)
        for path in connection.execute(select(_table.c.path).where(_table.c.contact_id == contact_pk)).scalars()
    ]


def forget(connection: Connection, paths: Collection[Path]) -> None:
    """Take files off the list that are gone."""
    for path in paths:
        connection.execute(delete(_table).where(_table.c.path == str(path)))
