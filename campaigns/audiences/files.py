"""The file for an advertising network: hashes under the heads it reads, sorted, complete or not there."""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from campaigns.whole import unfinished, write_unfinished
from contacts.audience import COLUMNS
from contacts.medium import Medium, Platform


def content_of(platform: Platform, people: Iterable[Mapping[Medium, str]]) -> bytes:
    """One row for each person or address, none twice: the same people give the same bytes.

    Commas and UTF-8 without BOM, as the networks ask for. Hex digits and empty cells only: no cell is a formula.
    """
    heads = COLUMNS[platform]
    rows = {tuple(one.get(medium, "") for _, medium in heads) for one in people}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([head for head, _ in heads])
    writer.writerows(sorted(rows))
    return text.getvalue().encode()


class Place:
    """Where a file will stand: `prepare` as often as the content changes, then `publish` gives it its name at once."""

    def __init__(self, path: Path, folder: int) -> None:
        self._path, self._folder = path, folder
        self._content, self._published = b"", False

    def prepare(self, content: bytes) -> None:
        """The bytes are on the disk, for our account alone, and nobody finds them under the name. OSError."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # an erasure tidies away what it has emptied
        write_unfinished(self._path, content)
        self._content = content

    def publish(self) -> None:
        """The name is taken: a moment's work, so that it fits into the transaction that says who is in. OSError."""
        try:
            unfinished(self._path).replace(self._path)
        except FileNotFoundError:  # an erasure that takes it for what a death has left has tidied it away just now
            self.prepare(self._content)
            unfinished(self._path).replace(self._path)
        self._published = True
        os.fsync(self._folder)

    def clear(self) -> None:
        """Take away what must not stand: the transaction that says who is in it has failed."""
        unfinished(self._path).unlink(missing_ok=True)
        if self._published:
            self._path.unlink(missing_ok=True)


@contextmanager
def place(path: Path) -> Iterator[Place]:
    """After a crash the old or the new file is there, and no half one; after any error none of ours."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # two that write to one place: one after the other, never into each other
        made = Place(path, folder)
        try:
            yield made
        except BaseException:
            made.clear()
            raise
        unfinished(path).unlink(missing_ok=True)  # prepared, and not published in the end
    finally:
        os.close(folder)
