"""The daily job: short transactions, one per category, so that nothing that is sent waits for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Connection

from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.erasing.finishing import finish_all
from campaigns.house import House
from campaigns.retention.due import (
    CATEGORIES,
    Due,
    consents_due,
    contacts_due,
    doi_before,
    look,
    old_databases,
    plain_categories,
)
from sequences.calendar import local_day
from store import erasing, operation, retained, retention, written

log = structlog.get_logger()


def retain(house: House, *, by: str = "wiedersehen") -> list[Due]:
    """Let go what is due; by category how much went and how old its oldest was. Cut off, the next run goes on."""
    finish_all(house)
    with house.store.read() as connection:
        found = {due.category: due for due in look(house, connection)}
    done = {name: _drop(house, found[name]) for name in CATEGORIES}
    gone = {name: number for name, number in done.items() if number}
    with house.store.write() as connection:
        operation.set_switch(connection, operation.LAST_RETENTION, by, house.clock.now())
        if gone:
            operation.audit(connection, "retention_done", house.clock.now(), None, {**gone, "by": by})
    if gone:
        log.info("retention_done", **gone)
    return [Due(name, done[name], found[name].oldest, found[name].on) for name in CATEGORIES]


def _drop(house: House, due: Due) -> int:
    if not due.number or not due.on:
        return 0
    if due.category == "contacts":
        return _contacts(house)
    if due.category == "old_databases":
        return _old_databases(house)
    with house.store.write() as connection:
        return _STORED.get(due.category, _plain(due.category))(house, connection)


def _plain(category: str) -> Callable[[House, Connection], int]:
    return lambda house, connection: plain_categories(house)[category].drop(connection)


def _retained(house: House, connection: Connection) -> int:
    return retained.drop_overdue(connection, local_day(house.clock.now(), house.timezone))


def _consents(house: House, connection: Connection) -> int:
    """Judged again inside the transaction: a use that came in between prolongs the term (§ 7a Abs. 2 UWG)."""
    return _released(connection, [pk for pk, _ in consents_due(house, connection)], house.clock.now())


def _doi(house: House, connection: Connection) -> int:
    asked = retention.unanswered(connection, doi_before(house))
    return _released(connection, [pk for pk, _ in asked], house.clock.now())


def _released(connection: Connection, consent_pks: list[int], now: datetime) -> int:
    return erasing.drop_consents(connection, consent_pks, now)["consent"] if consent_pks else 0


def _files(house: House, connection: Connection) -> int:
    del house
    gone = [one.path for one in written.all_files(connection) if not one.path.exists()]
    written.forget(connection, gone)
    return len(gone)


_STORED: dict[str, Callable[[House, Connection], int]] = {
    "retained": _retained,
    "consents": _consents,
    "doi": _doi,
    "files": _files,
}


def _old_databases(house: House) -> int:
    names = [name for name, _ in old_databases(house)]
    for name in names:
        shutil.rmtree(house.state / name)
    return len(names)


def _contacts(house: House) -> int:
    """As if each had asked for it. One whose mail is under way has her turn tomorrow."""
    with house.store.read() as connection:
        due = [pk for pk, _ in contacts_due(house, connection)]
    wish = Wish("wiedersehen", door="retention")
    return sum(isinstance(erase(house, pk, wish), Erased) for pk in due)
