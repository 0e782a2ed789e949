"""Somebody has said what became of a network's list: cleaned of a removal list, replaced by a whole one, or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import Connection

from campaigns.audiences.exporting import lock_word
from campaigns.audiences.unknown import known, unknown
from campaigns.house import House
from contacts.medium import Platform
from store import audience_people, audiences, operation
from store.alone import alone
from store.audiences import LIST, Export

log = structlog.get_logger()


def confirm(house: House, removal: Export, by: str) -> int | None:
    """The network's list is cleaned: what stood on this removal list is forgotten. How many addresses.

    None when that was confirmed already.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        gone = audiences.confirm(connection, removal, now)
        if gone is None:
            return None
        told = {"export": removal.external_id, "platform": removal.platform.value, "by": by}
        operation.audit(connection, "audience_cleaned", now, None, told | {"number": len(gone)})
        _left(connection, removal.platform, removal.external_id, gone, now)
    log.info("audience_cleaned", export=removal.external_id, addresses=len(gone))
    return len(gone)


def is_newest(connection: Connection, whole: Export, since: datetime | None) -> bool:
    """True for the newest list of its network, written after the restore (`since`): the one that may replace all."""
    newest = next(iter(audiences.exports(connection, whole.platform, LIST)), None)
    return newest is not None and newest.pk == whole.pk and (since is None or whole.at >= since)


def replaced(house: House, platform: Platform, whole: Export | None, by: str) -> int | None:
    """The network's whole list is this one now, or deleted (None): whoever is not in it is forgotten.

    What it holds is known again after a restore. How many addresses; None when that was confirmed already, or when a
    newer list was finished while this waited for it.
    """
    now = house.clock.now()
    name = whole.external_id if whole is not None else ""
    with alone(house.store, house.state, lock_word(platform)), house.store.write() as connection:
        if whole is not None and not is_newest(connection, whole, unknown(connection).get(platform)):
            return None
        gone = audiences.replace(connection, platform, whole, now)
        if gone is None:
            return None
        known(connection, platform)
        told = {"export": name, "platform": platform.value, "number": len(gone), "by": by}
        operation.audit(connection, "audience_replaced", now, None, told)
        _left(connection, platform, name, gone, now)
    log.info("audience_replaced", platform=platform.value, export=name, addresses=len(gone))
    return len(gone)


def _left(connection: Connection, platform: Platform, export: str, gone: Sequence[int | None], now: datetime) -> None:
    """Told in the log of everybody who stood there."""
    pks = [pk for pk in dict.fromkeys(gone) if pk is not None]
    names = audience_people.names(connection, pks)
    left = {"export": export, "platform": platform.value}
    operation.audit_all(connection, "audience_left", now, [(names[pk], left) for pk in pks])
