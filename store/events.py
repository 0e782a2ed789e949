"""Things that happened to a contact from outside: feature released, returned, saved."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, select

from sequences.definition import EventKind
from store.tables import runs


def add(
    connection: Connection,
    source: str,
    external_id: str,
    kind: EventKind,
    contact_pk: int,
    at: datetime,
    *,
    feature: str | None = None,
    annual_value: Decimal | None = None,
) -> bool:
    """Append an event; False when it is known."""
    table = runs.event
    known = select(table.c.id).where(table.c.source == source, table.c.external_id == external_id)
    if connection.execute(known).first() is not None:
        return False
    connection.execute(
        table.insert().values(
            source=source,
            external_id=external_id,
            kind=kind.value,
            contact_id=contact_pk,
            at=at,
            feature=feature,
            annual_value=annual_value,
        )
    )
    return True


def observe(
    connection: Connection, kind: str, external_id: str, contact_pk: int, at: datetime, data: dict[str, object]
) -> bool:
    """Append an observation (usage, ticket, answer, turnover); False when it is known."""
    table = runs.observation
    known = select(table.c.id).where(table.c.kind == kind, table.c.external_id == external_id)
    if connection.execute(known).first() is not None:
        return False
    connection.execute(
        table.insert().values(kind=kind, external_id=external_id, contact_id=contact_pk, at=at, data=data)
    )
    return True
