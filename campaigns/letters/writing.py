"""The files of a batch: list, description, finished letters, recalls. A crash anywhere repeats the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.letters.readdressing import overtaken
from campaigns.letters.recheck import look_again
from campaigns.rendering.german import german_date
from channels.channel import BatchRow
from channels.letter.batch import (
    DESCRIPTION,
    BatchFrozen,
    clear,
    is_complete,
    letters_name,
    rows_in,
    send_ids_in,
    write_batch,
    write_letters,
)
from channels.letter.pdf import PER_FILE, LetterHead, letters_pdf
from sequences.calendar import local_day
from store import letter_batches, letters
from store.letter_batches import Batch
from store.letters import FrozenRow


def write(house: House, batch_id: str, now: datetime) -> tuple[int, bool]:
    """Write a frozen batch and note that it stands: letters to be printed, and whether some were recalled meanwhile."""
    if house.list_readable:
        with house.store.write() as connection:
            look_again(house, connection, letters.advertising_in(connection, batch_id), now)
    rows, batch = _frozen(house, batch_id)
    if rows and batch is not None:
        write_files(house, batch, rows)
    else:
        clear(house.letters.folder, batch_id)
    path = house.letters.folder / f"{batch_id}.csv"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    with house.store.write() as connection:
        letters.mark_exported(connection, batch_id, sha256, [row.touch_id for row in rows], now)
        # Who was stopped while or before this file was written may be in it and must not be printed. Asked after the
        # rows are marked: from then on a stop finds them exported and recalls them itself.
        recalled = letters.recall_stopped(connection, batch_id, now) if sha256 else []
        recalled += overtaken(connection, house, batch_id, now) if sha256 else []
    return len(rows) - len({row.send_id for row in rows} & set(recalled)), bool(recalled)


def write_again(house: House, batch_id: str) -> None:
    """What is missing of a batch that stands: an erasure takes finished letters away as a whole (Art. 17 DSGVO)."""
    if _stands(house, batch_id):
        return
    rows, batch = _frozen(house, batch_id)
    if rows and batch is not None:
        write_files(house, batch, rows)


def write_files(house: House, batch: Batch, rows: Sequence[FrozenRow]) -> None:
    """List, description, and with `[letter] pdf` the finished letters."""
    folder, made = house.letters.folder, [BatchRow(row.send_id, row.columns) for row in rows]
    try:
        write_batch(folder, batch.batch_id, made, _about(house, batch))
    except BatchFrozen:
        # Rows were taken out of the file that stands (an erasure): it stays, with the checksum it has got then.
        if not is_complete(folder / f"{batch.batch_id}.csv"):
            raise
    if house.letters.pdf:
        _write_pdf(house, batch, made)


def _stands(house: House, batch_id: str) -> bool:
    """True when every file of the batch is there with its checksum: then nothing has to be read and formed again."""
    folder = house.letters.folder
    path = folder / f"{batch_id}.csv"
    if not (is_complete(path) and (folder / f"{batch_id}{DESCRIPTION}").exists()):
        return False
    files = -(-len(send_ids_in(path) or ()) // PER_FILE) if house.letters.pdf else 0
    return all(is_complete(folder / letters_name(batch_id, number)) for number in range(1, files + 1))


def _frozen(house: House, batch_id: str) -> tuple[list[FrozenRow], Batch | None]:
    """The rows of a batch: those of the file that stands, whatever has become of them since, else all still to go.

    One list for every file: had a stop between two files changed it, a letter would be printed twice or never. And one
    wording: what came too late for the list comes too late for the finished letters.
    """
    standing = rows_in(house.letters.folder / f"{batch_id}.csv")
    written = frozenset(standing) if standing is not None else None
    with house.store.read() as connection:
        rows, batch = letters.rows_of(connection, batch_id, written), letter_batches.batch(connection, batch_id)
    return [replace(row, columns=standing[row.send_id]) for row in rows] if standing is not None else rows, batch


def _about(house: House, batch: Batch) -> list[str]:
    made = batch.created_at.astimezone(ZoneInfo(house.timezone))
    lines = [f"Erstellt: {made.isoformat(timespec='seconds')}"]
    if batch.processor:
        lines.append(f"Vertrag zur Auftragsverarbeitung: {batch.processor}")
    if batch.postage:
        lines.append(f"Porto: {_POSTAGE[batch.postage]}")
    if batch.posted_on is not None:
        lines.append(f"Einlieferung: {batch.posted_on.isoformat()}")
        lines.append(f"Zu löschen bis: {(batch.posted_on + timedelta(days=house.letters.deletion_days)).isoformat()}")
    return lines


_POSTAGE = {"standard": "Standardbrief", "dialogpost": "DIALOGPOST"}


def _write_pdf(house: House, batch: Batch, rows: Sequence[BatchRow]) -> None:
    posted = batch.posted_on or local_day(batch.created_at, house.timezone)
    ordered = sorted(rows, key=lambda row: row.send_id)
    for number, begin in enumerate(range(0, len(ordered), PER_FILE), start=1):
        if is_complete(house.letters.folder / letters_name(batch.batch_id, number)):
            continue  # compiling takes seconds, and the same rows give the same bytes
        pdf = letters_pdf(ordered[begin : begin + PER_FILE], head_of(house), posted, german_date(posted))
        write_letters(house.letters.folder, batch.batch_id, number, pdf)


def head_of(house: House) -> LetterHead:
    """Who writes, as `[sender]` says."""
    ours = house.company
    return LetterHead(ours.name, ours.street, f"{ours.postcode} {ours.city}", ours.phone, ours.email)
