"""The letter shop's file: freeze a batch, write it, mark it. A crash in between repeats the same bytes."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.house import House
from channels.channel import BatchRow
from channels.letter.batch import BatchFrozen, write_batch, write_recall
from sequences.calendar import local_day, to_utc
from store import letters, operation


def export_letters(house: House) -> int:
    """Write every batch that is due; the number of letters. Safe to call at any time, also after a crash inside it."""
    now = house.clock.now()
    with house.store.write() as connection:
        due = export_due(house, letters.waiting_since(connection))
        if due is not None and due <= now:
            sample = "" if operation.switch(connection, operation.ACTIVATED) else "probe-"
            letters.assign(connection, f"{sample}{now.astimezone(ZoneInfo(house.timezone)):%Y%m%d-%H%M}", now)
        batches = letters.unexported(connection)
    return sum(_export(house, batch_id, now) for batch_id in batches)


def _export(house: House, batch_id: str, now: datetime) -> int:
    with house.store.read() as connection:
        rows = letters.rows_of(connection, batch_id)
    if not rows:
        return _close(house, batch_id, "", [], now)
    try:
        path = write_batch(house.letters.folder, batch_id, [BatchRow(row.send_id, row.columns) for row in rows])
    except BatchFrozen:
        # A crash after the file was complete, then a stop: the file holds more letters than may be printed now.
        path = house.letters.folder / f"{batch_id}.csv"
        with house.store.write() as connection:
            stopped = letters.recall_stopped(connection, batch_id, now)
        write_recall(house.letters.folder, batch_id, stopped)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return _close(house, batch_id, sha256, [row.touch_id for row in rows], now)


def _close(house: House, batch_id: str, sha256: str, touch_ids: list[int], now: datetime) -> int:
    with house.store.write() as connection:
        letters.mark_exported(connection, batch_id, sha256, touch_ids, now)
    return len(touch_ids)


def export_due(house: House, waiting_since: datetime | None) -> datetime | None:
    """When waiting letters are handed over: the first export hour after the oldest was frozen, None without letters."""
    if waiting_since is None:
        return None
    day = local_day(waiting_since, house.timezone)
    moment = to_utc(day, house.letters.export_at, house.timezone)
    return (
        moment if moment > waiting_since else to_utc(day + timedelta(days=1), house.letters.export_at, house.timezone)
    )


def write_recalls(house: House, recalled: dict[str, list[str]]) -> None:
    """Write the recall file of each batch that a stopped person's letter is in: whole, with its checksum."""
    for batch_id in recalled:
        with house.store.read() as connection:
            send_ids = letters.recalls_of(connection, batch_id)
        write_recall(house.letters.folder, batch_id, send_ids)
