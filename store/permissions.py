"""Consents and objections in rows. An objection covers every address of the person (OLG Celle 13 U 15/14)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from compliance.facts import Via
from contacts.consent import GLOBAL, Consent
from store.tables import people, permission

ERASED = "erasure"
"""Source of the objections that stay behind when a person is erased (Art. 17 Abs. 3 lit. b DSGVO)."""


def put_consent(connection: Connection, consent: Consent, contact_pk: int, now: datetime) -> bool:
    """Append a consent, or record the withdrawal or confirmation of a known one; True when something changed."""
    table = permission.consent
    known = connection.execute(select(table).where(table.c.external_id == consent.external_id)).mappings().first()
    if known is not None:
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


def use_consents(connection: Connection, external_ids: Collection[str], now: datetime) -> None:
    """Record the use of consents: § 7a UWG counts five years from every use."""
    table = permission.consent
    connection.execute(update(table).where(table.c.external_id.in_(external_ids)).values(last_used_at=now))


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
