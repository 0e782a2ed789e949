"""Advertising stops by itself when too much comes back: receivers refuse us, addresses are dead, people complain.

It ends only by a person (`wiedersehen resume`), and what came before that counts no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from campaigns.house import House
from store import bounces, operation

log = structlog.get_logger()

BLOCKS, DEAD, COMPLAINTS = "blocks", "dead_addresses", "complaints"
_BLOCK_HOURS = 24
_NO_RATE = 1
"""One complaint alone is no rate, however small the number of mails."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why advertising stops: `number` of `of` mails (0 where no share is meant) in `hours`."""

    what: str
    number: int
    of: int
    hours: int

    @property
    def word(self) -> str:
        """As it is kept in the switch: `dead_addresses:9:310:168`."""
        return f"{self.what}:{self.number}:{self.of}:{self.hours}"


def watch(house: House) -> Alarm | None:
    """Look at the rates, and pause advertising when one is too high; the alarm when it was."""
    with house.store.read() as connection:
        if operation.switch(connection, operation.PAUSED) is not None:
            return None
        alarm = _alarm(connection, house)
    if alarm is None:
        return None
    now = house.clock.now()
    with house.store.write() as connection:
        if operation.switch(connection, operation.PAUSED) is not None:
            return None
        operation.set_switch(connection, operation.PAUSED, "advertising", now)
        operation.set_switch(connection, operation.PAUSE_REASON, alarm.word, now)
        data = {"what": alarm.what, "number": alarm.number, "of": alarm.of, "hours": alarm.hours}
        operation.audit(connection, "advertising_halted", now, None, data)
    log.error("advertising_halted", **data)
    return alarm


def _alarm(connection: Connection, house: House) -> Alarm | None:
    now, terms = house.clock.now(), house.replies
    resumed = operation.switched_at(connection, operation.COUNTED_FROM)
    number = bounces.blocks(connection, _since(now, timedelta(hours=_BLOCK_HOURS), resumed), resumed)
    if number >= terms.blocks_until_pause:
        return Alarm(BLOCKS, number, 0, _BLOCK_HOURS)
    window = timedelta(days=terms.rate_days)
    found = bounces.lately(connection, _since(now, window, resumed), resumed)
    if found.sent < terms.min_sample:
        return None
    for what, number, most in (
        (COMPLAINTS, found.complaints, terms.max_complaint_rate),
        (DEAD, found.dead, terms.max_bounce_rate),
    ):
        if number > _NO_RATE and number / found.sent > most:
            return Alarm(what, number, found.sent, int(window / timedelta(hours=1)))
    return None


def _since(now: datetime, window: timedelta, resumed: datetime | None) -> datetime:
    return max(now - window, resumed) if resumed is not None else now - window
