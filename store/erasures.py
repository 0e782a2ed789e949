"""Who was erased when, under a keyed hash: how a re-import and a restored backup are noticed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from store.permissions import ERASED
from store.tables import people, permission, rights

_table = rights.erasure


def note(connection: Connection, pseudonym: str, at: datetime, request: str, marks: Collection[str] = ()) -> None:
    """Somebody was erased; of somebody who was erased before, the newest time counts and all her marks stay."""
    before = connection.execute(select(_table.c.marks).where(_table.c.pseudonym == pseudonym)).scalar() or []
    values = {"at": at, "request": request, "marks": sorted({*before, *marks})}
    if connection.execute(update(_table).where(_table.c.pseudonym == pseudonym).values(values)).rowcount == 0:
        connection.execute(_table.insert().values(pseudonym=pseudonym, **values))


def erased_at(connection: Connection, pseudonym: str) -> datetime | None:
    """When somebody was erased last, None for never."""
    moment: datetime | None = connection.execute(select(_table.c.at).where(_table.c.pseudonym == pseudonym)).scalar()
    return moment


def of_request(connection: Connection, request: str) -> list[str]:
    """The pseudonym of whoever was erased by this request, or whose request this is; empty for none."""
    asked = rights.data_request
    named = select(asked.c.contact).where(asked.c.external_id == request).scalar_subquery()
    query = select(_table.c.pseudonym).where(or_(_table.c.request == request, _table.c.pseudonym == named))
    return list(connection.execute(query).scalars()) if request else []


def beginning(connection: Connection, prefix: str) -> list[str]:
    """Pseudonyms of erased people that begin so."""
    query = select(_table.c.pseudonym).where(_table.c.pseudonym.startswith(prefix, autoescape=True))
    return list(connection.execute(query).scalars())


def request_of(connection: Connection, pseudonym: str) -> str:
    """The request by which somebody was erased last; empty where none is known."""
    return connection.execute(select(_table.c.request).where(_table.c.pseudonym == pseudonym)).scalar() or ""


def known(connection: Connection) -> dict[str, datetime]:
    """Everybody who was erased, and when last."""
    return {row.pseudonym: row.at for row in connection.execute(select(_table.c.pseudonym, _table.c.at))}


def by_mark(connection: Connection) -> dict[str, datetime]:
    """When the person was erased last whose name and address together make this mark."""
    found: dict[str, datetime] = {}
    for row in connection.execute(select(_table.c.marks, _table.c.at).order_by(_table.c.at)):
        found |= dict.fromkeys(row.marks or (), row.at)
    return found


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
