"""Tasks for people and their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from contacts.medium import Medium
from store.tables import people, runs

_task = runs.task


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task to be stored; times aware UTC."""

    external_id: str
    contact_pk: int
    kind: str
    title: str
    brief: str
    guide: str
    due_at: datetime
    touch_id: int | None = None
    channel: str = ""
    assignee: str | None = None
    expires_at: datetime | None = None
    sample: bool = False
    advertising: bool = False


def add(connection: Connection, task: TaskRow, now: datetime) -> bool:
    """Store an open task; False when it exists (a crash repeats its transaction, never its task)."""
    if connection.execute(select(_task.c.id).where(_task.c.external_id == task.external_id)).first() is not None:
        return False
    connection.execute(
        _task.insert().values(
            external_id=task.external_id,
            touch_id=task.touch_id,
            contact_id=task.contact_pk,
            kind=task.kind,
            channel=task.channel,
            state="open",
            title=task.title,
            brief=task.brief,
            guide=task.guide,
            assignee=task.assignee,
            sample=task.sample,
            created_at=now,
            due_at=task.due_at,
            expires_at=task.expires_at,
            advertising=task.advertising,
        )
    )
    return True


_WITH_CONTACT = (
    select(_task, people.contact.c.external_id.label("contact"), people.contact.c.restricted_at)
    .join(people.contact, people.contact.c.id == _task.c.contact_id)
    .order_by(_task.c.due_at, _task.c.external_id)
)


def listing(connection: Connection, state: str | None = "open", *, assignee: str | None = None) -> list[dict[str, Any]]:
    """Tasks with their contact, by due time; all states when `state` is None, of everybody without `assignee`.

    `assignee` is an e-mail address, or what stands before its @.
    """
    query = _WITH_CONTACT
    if state is not None:
        query = query.where(_task.c.state == state)
    if assignee is not None:
        whose = func.lower(_task.c.assignee)
        wanted = assignee.lower()
        mine = whose == wanted if "@" in wanted else whose.startswith(f"{wanted}@", autoescape=True)
        query = query.where(mine)
    return [dict(row) for row in connection.execute(query).mappings()]


def show(connection: Connection, external_id: str) -> dict[str, Any] | None:
    """One task with its contact, None when unknown."""
    row = connection.execute(_WITH_CONTACT.where(_task.c.external_id == external_id)).mappings().first()
    return dict(row) if row is not None else None


def beginning_with(connection: Connection, prefix: str, limit: int) -> list[str]:
    """External ids that begin with `prefix`, at most `limit` of them."""
    query = select(_task.c.external_id).where(_task.c.external_id.startswith(prefix, autoescape=True))
    return list(connection.execute(query.order_by(_task.c.external_id).limit(limit)).scalars())


def assign(connection: Connection, task_id: int, assignee: str) -> bool:
    """Give an open task to somebody; False when it is not open any more."""
    statement = update(_task).where(_task.c.id == task_id, _task.c.state == "open").values(assignee=assignee)
    return connection.execute(statement).rowcount == 1


def expired(connection: Connection, now: datetime, limit: int) -> list[dict[str, Any]]:
    """Open tasks whose time has run out: id, touch_id, external_id, contact_id."""
    query = (
        select(_task.c.id, _task.c.touch_id, _task.c.external_id, _task.c.contact_id)
        .where(_task.c.state == "open", _task.c.expires_at <= now)
        .order_by(_task.c.expires_at, _task.c.id)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def next_expiry(connection: Connection) -> datetime | None:
    """When the next open task runs out."""
    query = select(_task.c.expires_at).where(_task.c.state == "open", _task.c.expires_at.is_not(None))
    moment: datetime | None = connection.execute(query.order_by(_task.c.expires_at).limit(1)).scalar()
    return moment


def close(connection: Connection, task_id: int, state: str, now: datetime) -> bool:
    """End an open task (done, expired, withdrawn); False when it was not open any more."""
    statement = update(_task).where(_task.c.id == task_id, _task.c.state == "open").values(state=state, ended_at=now)
    return connection.execute(statement).rowcount == 1


_CHANNEL_OF = {
    Medium.PHONE: "phone",
    Medium.PHONE_AUTO: "phone",  # whoever refuses machines is not called by people either
    Medium.LINKEDIN_DM: "linkedin",
    Medium.LINKEDIN_INVITE: "linkedin",
}


def withdraw_advertising(
    connection: Connection, contact_pk: int, now: datetime, *, medium: Medium | None = None
) -> list[int]:
    """Withdraw the open advertising tasks of a contact (of one medium, or all); the ids of their touches."""
    statement = (
        update(_task)
        .where(_task.c.contact_id == contact_pk, _task.c.state == "open", _task.c.advertising.is_(True))
        .values(state="withdrawn", ended_at=now)
        .returning(_task.c.touch_id)
    )
    if medium is not None:
        statement = statement.where(_task.c.channel == _CHANNEL_OF.get(medium, ""))
    return [touch for touch in connection.execute(statement).scalars() if touch is not None]


def guide_anew(connection: Connection, contact_pk: int, kind: str, title: tuple[str, str], guide: str) -> int:
    """Another guide for the open tasks of a kind, and in their titles one word for another; how many."""
    values = {"guide": guide, "title": func.replace(_task.c.title, *title)}
    mine = (_task.c.contact_id == contact_pk, _task.c.state == "open", _task.c.kind == kind)
    return connection.execute(update(_task).where(*mine).values(values)).rowcount


def record_outcome(
    connection: Connection, task_id: int, outcome: str, by: str, note: str, now: datetime, number: str = ""
) -> None:
    """Append what came of a task; `number` is the outgoing number of a call."""
    values = {"task_id": task_id, "at": now, "by": by, "outcome": outcome, "note": note, "number": number}
    connection.execute(runs.outcome.insert().values(values))


def outcomes(connection: Connection, task_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The newest outcome by task id, and who recorded it."""
    table = runs.outcome
    columns = (table.c.task_id, table.c.outcome, table.c.by)
    query = select(*columns).where(table.c.task_id.in_(task_ids)).order_by(table.c.id)
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}
