"""What happens to an open task before it ends: claimed, given away, put off, escalated, tried again.

Every change makes `version` greater: a calendar that shows the task knows that it has to be drawn anew (RFC 5545
3.8.7.4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Update, and_, func, or_, select, update

from sequences.calendar import local_day
from store import outbox
from store.tables import runs
from tasks.capacity import Load
from tasks.kinds import DIALLED

_task = runs.task
_open = _task.c.state == "open"


def _changed(task_id: int, values: Mapping[str, Any]) -> Update:
    return update(_task).where(_task.c.id == task_id, _open).values(**values, version=_task.c.version + 1)


def _run(connection: Connection, statement: Update) -> bool:
    """Whether a task was there to be changed; who wants to hear of changes does."""
    changed = connection.execute(statement.returning(_task.c.contact_id, _task.c.external_id)).first()
    if changed is not None:
        outbox.put(connection, outbox.TASK_CHANGED, changed[0], {"task": changed[1]})
    return changed is not None


def claim(connection: Connection, task_id: int, assignee: str, now: datetime) -> bool:
    """Somebody takes an open task for good, whoever had it; False when it is not open any more."""
    return _run(connection, _changed(task_id, {"assignee": assignee, "claimed_at": now, "stands_in_for": ""}))


def give(connection: Connection, task: Mapping[str, Any], assignee: str, stands_in_for: str = "") -> bool:
    """An open task goes to somebody else; `stands_in_for` is who gets it back when she returns, empty for nobody.

    False as well when `task` has changed since it was read: whoever claimed it meanwhile keeps it.
    """
    values = {"assignee": assignee, "claimed_at": None, "stands_in_for": stands_in_for}
    return _run(connection, _changed(task["id"], values).where(_task.c.version == task["version"]))


def snooze(connection: Connection, task_id: int, until: datetime, reason: str) -> bool:
    """An open task rests until `until`, and its deadline is not before; False when it is not open any more."""
    later = {"snoozed_until": until, "snooze_reason": reason, "escalated_at": None}
    if not _run(connection, _changed(task_id, later)):
        return False
    connection.execute(update(_task).where(_task.c.id == task_id, _task.c.due_at < until).values(due_at=until))
    return True


def again(
    connection: Connection, task_id: int, begins_at: datetime, due_at: datetime, expires_at: datetime | None, why: str
) -> bool:
    """An open task is tried again: it rests until `begins_at`, with a deadline and an end of its own."""
    values = {"snoozed_until": begins_at, "snooze_reason": why, "due_at": due_at, "escalated_at": None}
    if expires_at is not None:
        values["expires_at"] = expires_at
    return _run(connection, _changed(task_id, values))


def escalate(connection: Connection, task_id: int, priority: int, now: datetime) -> bool:
    """Somebody else hears of an open task, once; False when she has heard already or it is over."""
    statement = _changed(task_id, {"escalated_at": now, "priority": priority}).where(_task.c.escalated_at.is_(None))
    return _run(connection, statement)


def overdue(connection: Connection, due_before: datetime, now: datetime, limit: int) -> list[dict[str, Any]]:
    """Open tasks that were due before `due_before`, do not rest, and that nobody else has heard of: oldest first."""
    query = (
        select(_task)
        .where(
            _open,
            _task.c.due_at < due_before,
            _task.c.escalated_at.is_(None),
            or_(_task.c.snoozed_until.is_(None), _task.c.snoozed_until <= now),
        )
        .order_by(_task.c.due_at, _task.c.id)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def of_people(connection: Connection, people: Collection[str]) -> list[dict[str, Any]]:
    """Open tasks of these addresses (casefolded), and all that somebody has for somebody else."""
    mine = func.lower(_task.c.assignee).in_(people)
    query = select(_task).where(_open, or_(mine, _task.c.stands_in_for != "")).order_by(_task.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def loads(connection: Connection, assignee: str, since: datetime, timezone: str) -> dict[date, Load]:
    """How many open tasks, and how many of them calls, somebody has by local day of their deadline, from `since` on.

    What was due before counts for the day of `since`: it is still to be done.
    """
    # Deadlines are the ends of days: counted by the database these are few rows, however many tasks somebody has.
    query = (
        select(_task.c.due_at, _task.c.kind, func.count())
        .where(_open, func.lower(_task.c.assignee) == assignee.casefold())
        .group_by(_task.c.due_at, _task.c.kind)
    )
    found: dict[date, Load] = {}
    for due_at, kind, number in connection.execute(query):
        day = local_day(max(due_at, since), timezone)
        known = found.get(day, Load())
        found[day] = Load(known.tasks + number, known.calls + (number if kind in DIALLED else 0))
    return found


@dataclass(frozen=True, slots=True)
class OpenAdvertising:
    """An open task of a step of advertising."""

    id: int
    external_id: str
    touch_id: int
    contact_pk: int
    channel: str


def advertising(connection: Connection, after: int, limit: int) -> list[OpenAdvertising]:
    """Open tasks that rest on a basis of advertising, behind the row id `after`."""
    columns = (_task.c.id, _task.c.external_id, _task.c.touch_id, _task.c.contact_id, _task.c.channel)
    rests = and_(_open, _task.c.touch_id.is_not(None), _task.c.advertising.is_(True), _task.c.id > after)
    query = select(*columns).where(rests).order_by(_task.c.id).limit(limit)
    return [OpenAdvertising(*row) for row in connection.execute(query)]
