"""Consents and objections in rows. An objection covers every address of the person (OLG Celle 13 U 15/14)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select, update

from compliance.facts import ObjectionFact, Via
from contacts.consent import GLOBAL, Consent
from store.case import ConsentRow
from store.rows import consent_of
from store.tables import people, permission

ERASED = "erasure"
"""Source of the objections that stay behind when a person is erased (Art. 17 Abs. 3 lit. b DSGVO)."""


def put_consent(connection: Connection, consent: Consent, contact_pk: int, now: datetime) -> bool:
    """Append a consent, or record the withdrawal or confirmation of a known one; True when something changed.

    ValueError when the id is that of a consent of somebody else, or for another medium.
    """
    table = permission.consent
    known = connection.execute(select(table).where(table.c.external_id == consent.external_id)).mappings().first()
    if known is not None:
        if (known["contact_id"], known["medium"]) != (contact_pk, consent.medium.value):
            raise ValueError(f"consent {consent.external_id} is another one")
        late = {
            name: getattr(consent, name)
            for name in ("withdrawn_at", "confirmed_at")
            if known[name] is None and getattr(consent, name) is not None
        }
        if late:
            connection.execute(update(table).where(table.c.id == known["id"]).values(late))
        return bool(late)
    connection.execute(
        table.insert().values(
            external_id=consent.external_id,
            contact_id=contact_pk,
            medium=consent.medium.value,
            purposes=",".join(sorted(purpose.value for purpose in consent.purposes)),
            products=",".join(sorted(consent.products)),
            granted_at=consent.granted_at,
            method=consent.method.value,
            text=consent.text,
            text_version=consent.text_version,
            proof_ref=consent.proof_ref,
            confirmed_at=consent.confirmed_at,
            valid_until=consent.valid_until,
            withdrawn_at=consent.withdrawn_at,
            recorded_at=now,
        )
    )
    return True


@dataclass(frozen=True, slots=True)
class StoredConsent(ConsentRow):
    """A consent with whose it is (row id) and since when it is on file."""

    contact_pk: int
    recorded_at: datetime


def consents(connection: Connection, *, contact_pk: int | None = None, external_id: str = "") -> list[StoredConsent]:
    """The consents of a contact, or the one with this id; the oldest first."""
    table = permission.consent
    query = select(table, people.contact.c.external_id.label("contact")).join(
        people.contact, people.contact.c.id == table.c.contact_id
    )
    mine = table.c.contact_id == contact_pk if contact_pk is not None else table.c.external_id == external_id
    found = connection.execute(query.where(mine).order_by(table.c.granted_at, table.c.id)).mappings()
    rows = [(consent_of(row, row["contact"]), row) for row in found]
    return [
        StoredConsent(known.consent, known.last_used_at, row["contact_id"], row["recorded_at"]) for known, row in rows
    ]


@dataclass(frozen=True, slots=True)
class StoredObjection:
    """One declaration: `fact` as the law looks at it, its wording and source, and whose it is (None: of an address)."""

    fact: ObjectionFact
    contact: str | None
    source: str
    verbatim: str
    recorded_at: datetime


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
        stored = StoredObjection(fact, row["contact"], row["source"], row["verbatim"], row["recorded_at"])
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


def use_consents(connection: Connection, external_ids: Collection[str], now: datetime) -> None:
    """Record the use of consents: § 7a UWG counts five years from every use."""
    table = permission.consent
    connection.execute(update(table).where(table.c.external_id.in_(external_ids)).values(last_used_at=now))


def objected_by(connection: Connection, source: str) -> dict[int, datetime]:
    """Contact row id -> when the newest objection from this source was received."""
    table = permission.objection
    query = select(table.c.contact_id, table.c.received_at).where(
        table.c.source == source, table.c.contact_id.is_not(None)
    )
    return {row[0]: row[1] for row in connection.execute(query.order_by(table.c.received_at))}


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
) -> int:
    """Append an objection for a person and every address she has; number of new rows (0 = all known).

    With `contact_pk` None only the address is blocked (somebody we do not know, or an erased person).
    """
    hashes: list[str | None] = [address_hash]
    if contact_pk is not None:
        points = people.contact_point
        query = select(points.c.hash).where(points.c.contact_id == contact_pk).order_by(points.c.id)
        if scope != GLOBAL:
            query = query.where(points.c.medium == scope)
        hashes = [
            *dict.fromkeys([*connection.execute(query).scalars(), *([address_hash] if address_hash else [])])
        ] or [None]
    return sum(
        _insert(connection, contact_pk, value, scope, via, received_at, now, source, verbatim) for value in hashes
    )


def _insert(
    connection: Connection,
    contact_pk: int | None,
    address_hash: str | None,
    scope: str,
    via: Via,
    received_at: datetime,
    now: datetime,
    source: str,
    verbatim: str,
) -> int:
    table = permission.objection
    identity = f"{contact_pk}|{address_hash}|{scope}|{received_at.astimezone(UTC).isoformat()}|{via}"
    external_id = "obj-" + hashlib.sha256(identity.encode()).hexdigest()[:24]
    if connection.execute(select(table.c.id).where(table.c.external_id == external_id)).first() is not None:
        return 0
    connection.execute(
        table.insert().values(
            external_id=external_id,
            contact_id=contact_pk,
            address_hash=address_hash,
            scope=scope,
            received_at=received_at,
            via=via.value,
            source=source,
            verbatim=verbatim[:2000],
            recorded_at=now,
        )
    )
    return 1
