"""Objections in rows. One covers every address of the person (OLG Celle 13 U 15/14), also those learned later."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select, update

from compliance.facts import ObjectionFact, Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from store.tables import people, permission

ERASED = "erasure"
"""Source of the objections that stay behind when a person is erased (Art. 17 Abs. 3 lit. b DSGVO)."""

_KEPT_AS = {
    Medium.SMS: Medium.PHONE,
    Medium.PHONE_AUTO: Medium.PHONE,
    Medium.PHONE_IN: Medium.PHONE,
    Medium.LINKEDIN_INVITE: Medium.LINKEDIN_DM,
    Medium.AUDIENCE_UPLOAD: Medium.EMAIL,
}
"""Media that go to an address which is on file under another one."""


@dataclass(frozen=True, slots=True)
class StoredObjection:
    """One declaration: `fact` as the law looks at it, its wording and source, and whose it is (None: of an address).

    `recorded_by` is the person who entered it, empty where a machine took it in.
    """

    fact: ObjectionFact
    contact: str | None
    source: str
    verbatim: str
    recorded_at: datetime
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """An objection as it came: how far it goes, through which door, when, in which words, and who entered it."""

    scope: str
    via: Via
    received_at: datetime
    source: str = ""
    verbatim: str = ""
    recorded_by: str = ""


def objections(connection: Connection, contact_pk: int) -> list[StoredObjection]:
    """The objections that reach a contact, the oldest first: her own, and those on an address she uses.

    One declaration has a row for each address of the person, and one for an address that was named; here it is one,
    under the id of its first row.
    """
    table, points = permission.objection, people.contact_point
    hashes = select(points.c.hash).where(points.c.contact_id == contact_pk)
    query = (
        select(table, people.contact.c.external_id.label("contact"))
        .outerjoin(people.contact, people.contact.c.id == table.c.contact_id)
        .where(or_(table.c.contact_id == contact_pk, table.c.address_hash.in_(hashes)))
        .order_by(table.c.received_at, table.c.id)
    )
    found: dict[tuple[object, ...], StoredObjection] = {}
    for row in connection.execute(query).mappings():
        shared = row["contact_id"] is not None and row["contact_id"] != contact_pk
        erased = row["contact_id"] is None and row["source"] == ERASED
        fact = ObjectionFact(row["external_id"], row["scope"], row["received_at"], Via(row["via"]), shared, erased)
        stored = StoredObjection(
            fact, row["contact"], row["source"], row["verbatim"], row["recorded_at"], row["recorded_by"]
        )
        declared = tuple(row[name] for name in ("scope", "received_at", "via", "source", "verbatim"))
        found.setdefault((row["contact_id"] if shared else None, *declared), stored)
    return list(found.values())


def objections_on_address(connection: Connection, address_hash: str) -> list[tuple[str, datetime, str]]:
    """(scope, received at, wording) of the objections that name this address alone; the oldest first."""
    table = permission.objection
    query = select(table.c.scope, table.c.received_at, table.c.verbatim).where(
        table.c.address_hash == address_hash, table.c.contact_id.is_(None)
    )
    found = connection.execute(query.order_by(table.c.received_at, table.c.id))
    return [(scope, received_at, verbatim) for scope, received_at, verbatim in found]


def objected_by(connection: Connection, source: str) -> dict[int, datetime]:
    """Contact row id -> when the newest objection from this source was received."""
    table = permission.objection
    query = select(table.c.contact_id, table.c.received_at).where(
        table.c.source == source, table.c.contact_id.is_not(None)
    )
    return {row[0]: row[1] for row in connection.execute(query.order_by(table.c.received_at))}


def sources_with(connection: Connection, word: str) -> list[str]:
    """The sources of objections in which a word stands."""
    table = permission.objection
    return list(connection.execute(select(table.c.source).where(table.c.source.contains(word)).distinct()).scalars())


def objectors(connection: Connection) -> frozenset[str]:
    """External ids of everybody who has objected to anything."""
    table = permission.objection
    query = select(people.contact.c.external_id).join(table, table.c.contact_id == people.contact.c.id).distinct()
    return frozenset(connection.execute(query).scalars())


def add_objection(
    connection: Connection,
    contact_pk: int | None,
    address_hash: str | None,
    scope: str,
    via: Via,
    received_at: datetime,
    now: datetime,
    *,
    source: str = "",
    verbatim: str = "",
    recorded_by: str = "",
) -> int:
    """Append an objection for a person and every address she has; number of new rows (0 = all known).

    With `contact_pk` None only the address is blocked (somebody we do not know, or an erased person).
    """
    declared = Declared(scope, via, received_at, source, verbatim, recorded_by)
    hashes: list[str | None] = [address_hash]
    if contact_pk is not None:
        points = people.contact_point
        query = select(points.c.hash).where(points.c.contact_id == contact_pk).order_by(points.c.id)
        if not _is_wide(declared):
            query = query.where(points.c.medium == kept_as(scope))
        hashes = [
            *dict.fromkeys([*connection.execute(query).scalars(), *([address_hash] if address_hash else [])])
        ] or [None]
    return sum(_insert(connection, contact_pk, value, declared, now) for value in hashes)


def add_source(
    connection: Connection, contacts: Collection[int], hashes: Collection[str], declared: Declared, word: str
) -> int:
    """Write one more source to a declaration that is known; the number of rows that did not name it yet."""
    table = permission.objection
    mine = or_(table.c.contact_id.in_(contacts), table.c.contact_id.is_(None) & table.c.address_hash.in_(hashes))
    same = (
        table.c.scope == declared.scope,
        table.c.received_at == declared.received_at,
        table.c.via == declared.via.value,
        table.c.source != ERASED,
        ~table.c.source.contains(word, autoescape=True),
    )
    found = connection.execute(select(table.c.id, table.c.source).where(mine, *same)).all()
    for pk, source in found:
        named = ", ".join(part for part in (source, word) if part)
        connection.execute(update(table).where(table.c.id == pk).values(source=named))
    return len(found)


def cover(connection: Connection, contact_pk: int, medium: Medium, address_hash: str, now: datetime | None) -> bool:
    """A new address of a person who has objected is covered too, for whoever uses it; True when that is new.

    The Robinson list names single addresses and says nothing about others. Without `now` it counts as recorded when
    the objection came.
    """
    table = permission.objection
    words = ("scope", "via", "received_at", "source", "verbatim", "recorded_by")
    query = (
        select(*(table.c[word] for word in words))
        .where(table.c.contact_id == contact_pk, table.c.via != Via.ROBINSON.value)
        .distinct()
    )
    known = [Declared(row.scope, Via(row.via), *row[2:]) for row in connection.execute(query)]
    mine = [declared for declared in known if _is_wide(declared) or kept_as(declared.scope) is medium]
    return sum(_insert(connection, contact_pk, address_hash, one, now or one.received_at) for one in mine) > 0


def kept_as(scope: str) -> Medium:
    """The medium whose addresses an objection to one medium is about."""
    medium = Medium(scope)
    return _KEPT_AS.get(medium, medium)


def _is_wide(declared: Declared) -> bool:
    """An objection in the cancellation itself counts everywhere (OLG Schleswig 6 U 25/23)."""
    return declared.scope == GLOBAL or declared.via is Via.AT_CANCEL


def _insert(
    connection: Connection, contact_pk: int | None, address_hash: str | None, declared: Declared, now: datetime
) -> int:
    table = permission.objection
    received_at = declared.received_at.astimezone(UTC).isoformat()
    identity = f"{contact_pk}|{address_hash}|{declared.scope}|{received_at}|{declared.via}"
    external_id = "obj-" + hashlib.sha256(identity.encode()).hexdigest()[:24]
    if connection.execute(select(table.c.id).where(table.c.external_id == external_id)).first() is not None:
        return 0
    connection.execute(
        table.insert().values(
            external_id=external_id,
            contact_id=contact_pk,
            address_hash=address_hash,
            scope=declared.scope,
            received_at=declared.received_at,
            via=declared.via.value,
            source=declared.source,
            verbatim=declared.verbatim[:2000],
            recorded_at=now,
            recorded_by=declared.recorded_by,
        )
    )
    return 1
