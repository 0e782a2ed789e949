"""The letter shop's file: freeze a batch, write it, mark it. A crash in between repeats the same bytes."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.house import House
from channels.channel import BatchRow
from channels.letter.batch import BatchFrozen, write_batch, write_recall
from sequences.calendar import local_day, to_utc
from store import letters, operation

_MEND = timedelta(days=1)
"""So long back a recall's file is looked for again."""


def export_letters(house: House) -> int:
    """Write every batch that is due; the number of letters. Safe to call at any time, also after a crash inside it."""
    now = house.clock.now()
    with house.store.write() as connection:
        sample = "" if operation.switch(connection, operation.ACTIVATED) else "probe-"
        _hurry(house, connection, sample, now)
        due = export_due(house, letters.waiting_since(connection))
        if due is not None and due <= now:
            batch_id = f"{sample}{now.astimezone(ZoneInfo(house.timezone)):%Y%m%d-%H%M}"
            letters.assign(connection, batch_id, now, None if house.list_readable else _owed(connection))
        batches = letters.unexported(connection)
        mended = letters.recalled_since(connection, now - _MEND)
    number = sum(_export(house, batch_id, now) for batch_id in batches)
    write_recalls(house, mended)  # a crash may have come between a recall's commit and its file
    return number


def _owed(connection: Connection) -> list[int]:
    """Objections cannot be read while the key of the list is away: advertising that passed the gate before waits."""
    return [letter.row_id for letter in letters.waiting_contract(connection)]


def _hurry(house: House, connection: Connection, sample: str, now: datetime) -> None:
    """What must go at once is a batch of its own: a receipt by post waits for no other letter (§ 312k Abs. 4 BGB)."""
    owed = [
        letter
        for letter in letters.waiting_contract(connection)
        if house.definitions.pinned(connection, letter.definition_hash).step(letter.step).at_once
    ]
    if owed:
        moment = now.astimezone(ZoneInfo(house.timezone))
        # With the first letter's own id: two daemons, or two seconds, never mean the same file.
        batch_id = f"{sample}sofort-{moment:%Y%m%d-%H%M%S}-{owed[0].send_id[:8]}"
        letters.assign(connection, batch_id, now, [letter.row_id for letter in owed])


def _export(house: House, batch_id: str, now: datetime) -> int:
    path = house.letters.folder / f"{batch_id}.csv"
    with house.store.read() as connection:
        rows = letters.rows_of(connection, batch_id)
    if rows:
        # Frozen: a crash after the file was complete, then a stop. The file stays and holds more than may be printed.
        with contextlib.suppress(BatchFrozen):
            write_batch(house.letters.folder, batch_id, [BatchRow(row.send_id, row.columns) for row in rows])
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    with house.store.write() as connection:
        letters.mark_exported(connection, batch_id, sha256, [row.touch_id for row in rows], now)
        # Who was stopped while or before this file was written may be in it and must not be printed. Asked after the
        # rows are marked: from then on a stop finds them exported and recalls them itself.
        recalled = letters.recall_stopped(connection, batch_id, now) if sha256 else []
    if recalled:
        write_recalls(house, [batch_id])
    return len(rows) - len({row.send_id for row in rows} & set(recalled))


def export_due(house: House, waiting_since: datetime | None) -> datetime | None:
    """When waiting letters are handed over: the first export hour after the oldest was frozen, None without letters."""
    if waiting_since is None:
        return None
    day = local_day(waiting_since, house.timezone)
    moment = to_utc(day, house.letters.export_at, house.timezone)
    return (
        moment if moment > waiting_since else to_utc(day + timedelta(days=1), house.letters.export_at, house.timezone)
    )


def write_recalls(house: House, recalled: Iterable[str]) -> list[Path]:
    """Write the recall file of each batch that a stopped person's letter is in: whole, with its checksum."""
    files = []
    for batch_id in recalled:
        with house.store.read() as connection:
            send_ids = letters.recalls_of(connection, batch_id)
        files.append(write_recall(house.letters.folder, batch_id, send_ids))
    return files
