"""Who was erased when, under a keyed hash: how a re-import and a restored backup are noticed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from store.permissions import ERASED
from store.tables import people, permission, rights

_table = rights.erasure


def note(connection: Connection, pseudonym: str, at: datetime, request: str) -> None:
    """Somebody was erased; of somebody who was erased before, the newest time counts."""
    values = {"at": at, "request": request}
    if connection.execute(update(_table).where(_table.c.pseudonym == pseudonym).values(values)).rowcount == 0:
        connection.execute(_table.insert().values(pseudonym=pseudonym, **values))


def erased_at(connection: Connection, pseudonym: str) -> datetime | None:
    """When somebody was erased last, None for never."""
    moment: datetime | None = connection.execute(select(_table.c.at).where(_table.c.pseudonym == pseudonym)).scalar()
    return moment


def known(connection: Connection) -> dict[str, datetime]:
    """Everybody who was erased, and when last."""
    return {row.pseudonym: row.at for row in connection.execute(select(_table.c.pseudonym, _table.c.at))}


def contacts(connection: Connection) -> list[tuple[int, str]]:
    """(row id, external id) of everybody in the database."""
    table = people.contact
    return [(pk, name) for pk, name in connection.execute(select(table.c.id, table.c.external_id))]


def of_addresses(connection: Connection, hashes: Collection[str]) -> set[str]:
    """Those of these address hashes that an erasure has left on the suppression list."""
    table = permission.objection
    query = select(table.c.address_hash).where(
        table.c.address_hash.in_(hashes), table.c.contact_id.is_(None), table.c.source == ERASED
    )
    return {digest for digest in connection.execute(query).scalars() if digest is not None}
