"""Letters to the letter shop: freeze a batch, write its files, hand them over. A crash in between repeats it all."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.letters.delivering import deliver, write_recalls
from campaigns.letters.forming import due_at, form
from campaigns.letters.writing import write
from channels.channel import Refused
from store import letters, operation

__all__ = ["export_due", "export_letters", "next_export", "write_recalls"]

_MEND = timedelta(days=1)
"""So long back a recall's file is looked for again."""


def export_letters(house: House, *, at_once: bool = False) -> int:
    """Write every batch that is due and hand it over; the number of letters. Safe at any time, also after a crash.

    Raises Refused, when all the rest is done, for a batch whose file stands with other content and no fitting checksum.
    `at_once`: a person does not want to wait for the hour, or for the letters that DIALOGPOST needs.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        paused = operation.switch(connection, operation.PAUSED)
        if paused != "all":
            form(house, connection, now, at_once=at_once, only_contract=paused is not None)
        batches = letters.unexported(connection)
        mended = letters.recalled_since(connection, now - _MEND)
    number, refused = 0, None
    for batch_id in batches if paused != "all" else ():
        try:
            written, recalled = write(house, batch_id, now)
        except Refused as error:
            refused = error  # told below: no recall and no other batch waits for this one
            continue
        number += written
        if recalled:
            write_recalls(house, [batch_id])
    write_recalls(house, mended)  # a crash may have come between a recall's commit and its file
    # A recall reaches the shop whatever is paused (Art. 21 Abs. 3 DSGVO).
    deliver(house, now, at_once=at_once, only_recalls=paused == "all")
    if refused is not None:
        raise refused
    return number


def export_due(house: House, waiting_since: datetime | None) -> datetime | None:
    """When waiting letters are handed over: the first export hour after the oldest was frozen, None without letters."""
    return due_at(house, waiting_since)


def next_export(house: House, connection: Connection, now: datetime) -> datetime | None:
    """When there is something to do for letters next; what waits though its hour has come is asked once a day."""
    due = export_due(house, letters.waiting_since(connection))
    return due if due is None or due > now else house.letters.posting.handing_over(now)
