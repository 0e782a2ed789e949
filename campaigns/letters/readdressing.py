"""An address was put right while a letter was on its way: what is not printed yet bears it, the rest comes back.

Until its file stands a frozen letter gets the address of today. What the shop has is recalled as long as it may still
be there; of contract mail a person then sees to it that it arrives, for it is owed.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from campaigns.by_hand import by_hand
from campaigns.evidence.leaving import content_print
from campaigns.house import House
from channels.channel import BatchRow, Refused
from channels.letter.letter import LetterChannel, LetterSettings
from contacts.contact import PostalAddress
from sequences.calendar import local_day
from store import courses, ledger, letter_addresses, operation, people, stops
from store.letter_addresses import OnItsWay

log = structlog.get_logger()

ADDRESS_CHANGED = "address_changed"
UNREACHABLE = "reachable"
_PRINTED = ("Straße", "PLZ", "Ort", "Land")


def readdress(connection: Connection, house: House, contact_pk: int, now: datetime) -> dict[str, list[str]]:
    """Bring the letters of a contact in line with her address on file; recalled send ids by batch, for their files.

    The caller holds her lock. Without an address that can be printed nothing more of hers is.
    """
    address = people.contact(connection, contact_pk)[0].address
    where = _where(house, address)
    recalled: dict[str, list[str]] = {}
    for letter in letter_addresses.on_their_way(connection, contact_pk):
        if where is not None and {name: letter.columns[name] for name in _PRINTED} == where:
            continue
        if letter.exported and not _may_be_there(house, letter, now):
            continue
        if letter.exported:
            _call_back(connection, house, letter, now)
            recalled.setdefault(letter.batch_id, []).append(letter.send_id)
        elif where is None or _file(house, letter.batch_id).exists():
            # A file that stands is never changed: what was stopped before it counts is recalled with it.
            _stop(connection, house, letter, UNREACHABLE if where is None else ADDRESS_CHANGED, now)
        else:
            _rewrite(connection, letter, {**letter.columns, **where}, now)
    return recalled


def overtaken(connection: Connection, house: House, batch_id: str, now: datetime) -> list[str]:
    """Letters whose address was put right while their file was being written, called back; their send ids.

    Asked in the transaction that marks the file as standing: from then on a change finds the letter exported.
    """
    changed = letter_addresses.readdressed(connection, batch_id)
    printed = _addresses(_file(house, batch_id), {letter.send_id for letter in changed}) if changed else {}
    late = [one for one in changed if printed.get(one.send_id, {}) != {name: one.columns[name] for name in _PRINTED}]
    for letter in late:
        _call_back(connection, house, letter, now)
    return [letter.send_id for letter in late]


def _where(house: House, address: PostalAddress | None) -> dict[str, str] | None:
    if address is None:
        return None
    channel = LetterChannel(LetterSettings(max_line_chars=house.letters.max_line_chars))
    try:
        return channel.address_columns(address)
    except Refused:
        return None


def _may_be_there(house: House, letter: OnItsWay, now: datetime) -> bool:
    """True until the day on which the shop posts it is over."""
    posted = letter.posted_on
    if posted is None and letter.batched_at is not None:  # of before the day was noted: years ago, mostly
        posted = house.letters.posting.posted_on(letter.batched_at)
    return posted is None or local_day(now, house.timezone) <= posted


def _rewrite(connection: Connection, letter: OnItsWay, columns: Mapping[str, str], now: datetime) -> None:
    letter_addresses.rewrite(connection, letter.touch_id, columns, now)
    sha256 = content_print(BatchRow(letter.send_id, columns))
    _tell(connection, letter, "rewritten", now, {"content_sha256": sha256})


def _call_back(connection: Connection, house: House, letter: OnItsWay, now: datetime) -> None:
    letter_addresses.recall_one(connection, letter.touch_id, now)
    _owed(connection, house, letter, ADDRESS_CHANGED, now)
    _tell(connection, letter, "recalled", now, {})


def _stop(connection: Connection, house: House, letter: OnItsWay, reason: str, now: datetime) -> None:
    stops.stop_batched(connection, letter.touch_id, reason, now)
    ledger.remove(connection, letter.touch_id)  # nobody gets it, so it takes nobody's place
    _owed(connection, house, letter, reason, now)
    _tell(connection, letter, "stopped", now, {})


def _owed(connection: Connection, house: House, letter: OnItsWay, reason: str, now: datetime) -> None:
    (course,) = courses.underway(connection, [letter.touch_id])
    by_hand(connection, house, course, course.touch, reason, now)


def _tell(connection: Connection, letter: OnItsWay, how: str, now: datetime, more: Mapping[str, str]) -> None:
    told = {"send_id": letter.send_id, "how": how, **more}
    operation.audit(connection, "letter_readdressed", now, letter.contact, told)
    log.info("letter_readdressed", send_id=letter.send_id, how=how)


def _file(house: House, batch_id: str) -> Path:
    return house.letters.folder / f"{batch_id}.csv"


def _addresses(path: Path, send_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Send id -> the address columns as they stand in the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["Sendungs-ID"] in send_ids]
    return {row["Sendungs-ID"]: {name: row[name] for name in _PRINTED} for row in rows}
