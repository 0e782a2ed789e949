"""What an erasure still has to do outside the database, written down before its commit and taken away when it is done.

Between the commit and the last file a machine may die. The journal lies in the state directory (0600), holds what is
needed to find the person's files and nothing else, and is finished by the same command, by the next start and by the
daily retention. Whoever works on one holds it (flock), so that two never do.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from campaigns.erasing.files import JOURNALS
from campaigns.erasing.identity import Identity


@dataclass(frozen=True, slots=True)
class Journal:
    """`own` are files about the person alone, `batches` the letter files she was in.

    `recalls`: all send ids by batch that its recall file has to name, for the letter shop.
    """

    identity: Identity
    at: datetime
    own: tuple[Path, ...]
    batches: tuple[str, ...]
    recalls: Mapping[str, tuple[str, ...]]


def path_of(state: Path, pseudonym: str) -> Path:
    """Where the journal of one erasure lies."""
    return state / JOURNALS / f"{pseudonym[:32]}.json"


@contextmanager
def held(path: Path) -> Iterator[IO[str] | None]:
    """A journal, held by us and made when it is not there; None when another process is at work on it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    _sync(path.parent)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield handle


def write(handle: IO[str], journal: Journal) -> None:
    """Durably, before the commit."""
    value = {
        "identity": json.loads(journal.identity.as_json()),
        "at": journal.at.isoformat(),
        "own": [str(path) for path in journal.own],
        "batches": list(journal.batches),
        "recalls": {batch: list(ids) for batch, ids in journal.recalls.items()},
    }
    handle.seek(0)
    handle.truncate()
    json.dump(value, handle, ensure_ascii=False)
    handle.flush()
    os.fsync(handle.fileno())


def read(handle: IO[str]) -> Journal | None:
    """What stands in a journal; None for one that was never written whole: then nothing was committed."""
    handle.seek(0)
    try:
        value = json.load(handle)
        return Journal(
            identity=Identity.of_json(value["identity"]),
            at=datetime.fromisoformat(value["at"]),
            own=tuple(Path(one) for one in value["own"]),
            batches=tuple(value["batches"]),
            recalls={batch: tuple(ids) for batch, ids in value["recalls"].items()},
        )
    except (ValueError, KeyError, TypeError):
        return None


def remove(path: Path) -> None:
    """It is done. Only its holder may do this."""
    path.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """A name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def waiting(state: Path) -> list[Path]:
    """The journals that lie there, each to be opened by its name."""
    return sorted((state / JOURNALS).glob("*.json"))
