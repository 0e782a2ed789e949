"""Files to the letter shop, outside any transaction: recalls first, then what is new; what was refused goes again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from campaigns.house import House
from campaigns.letters.writing import write_again
from channels.channel import Refused
from channels.letter.batch import files_of, write_recall
from channels.letter.shop import ShopAway
from store import letter_batches, letters, operation
from store.letter_batches import Batch

log = structlog.get_logger()

_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_ROUNDS = 3
"""Objections that come in while files are on their way go with the next round, those after it with the next minute."""


def write_recalls(house: House, recalled: Iterable[str]) -> list[Path]:
    """Write the recall file of each batch that a stopped person's letter is in: whole, with its checksum."""
    files = []
    for batch_id in recalled:
        with house.store.read() as connection:
            send_ids = letters.recalls_of(connection, batch_id)
        files.append(write_recall(house.letters.folder, batch_id, send_ids))
    return files


def deliver(house: House, now: datetime, *, at_once: bool = False, only_recalls: bool = False) -> int:
    """Hand over what the shop has not got; the number of batches that arrived. A shop that is away is asked later.

    `at_once`: a person says that it is to be tried now.
    """
    arrived = 0
    for _ in range(_ROUNDS):
        with house.store.read() as connection:
            undelivered = letter_batches.undelivered(connection)
        waiting = [one for one in undelivered if at_once or one.retry_at is None or one.retry_at <= now]
        if only_recalls:
            waiting = [one for one in waiting if one.delivered_at is not None]
        for batch in waiting:
            arrived += _hand_over(house, batch, now)
        if not waiting or at_once:
            break
    return arrived


def _hand_over(house: House, batch: Batch, now: datetime) -> bool:
    whole = batch.delivered_at is None
    with house.store.read() as connection:
        told = letter_batches.recalled(connection, batch.batch_id)
    if told:
        write_recall(house.letters.folder, batch.batch_id, told)
    try:
        _bring(house, batch.batch_id, whole=whole)
    except (ShopAway, Refused, OSError) as error:
        wait = min(_FIRST_WAIT * 2 ** min(batch.tries, 10), _LONGEST_WAIT)
        with house.store.write() as connection:
            letter_batches.refused(connection, batch.batch_id, str(error), now + wait)
        log.warning("letter_shop_away", batch=batch.batch_id, tries=batch.tries + 1, whole=whole)
        return False
    with house.store.write() as connection:
        letter_batches.arrived(connection, batch.batch_id, told, now, whole=whole)
        data = {"batch": batch.batch_id, "recalled": len(told), "by": house.shop.name, "processor": batch.processor}
        if whole:
            operation.audit(connection, "letters_delivered", now, None, data)
        else:
            operation.audit(connection, "recall_delivered", now, None, data)
    log.info("letters_delivered", batch=batch.batch_id, whole=whole, recalled=len(told))
    return whole


def _bring(house: House, batch_id: str, *, whole: bool) -> None:
    """The files to the shop, recalls first. Raises ShopAway, Refused and OSError: then nobody may say they arrived."""
    if whole:
        write_again(house, batch_id)
    recalls, files = files_of(house.letters.folder, batch_id)
    if whole and not files:
        raise ShopAway(
            f"Die Liste {batch_id}.csv fehlt in {house.letters.folder} oder passt nicht zu ihrer Prüfsumme. "
            "Nichts wurde übergeben; bitte die Datei aus einer Datensicherung zurückholen."
        )
    for portion in (recalls, files if whole else []):
        if portion:
            house.shop.hand_over(portion)
