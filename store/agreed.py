"""What was agreed in conversations: promises with an owner and a day, and what was conceded by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from store.tables import desk

_promise, _use = desk.promise, desk.offer_use

MADE, ACCEPTED, REFUSED = "made", "accepted", "refused"
"""`refused`: somebody whose yes it needed said no."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something conceded; `approval` is the external id of the task that asks for a yes, empty for none."""

    contact_pk: int
    offer: str
    amount: int
    words: str
    accepted: bool
    made_by: str
    told_in: str
    approved_by: str | None = None
    approval: str = ""


def add_promise(
    connection: Connection, contact_pk: int, task: str, text: str, owner: str, due_on: date
) -> None:  # fmt: skip
    """Store what was promised; `task` is the external id of the task that reminds of it."""
    task_id = select(desk.task.c.id).where(desk.task.c.external_id == task).scalar_subquery()
    values = {"external_id": task, "contact_id": contact_pk, "text": text, "owner_email": owner, "due_on": due_on}
    connection.execute(_promise.insert().values(task_id=task_id, **values))


def settle_promise(connection: Connection, task_id: int, now: datetime, *, kept: bool) -> bool:
    """Note whether the promise of a task was kept; False when the task is about none."""
    values = {"kept_at": now if kept else None, "broken_at": None if kept else now}
    return connection.execute(update(_promise).where(_promise.c.task_id == task_id).values(values)).rowcount > 0


def is_promised(connection: Connection, task_id: int) -> bool:
    """True for a task that reminds of a promise."""
    return connection.execute(select(_promise.c.id).where(_promise.c.task_id == task_id)).first() is not None


def add_use(connection: Connection, use: Use, now: datetime) -> None:
    """Store something conceded."""
    connection.execute(
        _use.insert().values(
            contact_id=use.contact_pk,
            offer=use.offer,
            amount=use.amount,
            words=use.words,
            state=ACCEPTED if use.accepted else MADE,
            at=now,
            made_by=use.made_by,
            told_in=use.told_in,
            approved_by=use.approved_by,
            approval=use.approval,
        )
    )


def same_use(connection: Connection, use: Use, since: datetime) -> int | None:
    """The id of the very same concession to the same person since then; None for none.

    Told again without its condition it is still the same.
    """
    same = (
        _use.c.contact_id == use.contact_pk,
        _use.c.offer == use.offer,
        _use.c.amount == use.amount,
        *([func.lower(_use.c.words) == use.words.lower()] if use.words else []),
        _use.c.state.in_((MADE, ACCEPTED)),
        _use.c.at >= since,
    )
    found: int | None = connection.execute(select(_use.c.id).where(*same).order_by(_use.c.id.desc()).limit(1)).scalar()
    return found


def accept(connection: Connection, use_id: int) -> bool:
    """The person took what was offered; False when that was known."""
    statement = update(_use).where(_use.c.id == use_id, _use.c.state == MADE).values(state=ACCEPTED)
    return connection.execute(statement).rowcount > 0


def decide_use(connection: Connection, approval: str, by: str, *, approved: bool) -> bool:
    """Note what came of the task that asked for a yes; False when it asked about nothing conceded."""
    values: dict[str, Any] = {"approved_by": by} if approved else {"state": REFUSED}
    return connection.execute(update(_use).where(_use.c.approval == approval).values(values)).rowcount > 0


def asked_for(connection: Connection, approval: str) -> str | None:
    """Who made what a task asks a yes for; None when it asks about nothing conceded."""
    query = select(_use.c.made_by).where(_use.c.approval == approval).limit(1)
    found: str | None = connection.execute(query).scalar()
    return found


def alone_since(connection: Connection, made_by: str, since: datetime) -> int:
    """How often somebody (e-mail address) has conceded something without anybody's yes."""
    alone = (_use.c.approval == "", or_(_use.c.approved_by.is_(None), _use.c.approved_by == ""))
    query = select(func.count()).where(func.lower(_use.c.made_by) == made_by.lower(), _use.c.at >= since, *alone)
    return int(connection.execute(query).scalar_one())


def uses(connection: Connection, contact_pk: int) -> list[dict[str, Any]]:
    """Everything conceded to a person in a conversation, newest first."""
    columns = (_use.c.offer, _use.c.amount, _use.c.words, _use.c.state, _use.c.at, _use.c.made_by)
    query = select(*columns, _use.c.approved_by, _use.c.approval).where(_use.c.contact_id == contact_pk)
    rows = connection.execute(query.where(_use.c.state != "").order_by(_use.c.at.desc(), _use.c.id.desc()))
    return [dict(row) for row in rows.mappings()]
