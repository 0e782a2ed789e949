"""The rows that stops, consents and caps hang on, locked in one order everywhere: contacts, companies, sender.

Whoever sends and whoever stops takes the same locks, so nothing leaves after a stop has been committed. SQLite has one
writer (BEGIN IMMEDIATE) and needs no row locks.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from store.tables import people

_SENDER_LOCK = 0x57494544
"""Key of the advisory lock on what the whole sender shares: letter money and sender-wide caps."""


def lock_people(
    connection: Connection, contacts: Collection[int], companies: Collection[int] = (), *, sender: bool = False
) -> None:
    """Hold these rows until the transaction ends."""
    if connection.dialect.name == "sqlite":
        return
    for table, ids in ((people.contact, contacts), (people.company, companies)):
        if ids:
            query = select(table.c.id).where(table.c.id.in_(sorted(ids))).order_by(table.c.id).with_for_update()
            connection.execute(query).all()
    if sender:
        connection.execute(select(func.pg_advisory_xact_lock(_SENDER_LOCK)))


def lock_contact(connection: Connection, contact_pk: int) -> None:
    """Hold a contact and everybody who shares an address with her: an objection reaches them all."""
    if connection.dialect.name == "sqlite":
        return
    points = people.contact_point
    hashes = select(points.c.hash).where(points.c.contact_id == contact_pk)
    sharing = connection.execute(select(points.c.contact_id).where(points.c.hash.in_(hashes)).distinct()).scalars()
    lock_people(connection, {contact_pk, *sharing})
