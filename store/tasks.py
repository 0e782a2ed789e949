"""Tasks for people and their outcomes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, not_, or_, select, update

from contacts.medium import Medium
from store import outbox
from store.tables import desk, people
from tasks.kinds import INSIDE, OF_A_MESSAGE, Outcome
from tasks.priority import of_kind
from tasks.report import Report

_task = desk.task


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task to be stored; times aware UTC. `priority` None = what its kind weighs (tasks.priority)."""

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
    priority: int | None = None
    snoozed_until: datetime | None = None
    snooze_reason: str = ""
    stands_in_for: str = ""


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
            priority=of_kind(task.kind) if task.priority is None else task.priority,
            snoozed_until=task.snoozed_until,
            snooze_reason=task.snooze_reason,
            stands_in_for=task.stands_in_for,
        )
    )
    outbox.put(connection, outbox.TASK_CREATED, task.contact_pk, {"task": task.external_id}, now)
    return True


_WITH_CONTACT = (
    select(_task, people.contact.c.external_id.label("contact"), people.contact.c.restricted_at)
    .join(people.contact, people.contact.c.id == _task.c.contact_id)
    .order_by(_task.c.priority.desc(), _task.c.due_at, _task.c.external_id)
)


def listing(
    connection: Connection,
    state: str | None = "open",
    *,
    assignee: str | None = None,
    escalated_of: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Tasks with their contact, by priority, then due time; all states when `state` is None, else those in it.

    `assignee` is an e-mail address, or what stands before its @, and None for everybody; whoever leads `escalated_of`
    (casefolded addresses) also gets what stayed undone there.
    """
    query = _WITH_CONTACT
    if state is not None:
        query = query.where(_task.c.state == state)
    if assignee is not None:
        whose = func.lower(_task.c.assignee)
        wanted = assignee.lower()
        mine = whose == wanted if "@" in wanted else whose.startswith(f"{wanted}@", autoescape=True)
        query = query.where(or_(mine, and_(whose.in_(escalated_of), _task.c.escalated_at.is_not(None))))
    return [dict(row) for row in connection.execute(query).mappings()]


def show(connection: Connection, external_id: str) -> dict[str, Any] | None:
    """One task with its contact, None when unknown."""
    row = connection.execute(_WITH_CONTACT.where(_task.c.external_id == external_id)).mappings().first()
    return dict(row) if row is not None else None


def beginning_with(connection: Connection, prefix: str, limit: int) -> list[str]:
    """External ids that begin with `prefix`, at most `limit` of them."""
    query = select(_task.c.external_id).where(_task.c.external_id.startswith(prefix, autoescape=True))
    return list(connection.execute(query.order_by(_task.c.external_id).limit(limit)).scalars())


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
    statement = (
        update(_task)
        .where(_task.c.id == task_id, _task.c.state == "open")
        .values(state=state, ended_at=now, version=_task.c.version + 1)
        .returning(_task.c.contact_id, _task.c.external_id)
    )
    ended = connection.execute(statement).first()
    if ended is not None:
        outbox.put(connection, f"task.{state}", ended[0], {"task": ended[1]}, now)
    return ended is not None


_CHANNEL_OF = {
    Medium.EMAIL: "email",
    Medium.PHONE: "phone",
    Medium.PHONE_AUTO: "phone",  # whoever refuses machines is not called by people either
    Medium.LINKEDIN_DM: "linkedin",
    Medium.LINKEDIN_INVITE: "linkedin",
}


def withdraw_advertising(
    connection: Connection, contact_pk: int, now: datetime, *, medium: Medium | None = None
) -> list[int]:
    """Withdraw the open advertising tasks of a contact (of one medium, or all); the ids of their touches.

    Work in the house that was promised or is owed stays whatever she objects to; an approval that a step asked for
    goes with all advertising and not with one medium, since its message may have another.
    """
    mine = and_(_task.c.contact_id == contact_pk, _task.c.state == "open", _task.c.advertising.is_(True))
    statement = (
        update(_task)
        .where(mine, _task.c.kind.not_in(INSIDE - OF_A_MESSAGE))
        .values(state="withdrawn", ended_at=now, version=_task.c.version + 1)
        .returning(_task.c.touch_id, _task.c.external_id)
    )
    if medium is not None:
        of_a_step = and_(_task.c.kind.in_(OF_A_MESSAGE), _task.c.touch_id.is_not(None))
        statement = statement.where(_task.c.channel == _CHANNEL_OF.get(medium, "none"), not_(of_a_step))
    withdrawn = connection.execute(statement).all()
    for _, external_id in withdrawn:
        outbox.put(connection, outbox.TASK_WITHDRAWN, contact_pk, {"task": external_id}, now)
    return [touch for touch, _ in withdrawn if touch is not None]


def guide_anew(connection: Connection, contact_pk: int, kind: str, title: tuple[str, str], guide: str) -> int:
    """Another guide for the open tasks of a kind, and in their titles one word for another; how many."""
    values = {
        "guide": guide,
        "title": func.replace(_task.c.title, *title),
        "version": _task.c.version + 1,
    }
    mine = (_task.c.contact_id == contact_pk, _task.c.state == "open", _task.c.kind == kind)
    statement = update(_task).where(*mine).values(values).returning(_task.c.external_id)
    changed = list(connection.execute(statement).scalars())
    for external_id in changed:
        outbox.put(connection, outbox.TASK_CHANGED, contact_pk, {"task": external_id})
    return len(changed)


def record_outcome(connection: Connection, task_id: int, report: Report, now: datetime, number: str = "") -> None:
    """Append what came of a task; `number` is the outgoing number of a call."""
    values = {
        "task_id": task_id,
        "at": now,
        "by": report.by,
        "outcome": report.outcome.value,
        "note": report.note,
        "number": number,
        "external_id": report.external_id,
        "via": report.via.value,
        "minutes": report.minutes,
        "call_back_at": report.call_back_at,
    }
    connection.execute(desk.outcome.insert().values(values))


def outcomes_of_touches(
    connection: Connection, touch_ids: Collection[int], until: datetime
) -> dict[int, dict[str, Any]]:
    """By touch what came of its task last, up to `until`: outcome, by, at."""
    told = desk.outcome.c
    query = (
        select(desk.task.c.touch_id, told.outcome, told.by, told.at)
        .join(desk.task, desk.task.c.id == told.task_id)
        .where(desk.task.c.touch_id.in_(touch_ids), told.at <= until)
        .order_by(told.id)
    )
    return {row["touch_id"]: dict(row) for row in connection.execute(query).mappings()}


def was_tried(connection: Connection, task_id: int) -> bool:
    """True when somebody has called or written before for this task, reached or not."""
    table = desk.outcome
    query = select(table.c.id).where(table.c.task_id == task_id, table.c.outcome != Outcome.NOT_DONE.value)
    return connection.execute(query.limit(1)).first() is not None


def reported(connection: Connection, external_id: str) -> int | None:
    """The task that the report of this name is about; None when there is no such report."""
    query = select(desk.outcome.c.task_id).where(desk.outcome.c.external_id == external_id)
    task_id: int | None = connection.execute(query).scalar()
    return task_id


def outcomes(connection: Connection, task_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The newest outcome by task id, and who recorded it."""
    table = desk.outcome
    columns = (table.c.task_id, table.c.outcome, table.c.by)
    query = select(*columns).where(table.c.task_id.in_(task_ids)).order_by(table.c.id)
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}
