"""The rows that stops, consents and caps hang on, locked in one order everywhere: contacts, companies, sender.

Whoever sends and whoever stops takes the same locks, so nothing leaves after a stop has been committed. SQLite has one
writer (BEGIN IMMEDIATE) and needs no row locks.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from store.tables import people

_PARAMETERS = 10_000
"""PostgreSQL takes 65535 parameters in one statement."""

_SENDER_LOCK = 0x57494544
"""Key of the advisory lock on what the whole sender shares: letter money and sender-wide caps."""


def lock_people(
    connection: Connection, contacts: Collection[int], companies: Collection[int] = (), *, sender: bool = False
) -> None:
    """Hold these rows until the transaction ends."""
    if connection.dialect.name == "sqlite":
        return
    for table, ids in ((people.contact, sorted(contacts)), (people.company, sorted(companies))):
        for place in range(0, len(ids), _PARAMETERS):
            part = ids[place : place + _PARAMETERS]
            connection.execute(select(table.c.id).where(table.c.id.in_(part)).order_by(table.c.id).with_for_update())
    if sender:
        connection.execute(select(func.pg_advisory_xact_lock(_SENDER_LOCK)))


def lock_word(connection: Connection, word: str) -> None:
    """Hold a word (an id that has no row yet) until the transaction ends: of two that make it, one comes second."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(word, 0))))


def lock_contact(connection: Connection, contact_pk: int) -> None:
    """Hold a contact and everybody who shares an address with her: an objection reaches them all."""
    lock_contacts(connection, {contact_pk})


def lock_contacts(connection: Connection, contacts: Collection[int], companies: Collection[int] = ()) -> None:
    """The same for several. Whoever will touch rows of more than one person calls this first: else two deadlock."""
    if connection.dialect.name == "sqlite":
        return
    points = people.contact_point
    found, wanted = set(contacts), sorted(contacts)
    for place in range(0, len(wanted), _PARAMETERS):
        hashes = select(points.c.hash).where(points.c.contact_id.in_(wanted[place : place + _PARAMETERS]))
        found.update(connection.execute(select(points.c.contact_id).where(points.c.hash.in_(hashes))).scalars())
    lock_people(connection, found, companies)
