"""A folder of mail files as a mailbox: a Maildir, .eml files, or both. Read only: nothing moves from new to cur."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from replies.reply import Cursor, MailboxError, RawMail

FOLDER = "INBOX"
MAX_BYTES = 262_144
"""Of each mail; the words stand at its beginning."""
MAX_PER_POLL = 500


def uid_of(name: str) -> int:
    """63-bit number of a Maildir file, the same in `new` and in `cur` whatever flags a mail program adds.

    It identifies, it does not grow with arrival: a Maildir has no order to lean a cursor on.
    """
    unique = name.partition(":2,")[0]
    return int.from_bytes(hashlib.sha256(unique.encode("utf-8", "surrogateescape")).digest()[:8], "big") >> 1


def _nothing_known(_name: str) -> bool:
    return False


class FolderMailbox:
    """A `Mailbox` over a Maildir and the .eml files beside its `new` and `cur`.

    `known(unique_name)` tells what the ledger already has. Without it every file comes once per process; after a
    restart the fingerprint in the store finds the repeated ones.
    """

    def __init__(self, path: Path, known: Callable[[str], bool] = _nothing_known, account: str | None = None) -> None:
        self.account = account or f"folder:{path.name}"
        self._path = path
        self._known = known
        self._taken: set[str] = set()

    def cursors(self) -> tuple[str, ...]:
        """One folder."""
        return (FOLDER,)

    def fetch_new(self, cursor: Cursor, now: datetime) -> Iterator[RawMail]:
        """Unknown mails, oldest first by file time, at most MAX_PER_POLL; the cursor is only a name here."""
        found = sorted(self._files(), key=lambda entry: (entry[0], entry[1]))
        count = 0
        for written, name, path in found:
            # A Maildir's file never changes; an .eml that is still being copied does, and comes again when it is whole.
            unique = f"{name}/{written}" if path.parent == self._path else name.partition(":2,")[0]
            raw = None if unique in self._taken or self._known(unique) else _read(path)
            if raw is None:
                continue
            yield RawMail(self.account, cursor.folder, 1, uid_of(name), raw[:MAX_BYTES], now, len(raw) > MAX_BYTES)
            # Reached only when the caller came back for the next one, so its transaction is through.
            self._taken.add(unique)
            count += 1
            if count >= MAX_PER_POLL:
                return

    def reached(self, cursor: Cursor) -> Cursor:
        """A folder has no order to lean a cursor on."""
        return cursor

    def watch(self, wake: Callable[[], None]) -> None:
        """Nobody tells."""

    def close(self) -> None:
        """Nothing is held open."""

    def _files(self) -> list[tuple[int, str, Path]]:
        try:
            alone = [found for found in _regular(self._path) if found[1].lower().endswith(".eml")]
            parts = ("new", "cur") if not alone or (self._path / "cur").is_dir() else ()
            return [*alone, *(found for part in parts for found in _regular(self._path / part))]
        except OSError as error:
            raise MailboxError(
                f"Der Ordner „{self._path}“ ist kein lesbares Maildir und enthält keine .eml-Dateien. Bitte den Pfad "
                "prüfen; er braucht die Unterordner „new“ und „cur“ und Leserecht für den Dienst."
            ) from error


def _regular(folder: Path) -> Iterator[tuple[int, str, Path]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                continue
            with contextlib.suppress(FileNotFoundError):  # moved from new to cur just now
                yield entry.stat(follow_symlinks=False).st_mtime_ns, entry.name, Path(entry.path)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None  # a mail program moved it from new to cur just now; the next poll finds it
