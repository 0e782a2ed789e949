"""The file that proves a declaration, kept beside the database under its checksum: a scanned letter, a saved mail."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.whole import write_whole
from store import permissions, written

FOLDER = "evidence"
BELEG = "Beleg "
"""Stands before the checksum of a file in the source of an objection."""
MOST_BYTES = 50_000_000


class NoEvidence(ValueError):
    """The file cannot serve as evidence; the text is German."""


def read(file: Path) -> bytes:
    """The bytes of a file that a person names. NoEvidence when it is empty, too big or not there."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise NoEvidence(f"{file} hat mehr als {MOST_BYTES // 1_000_000} MB; ein Scan in Graustufen genügt.")
        content = file.read_bytes()
    except OSError as error:
        raise NoEvidence(f"{file} lässt sich nicht lesen: {error.strerror}.") from None
    if not content:
        raise NoEvidence(f"{file} ist leer.")
    return content


def evidence_path(house: House, content: bytes) -> Path:
    """Where a file with this content is kept."""
    return house.state / FOLDER / hashlib.sha256(content).hexdigest()


def unnamed(connection: Connection, house: House) -> list[Path]:
    """Kept files that no objection names any more: the last person whose they were is erased.

    One of a single person on file is hers, whatever names it: it goes with her and with nobody else.
    """
    named = " ".join(permissions.sources_with(connection, BELEG))
    found = written.of_nobody_alone(connection, written.EVIDENCE)
    return [path for path in found if path.parent == house.state.absolute() / FOLDER and path.name not in named]


def keep(connection: Connection, house: House, path: Path, content: bytes, contacts: Sequence[int]) -> None:
    """Write the copy and note it, so that an erasure finds it. The same file twice is one.

    It lies there before the transaction ends: a declaration on file never names evidence that is missing.
    """
    of_one = contacts[0] if len(contacts) == 1 else None
    written.record(connection, path, written.EVIDENCE, house.clock.now(), contact_pk=of_one)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, content)
