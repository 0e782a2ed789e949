"""Things that happened to a contact from outside: feature released, returned, saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, select, update

from sequences.definition import EventKind
from store.tables import desk, runs


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a contact that waits for its moment."""

    id: int
    kind: EventKind
    contact_pk: int
    at: datetime


def pending(connection: Connection, now: datetime, limit: int) -> list[Event]:
    """Events whose moment has come and that nobody has acted on, oldest first."""
    table = runs.event
    query = (
        select(table.c.id, table.c.kind, table.c.contact_id, table.c.at)
        .where(table.c.handled_at.is_(None), table.c.at <= now)
        .order_by(table.c.at, table.c.id)
        .limit(limit)
    )
    return [Event(row[0], EventKind(row[1]), row[2], row[3]) for row in connection.execute(query)]


def next_pending(connection: Connection, after: datetime) -> datetime | None:
    """The moment of the next event that nobody has acted on."""
    table = runs.event
    query = select(table.c.at).where(table.c.handled_at.is_(None), table.c.at > after).order_by(table.c.at)
    moment: datetime | None = connection.execute(query.limit(1)).scalar()
    return moment


def happened(connection: Connection, contact_pk: int, kind: EventKind, since: datetime, until: datetime) -> bool:
    """True when an event of `kind` happened to a contact between two moments."""
    table = runs.event
    query = select(table.c.id).where(
        table.c.contact_id == contact_pk, table.c.kind == kind.value, table.c.at >= since, table.c.at <= until
    )
    return connection.execute(query).first() is not None


def mark_handled(connection: Connection, event_id: int, now: datetime) -> bool:
    """Take an event for oneself; False when another daemon was faster."""
    table = runs.event
    statement = update(table).where(table.c.id == event_id, table.c.handled_at.is_(None)).values(handled_at=now)
    return connection.execute(statement).rowcount == 1


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
    table = desk.observation
    known = select(table.c.id).where(table.c.kind == kind, table.c.external_id == external_id)
    if connection.execute(known).first() is not None:
        return False
    connection.execute(
        table.insert().values(kind=kind, external_id=external_id, contact_id=contact_pk, at=at, data=data)
    )
    return True
