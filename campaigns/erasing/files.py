"""A person's copies in files: below the state directory, in the letter folder, and where commands wrote some.

Known places are walked, so a copy that nobody registered is found as well. Backups are not changed: their cycle ends
them, and what comes back out of one is erased again at once (campaigns.erasing.again).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from campaigns.backups.archive import PREFIX, SUFFIX
from campaigns.erasing.identity import Identity
from campaigns.erasing.mails import is_hers
from campaigns.erasing.rows import without
from campaigns.house import House
from campaigns.preview import writing
from campaigns.whole import unfinished, write_whole
from channels.letter.batch import DESCRIPTION, LETTERS, counted
from handover.lists import xlsx_rows
from store.written import Written

JOURNALS = "loeschungen"
ASIDE = "vor-ruecksicherung-"
_OURS = re.compile(r"[a-z]+\.key|[a-z-]+\.lock|generation|erased\.list|\..*")
_DATABASE = re.compile(r".*\.sqlite3?(-wal|-shm|-journal)?")
_MAILDIR = ("new", "cur", "tmp")
_TABLES = (".csv", ".tsv", ".rejects")


class Done(StrEnum):
    """What was done to a file: taken away, written anew without her rows, or left (a backup, by its own cycle)."""

    REMOVED = "removed"
    REWRITTEN = "rewritten"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Copy:
    """One file with something of the person in it; `rows` that go of a table that stays."""

    path: Path
    done: Done
    rows: int = 0


def copies(house: House, identity: Identity, hers: Iterable[Path], listed: Iterable[Written]) -> list[Copy]:
    """Look only. `hers` are files about her alone, `listed` what commands wrote anywhere."""
    own = frozenset(hers)
    found = {}
    for path in _places(house, own, listed):
        if path not in found and (copy := _look(path, identity, own)) is not None:
            found[path] = copy
    # The page of a preview goes last: after a crash it still says whose the other files are.
    return sorted(found.values(), key=lambda copy: (copy.path.name == writing.INDEX, str(copy.path)))


def clean(copy: Copy, identity: Identity) -> None:
    """Take the person out of one file. Safe to repeat, also after a crash inside it."""
    if copy.done is Done.REMOVED:
        for path in (*_beside(copy.path), copy.path):
            path.unlink(missing_ok=True)
        _tidy(copy.path.parent)
    elif copy.done is Done.REWRITTEN:
        with contextlib.suppress(FileNotFoundError):
            _rewritten(copy.path, identity)


def _places(house: House, own: frozenset[Path], listed: Iterable[Written]) -> Iterator[Path]:
    roots = dict.fromkeys((house.state, house.letters.folder, *house.maildirs))
    for root in roots:
        yield from _below(root, house.state)
    for place in sorted({*own, *(one.path for one in listed)}):
        # A folder is one of a preview; whatever else somebody has put into it is not ours. Beside a file may lie what
        # a death left of its writing.
        ours = (one for one in sorted(place.iterdir()) if writing.is_ours(one.name)) if place.is_dir() else ()
        inside = [*ours] if place.is_dir() else [place, unfinished(place)]
        yield from (one for one in inside if one.is_file())


def _below(root: Path, state: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        here = Path(folder)
        names[:] = sorted(name for name in names if not (here == state and name.startswith((JOURNALS, "."))))
        for name in sorted(files):
            if here != state or _OURS.fullmatch(name) is None:
                yield (here / name).absolute()


def _look(path: Path, identity: Identity, own: frozenset[Path]) -> Copy | None:
    if path.name.startswith(PREFIX) and path.name.endswith((SUFFIX, f"{SUFFIX}.sha256")):
        return Copy(path, Done.LEFT) if path.name.endswith(SUFFIX) else None
    database = _DATABASE.fullmatch(path.name)
    if database is not None:
        # Never opened as text. What a restore has put aside is a backup under another name; our own is no copy.
        aside = database[1] is None and any(part.startswith(ASIDE) for part in path.parts)
        return Copy(path, Done.LEFT) if aside else None
    if path in own or (path.parent in own and writing.is_ours(path.name)):
        return Copy(path, Done.REMOVED)
    try:
        content = path.read_bytes()
    except OSError:
        return None  # gone, or moved from new to cur just now: another look follows
    if path.parent.name in _MAILDIR:
        return Copy(path, Done.REMOVED) if is_hers(content, identity) else None
    if LETTERS in path.name:
        # No text can be read out of it; whose letters it holds stands in the list beside it, which is cleaned later.
        beside = path.with_name(f"{path.name.partition(LETTERS)[0]}.csv")
        hers = path.suffix == ".pdf" and beside.is_file() and without(beside.read_bytes(), identity).gone
        return Copy(path, Done.REMOVED) if hers else None
    if path.name.endswith(_TABLES) and ".rueckruf-" not in path.name:
        table = without(content, identity)
        if table.gone:
            return Copy(path, Done.REWRITTEN if table.left else Done.REMOVED, table.gone)
        return None
    return Copy(path, Done.REMOVED) if _in_other(path, content, identity) else None


def _in_other(path: Path, content: bytes, identity: Identity) -> bool:
    """A recall file names sendings and nobody, and the shop needs it; every other text is read."""
    if ".rueckruf-" in path.name or path.suffix == ".sha256":
        return False
    if path.suffix == ".xlsx":
        heads, *rows = xlsx_rows(content) or [[]]
        return any(identity.in_row(heads, row) for row in rows)
    return identity.in_text(_text(content)) or _in_preview_of(path, identity)


def _in_preview_of(path: Path, identity: Identity) -> bool:
    """A step of a preview may say less than its page: the folder is about one person."""
    page = path.parent / writing.INDEX
    if not writing.is_ours(path.name) or not page.is_file():
        return False
    content = page.read_bytes()
    return writing.is_page(content) and identity.in_text(_text(content))


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _beside(path: Path) -> list[Path]:
    """What stands beside a letter file and speaks of it."""
    return [path.with_name(f"{path.name}.sha256"), path.with_name(f"{path.stem}{DESCRIPTION}")]


def _tidy(folder: Path) -> None:
    """An empty folder of a preview is named after the person."""
    if folder.name not in _MAILDIR:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _rewritten(path: Path, identity: Identity) -> None:
    """The table last: whoever dies in between finds her rows again, and no reader takes a file that does not fit."""
    table = without(path.read_bytes(), identity)
    checksum, description = _beside(path)
    files = [(path, table.content)]
    if description.exists():
        files.insert(0, (description, counted(description.read_bytes(), table.left, table.content)))
    if checksum.exists():
        sums = [f"{hashlib.sha256(data).hexdigest()}  {file.name}\n" for file, data in reversed(files)]
        files.insert(-1, (checksum, "".join(sums).encode()))
    for file, data in files:
        write_whole(file, data, mode=file.stat().st_mode & 0o777)
