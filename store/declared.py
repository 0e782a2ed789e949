"""A cancellation or withdrawal by its external id, as the public pages ask for it, and what its sequences did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update

from contacts.cancellation import FORM, DeclarationKind
from contacts.medium import Medium, Purpose
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

    touch_pk: int
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


def declared_from(connection: Connection, email: str, since: datetime) -> int:
    """Number of declarations since a moment that fit no contract and are confirmed at this normalised address.

    What the brake held back does not count: its address has another source (campaigns.pages.newcomer).
    """
    table, point = people.cancellation, people.contact_point
    query = (
        select(func.count())
        .select_from(table)
        .join(point, point.c.contact_id == table.c.contact_id)
        .where(table.c.door == FORM, table.c.received_at > since, table.c.contract_id.is_(None))
        .where(point.c.medium == Medium.EMAIL.value, point.c.normalised == email, point.c.source == FORM)
    )
    return int(connection.execute(query).scalar_one())


def declared_for(connection: Connection, contract_id: str, kind: DeclarationKind, reason: str, since: datetime) -> bool:
    """True when a declaration of this kind and reason came through the form for this contract since a moment."""
    table, contract = people.cancellation, people.contract
    query = (
        select(table.c.id)
        .join(contract, contract.c.id == table.c.contract_id)
        .where(table.c.door == FORM, table.c.received_at >= since, contract.c.external_id == contract_id)
        .where(table.c.kind == kind.value, table.c.reason == reason)
    )
    return connection.execute(query.limit(1)).first() is not None


def same_words(connection: Connection, kind: DeclarationKind, text: str, since: datetime) -> Declared | None:
    """The oldest declaration from the form since a moment with this very text; None when there is none."""
    table = people.cancellation
    query = select(table.c.external_id).where(
        table.c.door == FORM, table.c.received_at > since, table.c.kind == kind.value, table.c.text == text
    )
    found = connection.execute(query.order_by(table.c.received_at, table.c.id).limit(1)).scalar()
    return by_external_id(connection, found) if found else None


def confirm_reason(connection: Connection, pk: int, reason: str, never: Collection[str]) -> bool:
    """Note the reason that the person chose; False where the one on file is one of `never`, which nothing replaces."""
    table = people.cancellation
    statement = update(table).where(table.c.id == pk, table.c.reason.not_in(sorted(never)))
    return connection.execute(statement.values(reason_confirmed=reason)).rowcount == 1


def contract_messages(connection: Connection, pk: int) -> list[Done]:
    """The contract messages of a declaration that were made or are planned, by their moment."""
    touch, run = runs.touch, runs.enrollment
    columns = (touch.c.id, touch.c.sequence, touch.c.step, touch.c.state, touch.c.channel, touch.c.due_at)
    query = (
        select(*columns, touch.c.made_at)
        .join(run, run.c.id == touch.c.enrollment_id)
        .where(run.c.cancellation_id == pk, touch.c.purpose == Purpose.CONTRACT.value)
        .order_by(touch.c.made_at.is_(None), touch.c.made_at, touch.c.due_at, touch.c.id)
    )
    return [Done(*row) for row in connection.execute(query)]
