"""What a person's brief is made of beside master data: notes, answers, promises, offers made. Reads only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from store.agreed import REFUSED
from store.tables import desk, inbound, runs


def notes(connection: Connection, contact_pk: int, limit: int) -> list[dict[str, Any]]:
    """What our people wrote down after earlier tasks, newest first: at, by, kind, outcome, note."""
    told, task = desk.outcome, desk.task
    query = (
        select(told.c.at, told.c.by, told.c.outcome, told.c.note, task.c.kind)
        .join(task, task.c.id == told.c.task_id)
        .where(task.c.contact_id == contact_pk)
        .order_by(told.c.at.desc(), told.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def answers(connection: Connection, contact_pk: int, since: datetime, limit: int) -> list[dict[str, Any]]:
    """What the person wrote herself since `since`, newest first: received_at, new_text. No machine's mail."""
    reply = inbound.reply
    query = (
        select(reply.c.received_at, reply.c.new_text)
        .where(
            reply.c.contact_id == contact_pk,
            reply.c.received_at >= since,
            reply.c.kind == "human_reply",
            reply.c.quarantined.is_(None),
            reply.c.new_text != "",
        )
        .order_by(reply.c.received_at.desc(), reply.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def promises(connection: Connection, contact_pk: int) -> list[dict[str, Any]]:
    """What was promised: text, owner_email, due_on, kept_at, broken_at; what is still open first, then by day.

    `state` and `made_at` are those of the task that reminds of it, None without one.
    """
    table, task = desk.promise, desk.task
    columns = (table.c.text, table.c.owner_email, table.c.due_on, table.c.kept_at, table.c.broken_at)
    reminded = table.outerjoin(task, task.c.id == table.c.task_id)
    query = select(*columns, task.c.state, task.c.created_at.label("made_at")).select_from(reminded)
    query = query.where(table.c.contact_id == contact_pk)
    over = or_(table.c.kept_at.is_not(None), table.c.broken_at.is_not(None))
    in_order = query.order_by(over, table.c.due_on, table.c.id)
    return [dict(row) for row in connection.execute(in_order).mappings()]


def offers_made(connection: Connection, contact_pk: int) -> list[tuple[str, date]]:
    """(mark of the offer, UTC day) of everything that was offered to the person or used by her, oldest first."""
    ledger, used = runs.ledger, desk.offer_use
    made = select(ledger.c.offer, ledger.c.at).where(ledger.c.contact_id == contact_pk, ledger.c.offer != "")
    taken = select(used.c.offer, used.c.at).where(used.c.contact_id == contact_pk, used.c.state != REFUSED)
    rows = [*connection.execute(made), *connection.execute(taken)]
    found = {(offer, at.date()) for offer, at in rows}
    return sorted(found, key=lambda one: (one[1], one[0]))
