"""`erased.list` beside the keys: who was erased, so that an older database that comes back cannot bring them back.

One line per erasure, `PSEUDONYM TIME`, only ever appended. A twin lies outside the state directory where systemd gives
such a place ($CACHE_DIRECTORY), as with the generation. Nobody can be read out of it without hash.key.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from campaigns.backups.generation import outside_folder

FILE = "erased.list"
_LINE = re.compile(r"([0-9a-f]{64}) (\S+)")


def append(state: Path, pseudonym: str, at: datetime) -> None:
    """Add a line, durably, unless it stands there. The twin may be swept away at any time: its loss stops nothing."""
    _append(state / FILE, pseudonym, at)
    outside = outside_folder()
    if outside is not None:
        with contextlib.suppress(OSError):
            _append(outside / FILE, pseudonym, at)


def listed(state: Path) -> dict[str, datetime]:
    """Pseudonym -> when erased last, from both places; a line that was cut by a power failure is left out."""
    outside = outside_folder()
    found: dict[str, datetime] = {}
    for folder in (state, *([outside] if outside is not None else [])):
        for pseudonym, at in _lines(folder / FILE):
            found[pseudonym] = max(at, found.get(pseudonym, at))
    return found


def merge(state: Path, lines: Iterable[str]) -> int:
    """Take in the list of a backup; how many lines were new."""
    known, new = set(_lines(state / FILE)), 0
    for one in _parsed("\n".join(lines)):
        if one not in known:
            append(state, *one)
            new += 1
    return new


def _lines(path: Path) -> list[tuple[str, datetime]]:
    try:
        return _parsed(path.read_text(encoding="ascii", errors="replace"))
    except OSError:
        return []


def _parsed(text: str) -> list[tuple[str, datetime]]:
    found = []
    for line in text.splitlines():
        matched = _LINE.fullmatch(line.strip())
        if matched is not None:
            with contextlib.suppress(ValueError):
                found.append((matched[1], datetime.fromisoformat(matched[2])))
    return found


def _append(path: Path, pseudonym: str, at: datetime) -> None:
    if (pseudonym, at) in _lines(path):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as handle:
        # A line that a power failure has cut must not swallow the next one.
        whole = handle.tell() == 0 or path.read_bytes().endswith(b"\n")
        handle.write(b"" if whole else b"\n")
        handle.write(f"{pseudonym} {at.isoformat()}\n".encode("ascii"))
        handle.flush()
        os.fsync(handle.fileno())
    if made:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
