"""The addresses of a person: which one is current, since when, and which an import has put out of use.

An address that the newest file no longer names stays on file as superseded: nothing is sent to it, but objections and
replies still find the person by its hash. What is current since when decides what an older consent covers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from contacts.contact import ContactPoint
from contacts.medium import Medium
from store import carrier_blocks, permissions
from store.tables import people

AddressHash = Callable[[Medium, str], str]
"""Keyed hash of (medium, normalised address); the key lives outside the database."""

UNHASHED = "unhashed:"
"""Begins what stands in place of a hash until the key is back: like no other one, so that nobody shares it."""


def point_of(row: RowMapping) -> ContactPoint:
    """A contact point as stored."""
    return ContactPoint(
        medium=Medium(row["medium"]),
        raw=row["raw"],
        normalised=row["normalised"],
        source=row["source"],
        valid=row["valid"],
        since=row["since"],
        superseded=row["superseded"],
        soft_bounces=row["soft_bounces"],
    )


def put(
    connection: Connection,
    contact_pk: int,
    points: Iterable[ContactPoint],
    address_hash: AddressHash,
    *,
    now: datetime | None = None,
    told: Collection[Medium] = (),
) -> bool:
    """Add what is new; True when something changed. Known ones keep their validity and bounce count.

    An objection of the person covers the new address at once, for everybody else who uses it as well.

    `told` are the media that the source speaks about: of these every other address is superseded, and one that was
    superseded and is named again is current again. An address that comes after another one is current since `now`.
    """
    stored, changed = _stored(connection, contact_pk), False
    mine = tuple(points)
    replaced = {medium for medium, _ in stored}
    for point in mine:
        known = stored.get((point.medium, point.normalised))
        if known is None:
            since = now if point.medium in replaced else None
            digest = address_hash(point.medium, point.normalised)
            _insert(connection, contact_pk, point, digest, since)
            permissions.cover(connection, contact_pk, point.medium, digest, now)
        elif known["superseded"]:
            blocked = carrier_blocks.is_blocked(connection, known["hash"])
            _write(connection, known, valid=not blocked, superseded=False)
        else:
            continue
        changed = True
    named = {(point.medium, point.normalised) for point in mine}
    for key, row in stored.items():
        if key[0] in told and key not in named and row["valid"]:
            _write(connection, row, valid=False, superseded=True)
            changed = True
    return changed


def hashes(connection: Connection, contact_pk: int) -> set[str]:
    """The keyed hashes of every address a contact ever had here."""
    table = people.contact_point
    return set(connection.execute(select(table.c.hash).where(table.c.contact_id == contact_pk)).scalars())


def rehash(connection: Connection, address_hash: AddressHash, now: datetime) -> list[int]:
    """Give their hashes to the addresses that were stored without the key; for each the row id of its contact.

    What the person has objected to since covers the address as well, now by its hash.
    """
    table = people.contact_point
    waiting = connection.execute(select(table).where(table.c.hash.startswith(UNHASHED))).mappings().all()
    for row in waiting:
        medium = Medium(row["medium"])
        digest = address_hash(medium, row["normalised"])
        blocked = carrier_blocks.is_blocked(connection, digest)
        _write(connection, row, hash=digest, valid=row["valid"] and not blocked)
        permissions.cover(connection, row["contact_id"], medium, digest, now)
    return [row["contact_id"] for row in waiting]


def _stored(connection: Connection, contact_pk: int) -> dict[tuple[Medium, str], RowMapping]:
    table = people.contact_point
    found = connection.execute(select(table).where(table.c.contact_id == contact_pk)).mappings()
    return {(Medium(row["medium"]), row["normalised"]): row for row in found}


def shared(connection: Connection, contact_pk: int) -> frozenset[str]:
    """Each spelling of the contact's addresses that somebody else uses as well; not the postal one."""
    table, other = people.contact_point, people.contact_point.alias()
    used = select(other.c.id).where(other.c.hash == table.c.hash, other.c.contact_id != contact_pk).exists()
    query = select(table.c.raw, table.c.normalised).where(
        table.c.contact_id == contact_pk, table.c.medium != Medium.POST.value, used
    )
    return frozenset(spelling for row in connection.execute(query) for spelling in row)


def _insert(connection: Connection, contact_pk: int, point: ContactPoint, digest: str, since: datetime | None) -> None:
    row = {
        "contact_id": contact_pk,
        "medium": point.medium.value,
        "raw": point.raw,
        "normalised": point.normalised,
        "hash": digest,
        "source": point.source,
        "valid": point.valid and not carrier_blocks.is_blocked(connection, digest),
        "since": since,
    }
    connection.execute(people.contact_point.insert(), row)


def _write(connection: Connection, row: RowMapping, **values: Any) -> None:
    table = people.contact_point
    connection.execute(update(table).where(table.c.id == row["id"]).values(values))
