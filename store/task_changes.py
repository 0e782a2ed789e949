"""What happens to an open task before it ends: claimed, given away, put off, escalated, tried again.

Every change makes `version` greater: a calendar that shows the task knows that it has to be drawn anew (RFC 5545
3.8.7.4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Update, and_, func, or_, select, true, update

from sequences.calendar import local_day
from store import outbox
from store.tables import desk, drafts
from tasks.capacity import Load
from tasks.kinds import DIALLED, INSIDE, OF_A_MESSAGE

_task, _draft = desk.task, drafts.draft
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


def give(
    connection: Connection,
    task: Mapping[str, Any],
    assignee: str,
    stands_in_for: str = "",
    *,
    due_at: datetime | None = None,
) -> bool:
    """An open task goes to somebody else; `stands_in_for` is who gets it back when she returns, empty for nobody.

    A claim of hers lasts while somebody stands in for her (`claimed_at` with `stands_in_for`), and when it comes back.
    `due_at`: another deadline for her; then nobody else need hear of the old one any more. False as well when `task`
    has changed since it was read: whoever claimed it meanwhile keeps it.
    """
    values: dict[str, Any] = {"assignee": assignee, "stands_in_for": stands_in_for}
    owner = task["stands_in_for"] or task["assignee"] or ""
    if (stands_in_for or assignee).casefold() != owner.casefold():
        values["claimed_at"] = None
    if due_at is not None and due_at != task["due_at"]:
        values |= {"due_at": due_at, "escalated_at": None}
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


def overdue(
    connection: Connection, due_before: datetime, now: datetime, limit: int, behind: tuple[datetime, int] | None = None
) -> list[dict[str, Any]]:
    """Open tasks that were due before `due_before`, do not rest, and that nobody else has heard of: oldest first.

    `behind`: only those that come after a task with this deadline and row id.
    """
    due, pk = behind or (None, 0)
    later = or_(_task.c.due_at > due, and_(_task.c.due_at == due, _task.c.id > pk)) if due is not None else true()
    query = (
        select(_task)
        .where(
            _open,
            _task.c.due_at < due_before,
            _task.c.escalated_at.is_(None),
            or_(_task.c.snoozed_until.is_(None), _task.c.snoozed_until <= now),
            later,
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


def of_contact(connection: Connection, contact_pk: int) -> list[dict[str, Any]]:
    """Open tasks about a contact, the one due first in front."""
    query = select(_task).where(_open, _task.c.contact_id == contact_pk).order_by(_task.c.due_at, _task.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def has_any(connection: Connection, address: str) -> bool:
    """True when somebody of this address has or had a task, or somebody else has one for her."""
    wanted = address.casefold()
    mine = or_(func.lower(_task.c.assignee) == wanted, func.lower(_task.c.stands_in_for) == wanted)
    return connection.execute(select(_task.c.id).where(mine).limit(1)).first() is not None


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
    """An open task that makes sense as long as something may be said: of a step, or about the mail of one.

    `touch_id` is that of the step; `of_draft`: its mail waits for this task.
    """

    id: int
    external_id: str
    touch_id: int
    contact_pk: int
    channel: str
    of_draft: bool


def advertising(connection: Connection, after: int, limit: int) -> list[OpenAdvertising]:
    """Open tasks that rest on a basis of advertising, behind the row id `after`."""
    touch = func.coalesce(_task.c.touch_id, _draft.c.touch_id)
    columns = (_task.c.id, _task.c.external_id, touch, _task.c.contact_id, _task.c.channel, _draft.c.id.is_not(None))
    rests = and_(_open, _task.c.advertising.is_(True), _task.c.kind.not_in(INSIDE - OF_A_MESSAGE), _task.c.id > after)
    query = select(*columns).outerjoin(_draft, _draft.c.task_id == _task.c.id).where(rests, touch.is_not(None))
    return [OpenAdvertising(*row) for row in connection.execute(query.order_by(_task.c.id).limit(limit))]
