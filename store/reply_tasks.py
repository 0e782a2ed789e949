"""The tasks that replies have opened: one open task a person, thread and kind, however many mails come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, not_, null, or_, select, update

from store import outbox
from store.enrollments import ANSWER, COLLEAGUE
from store.tables import desk, inbound, people, runs
from store.tasks import TaskRow
from tasks.priority import of_kind

_task, _reply = desk.task, inbound.reply
PREFIX = ANSWER
_ID_CHARS = 29


def task_id(fingerprint: str) -> str:
    """External id of the task that a reply with this fingerprint opened."""
    return f"{PREFIX}{fingerprint[:_ID_CHARS]}"


def open_one(connection: Connection, contact_pk: int, touch_id: int | None, kind: str) -> dict[str, Any] | None:
    """The open task of `kind` that an earlier mail of the same thread opened; None when there is none.

    A thread is the mail of ours that is answered; all mails that answer none are one thread.
    """
    for row in _open(connection, contact_pk):
        if row["kind"] == kind and _thread(connection, row["external_id"]) == touch_id:
            return row
    return None


def any_open(connection: Connection, contact_pk: int, without: Collection[str] = ()) -> bool:
    """True while a task from a reply of the contact waits for somebody."""
    return any(row["external_id"] not in without for row in _open(connection, contact_pk))


def _open(connection: Connection, contact_pk: int) -> Sequence[dict[str, Any]]:
    query = select(_task).where(_task.c.contact_id == contact_pk, _task.c.state == "open").order_by(_task.c.id)
    found = (dict(row) for row in connection.execute(query).mappings())
    return [row for row in found if row["external_id"].startswith(PREFIX)]


def _thread(connection: Connection, external_id: str) -> int | None:
    # Hexadecimal sorts alike in every collation, so the unique index answers.
    start = external_id.removeprefix(PREFIX)
    query = select(_reply.c.touch_id).where(_reply.c.fingerprint >= start, _reply.c.fingerprint < f"{start}g")
    touch_id: int | None = connection.execute(query.limit(1)).scalar()
    return touch_id


def rewrite(connection: Connection, task: TaskRow) -> bool:
    """Another kind, words and deadline for a task, which is open again if it had ended; False when there is none.

    What came of it before stays on file in its outcomes.
    """
    values = {
        "kind": task.kind,
        "title": task.title,
        "brief": task.brief,
        "guide": task.guide,
        "due_at": task.due_at,
        "state": "open",
        "ended_at": None,
        "priority": of_kind(task.kind),
        "version": _task.c.version + 1,
    }
    statement = update(_task).where(_task.c.external_id == task.external_id).values(values)
    changed = connection.execute(statement.returning(_task.c.contact_id)).first()
    if changed is not None:
        outbox.put(connection, outbox.TASK_CHANGED, changed[0], {"task": task.external_id})
    return changed is not None


def open_of_kind(connection: Connection, contact_pk: int, kind: str) -> bool:
    """True while a task of this kind from a reply of the contact waits for somebody."""
    return any(row["kind"] == kind for row in _open(connection, contact_pk))


def add_words(connection: Connection, task_pk: int, brief: str, due_at: datetime) -> None:
    """Put a further mail into an open task; its deadline is never made later."""
    words = update(_task).where(_task.c.id == task_pk).values(brief=brief, version=_task.c.version + 1)
    changed = connection.execute(words.returning(_task.c.contact_id, _task.c.external_id)).first()
    connection.execute(update(_task).where(_task.c.id == task_pk, _task.c.due_at > due_at).values(due_at=due_at))
    if changed is not None:
        outbox.put(connection, outbox.TASK_CHANGED, changed[0], {"task": changed[1]})


def pause_colleagues(connection: Connection, enrollment_ids: Collection[int], other: str) -> list[int]:
    """Runs wait for the answer to `other` (external id); a date of their own stays and counts afterwards.

    Who waits for a person already goes on waiting for that.
    """
    table = runs.enrollment
    dated = and_(table.c.paused_until.is_not(None), not_(func.coalesce(table.c.reason, "").startswith(COLLEAGUE)))
    statement = (
        update(table)
        .where(
            table.c.id.in_(enrollment_ids),
            or_(table.c.state == "active", and_(table.c.state == "paused", dated)),
        )
        .values(state="paused", reason=COLLEAGUE + other)
        .returning(table.c.id)
    )
    return list(connection.execute(statement).scalars())


def release_colleagues(connection: Connection, other: str, now: datetime) -> list[tuple[int, int]]:
    """Nobody waits for the answer to `other` any more, whatever firm she is of today: (run, contact) of those who did.

    Whoever asked for a later date goes on waiting for that.
    """
    table = runs.enrollment
    waits = and_(table.c.state == "paused", table.c.reason == COLLEAGUE + other)
    later = table.c.paused_until > now
    found = [(row[0], row[1]) for row in connection.execute(select(table.c.id, table.c.contact_id).where(waits))]
    connection.execute(update(table).where(waits, later).values(reason="replied"))
    connection.execute(update(table).where(waits).values(state="active", paused_until=None, reason=None))
    return found


def forget_colleague(connection: Connection, other: str) -> None:
    """Somebody is erased: no reason names her any more, of a run, a touch or a decision."""
    for column in (runs.enrollment.c.reason, runs.touch.c.reason, runs.decision.c.reason):
        connection.execute(update(column.table).where(column == COLLEAGUE + other).values({column: "paused"}))


def proposals(connection: Connection) -> list[RowMapping]:
    """Every reply that names a new contact: id, contact_id, new_contact."""
    columns = (_reply.c.id, _reply.c.contact_id, _reply.c.new_contact)
    return list(connection.execute(select(*columns).where(_reply.c.new_contact.is_not(null()))).mappings())


def forget_proposals(connection: Connection, reply_pks: Collection[int]) -> None:
    """Nobody is proposed in these replies any more."""
    connection.execute(update(_reply).where(_reply.c.id.in_(reply_pks)).values(new_contact=null()))


def briefs_with(connection: Connection, words: Collection[str]) -> list[RowMapping]:
    """id, contact_id and brief of the tasks from replies, open or not, in whose brief one of `words` stands."""
    columns = (_task.c.id, _task.c.contact_id, _task.c.brief)
    told = or_(*(_task.c.brief.contains(one, autoescape=True) for one in words))
    return list(connection.execute(select(*columns).where(_task.c.external_id.startswith(PREFIX), told)).mappings())


def put_brief(connection: Connection, task_pk: int, brief: str) -> None:
    """Other words in a task, whatever became of it."""
    connection.execute(update(_task).where(_task.c.id == task_pk).values(brief=brief, version=_task.c.version + 1))


def names(connection: Connection, contact_pks: Collection[int]) -> list[str]:
    """External ids of contacts, sorted."""
    query = select(people.contact.c.external_id).where(people.contact.c.id.in_(contact_pks))
    return sorted(connection.execute(query).scalars())


def ids_of(connection: Connection, contact_pk: int) -> list[str]:
    """External ids by which others know a person: her contracts and cancellations."""
    queries = (
        select(table.c.external_id).where(table.c.contact_id == contact_pk)
        for table in (people.contract, people.cancellation)
    )
    return [name for query in queries for name in connection.execute(query).scalars()]
