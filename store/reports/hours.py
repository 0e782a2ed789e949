"""What happened in which hour. Weeks and days are local and made of whole hours, so a report adds hours up itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, func, literal_column, select, true, type_coerce

from replies.reply import Kind
from store.tables import desk, inbound, permission, runs

_HOUR: ColumnElement[int] = literal_column("3600000000", BigInteger)
"""Microseconds, written out: PostgreSQL takes two bound parameters for two values and would not group by them."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hourly:
    """`count` things of one kind in the hour that begins at `at` (aware UTC)."""

    at: datetime
    kind: str
    count: int


def decided(connection: Connection) -> Iterator[Hourly]:
    """Decisions: `send:CHANNEL:PURPOSE` for what left, else the decision's own word."""
    decision, touch = runs.decision, runs.touch
    hour = _hour(decision.c.at)
    query = (
        select(hour, decision.c.decision, decision.c.channel, touch.c.purpose, func.count())
        .outerjoin(touch, touch.c.id == decision.c.touch_id)
        .group_by(hour, decision.c.decision, decision.c.channel, touch.c.purpose)
    )
    for at, word, channel, purpose, count in connection.execute(query):
        yield Hourly(_moment(at), f"send:{channel}:{purpose}" if word == "send" else word, count)


def others(connection: Connection) -> Iterator[Hourly]:
    """`reply` (of people, not of machines), `objection`, `bounce`, `task` (handed out) and `task_done`."""
    reply, task, attempt = inbound.reply, desk.task, runs.attempt
    yield from _counted(connection, "reply", reply.c.received_at, reply.c.kind == Kind.HUMAN_REPLY.value)
    yield from _objections(connection)
    yield from _counted(connection, "bounce", attempt.c.bounced_at, attempt.c.bounced_at.is_not(None))
    yield from _counted(connection, "task", task.c.created_at, true())
    yield from _counted(connection, "task_done", task.c.ended_at, task.c.state == "done")


def _objections(connection: Connection) -> Iterator[Hourly]:
    """One for each declaration: a row per address that it covers would count a person several times."""
    table = permission.objection
    said = select(table.c.received_at, table.c.contact_id, func.min(table.c.address_hash)).group_by(
        table.c.received_at, table.c.contact_id
    )
    known = said.where(table.c.contact_id.is_not(None)).subquery()
    yield from _counted(connection, "objection", known.c.received_at, true())
    yield from _counted(connection, "objection", table.c.received_at, table.c.contact_id.is_(None))


def _counted(
    connection: Connection,
    kind: str,
    column: Column[datetime] | ColumnElement[datetime],
    condition: ColumnElement[bool],
) -> Iterator[Hourly]:
    hour = _hour(column)
    for at, count in connection.execute(select(hour, func.count()).where(condition).group_by(hour)):
        yield Hourly(_moment(at), kind, count)


def _hour(column: ColumnElement[datetime]) -> ColumnElement[int]:
    return type_coerce(column, BigInteger) // _HOUR


def _moment(hour: int) -> datetime:
    return _EPOCH + timedelta(hours=hour)
