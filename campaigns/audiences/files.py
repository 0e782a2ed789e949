"""The file for an advertising network: hashes under the heads it reads, sorted, complete or not there."""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from campaigns.whole import write_whole
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


def write(path: Path, content: bytes) -> None:
    """For our account alone; after a crash the old or the new file is there, and no half one. OSError when it fails."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # two that write to one place: one after the other, never into each other
        write_whole(path, content)
        os.fsync(folder)
    finally:
        os.close(folder)
