"""A cancellation or withdrawal by its external id, as the public pages ask for it, and what its sequences did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update

from contacts.cancellation import FORM
from contacts.medium import Purpose
from store import cancellations
from store.cancellations import Found
from store.tables import people, runs


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration with whose it is (row id) and the end that was confirmed (None while none could be computed)."""

    found: Found
    contact_pk: int
    confirmed_end: date | None


@dataclass(frozen=True, slots=True)
class Done:
    """One contract message of a declaration: `made_at` is None while it is planned."""

    sequence: str
    step: str
    state: str
    channel: str | None
    due_at: datetime
    made_at: datetime | None


def by_external_id(connection: Connection, external_id: str) -> Declared | None:
    """The declaration called `external_id`; None when there is none (any more)."""
    table = people.cancellation
    columns = (table.c.id, table.c.contact_id, table.c.confirmed_end)
    row = connection.execute(select(*columns).where(table.c.external_id == external_id)).first()
    return Declared(cancellations.by_pk(connection, row[0]), row[1], row[2]) if row else None


def unassigned_to(connection: Connection, digest: str, since: datetime) -> int:
    """Number of declarations from the form since a moment that fit no contract and name the address of this hash."""
    table, point = people.cancellation, people.contact_point
    query = (
        select(func.count())
        .select_from(table)
        .join(point, point.c.contact_id == table.c.contact_id)
        .where(table.c.door == FORM, table.c.contract_id.is_(None), table.c.received_at > since, point.c.hash == digest)
    )
    return int(connection.execute(query).scalar_one())


def confirm_reason(connection: Connection, pk: int, reason: str, never: Collection[str]) -> bool:
    """Note the reason that the person chose; False where the one on file is one of `never`, which nothing replaces."""
    table = people.cancellation
    statement = update(table).where(table.c.id == pk, table.c.reason.not_in(sorted(never)))
    return connection.execute(statement.values(reason_confirmed=reason)).rowcount == 1


def contract_messages(connection: Connection, pk: int) -> list[Done]:
    """The contract messages of a declaration that were made or are planned, by their moment."""
    touch, run = runs.touch, runs.enrollment
    query = (
        select(touch.c.sequence, touch.c.step, touch.c.state, touch.c.channel, touch.c.due_at, touch.c.made_at)
        .join(run, run.c.id == touch.c.enrollment_id)
        .where(run.c.cancellation_id == pk, touch.c.purpose == Purpose.CONTRACT.value)
        .order_by(touch.c.made_at.is_(None), touch.c.made_at, touch.c.due_at, touch.c.id)
    )
    return [Done(*row) for row in connection.execute(query)]
