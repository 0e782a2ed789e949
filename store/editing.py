"""What an edit of the files meets in the database: definitions in use, who runs where, and cancellations of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from contacts.cancellation import Cancellation
from contacts.contact import Contact
from sequences.touch import TouchState
from store.enrollments import LIVE
from store.rows import cancellation_of, contact_of
from store.tables import people, runs

_enrollment = runs.enrollment


@dataclass(frozen=True, slots=True)
class Running:
    """People in live runs of one stored definition whose last finished step is `last_step` (None: before the first)."""

    sequence: str
    hash: str
    last_step: str | None
    people: int


def latest_definitions(connection: Connection) -> dict[str, str]:
    """Sequence name -> hash of the definition that its newest enrollment was pinned to.

    Not the newest row of `definition`: whoever takes an edit back is in an older text again.
    """
    newest = select(func.max(_enrollment.c.id)).group_by(_enrollment.c.sequence)
    query = select(_enrollment.c.sequence, _enrollment.c.definition_hash).where(_enrollment.c.id.in_(newest))
    return {str(name): str(sha256) for name, sha256 in connection.execute(query)}


def people_running(connection: Connection) -> dict[tuple[str, str], int]:
    """(sequence, hash) -> number of persons in live (active or paused) runs."""
    columns = (_enrollment.c.sequence, _enrollment.c.definition_hash)
    query = select(*columns, func.count(_enrollment.c.contact_id.distinct()))
    rows = connection.execute(query.where(_enrollment.c.state.in_(LIVE)).group_by(*columns))
    return {(str(name), str(sha256)): int(number) for name, sha256, number in rows}


def progress(connection: Connection) -> list[Running]:
    """How far the live runs of each definition have come."""
    columns = (_enrollment.c.sequence, _enrollment.c.definition_hash, _enrollment.c.last_step)
    query = select(*columns, func.count(_enrollment.c.contact_id.distinct()))
    rows = connection.execute(query.where(_enrollment.c.state.in_(LIVE)).group_by(*columns))
    return [Running(str(row[0]), str(row[1]), row[2], int(row[3])) for row in rows]


def overdue(connection: Connection, now: datetime) -> dict[str, int]:
    """Sequence -> number of planned touches that are due at `now`: what a pause holds back."""
    touch = runs.touch
    query = select(touch.c.sequence, func.count()).where(
        touch.c.state == TouchState.PLANNED.value, touch.c.due_at <= now
    )
    return {str(name): int(number) for name, number in connection.execute(query.group_by(touch.c.sequence))}


def last_made(connection: Connection) -> dict[tuple[str, str, str], datetime]:
    """(sequence, hash, step) -> when the newest touch of this step was made."""
    touch = runs.touch
    columns = (touch.c.sequence, _enrollment.c.definition_hash, touch.c.step)
    query = (
        select(*columns, func.max(touch.c.made_at))
        .join(_enrollment, _enrollment.c.id == touch.c.enrollment_id)
        .where(touch.c.made_at.is_not(None))
        .group_by(*columns)
    )
    return {(str(row[0]), str(row[1]), str(row[2])): row[3] for row in connection.execute(query)}


def cancellations(connection: Connection, since: datetime, until: datetime) -> list[tuple[Cancellation, Contact]]:
    """Cancellations received in [since, until], oldest first, each with its person (without the company)."""
    table = people.cancellation
    span = (table.c.received_at >= since, table.c.received_at <= until)
    contract = select(people.contract.c.external_id).where(people.contract.c.id == table.c.contract_id)
    query = select(table, contract.scalar_subquery().label("contract_external_id"))
    rows = connection.execute(query.where(*span).order_by(table.c.received_at, table.c.id)).mappings().all()
    who = select(people.contact).where(people.contact.c.id.in_(select(table.c.contact_id).where(*span)))
    persons = {row["id"]: contact_of(row, None) for row in connection.execute(who).mappings()}
    return [
        (
            cancellation_of(row, persons[row["contact_id"]].external_id, row["contract_external_id"]),
            persons[row["contact_id"]],
        )
        for row in rows
    ]
