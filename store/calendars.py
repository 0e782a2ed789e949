"""What stands in the calendars of our own people, and whether these calendars answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, cast, delete, func, literal, or_, select, update

from handover.reconcile import Known, State
from store.tables import desk, operation, people

_item, _calendar, _task = operation.calendar_item, operation.calendar, desk.task


@dataclass(frozen=True, slots=True)
class Item:
    """An entry we wrote, and when."""

    task: str
    known: Known
    at: datetime


def items(connection: Connection, person: str) -> list[Item]:
    """What we know of one person's calendar, by task."""
    rows = connection.execute(select(_item).where(_item.c.person == person).order_by(_item.c.task)).mappings()
    return [
        Item(
            row["task"],
            Known(row["href"], row["etag"], row["version"], State(row["state"]), row["redrawn"], row["hint"]),
            row["at"],
        )
        for row in rows
    ]


def note(connection: Connection, person: str, task: str, known: Known, now: datetime) -> None:
    """What is known of an entry from now on."""
    values: dict[str, Any] = {
        "href": known.href,
        "etag": known.etag,
        "version": known.version,
        "state": known.state.value,
        "redrawn": known.redrawn,
        "hint": known.hint,
        "at": now,
    }
    mine = (_item.c.person == person, _item.c.task == task)
    if connection.execute(update(_item).where(*mine).values(values)).rowcount == 0:
        connection.execute(_item.insert().values(person=person, task=task, **values))


def forget(connection: Connection, person: str, task: str) -> None:
    """The entry is gone."""
    connection.execute(delete(_item).where(_item.c.person == person, _item.c.task == task))


def unname(connection: Connection, contact_pk: int) -> None:
    """Entries lose the ids of somebody's tasks when she is erased; what no task knows is taken out at the next pass."""
    hers = select(_task.c.external_id).where(_task.c.contact_id == contact_pk)
    name = literal("erased-").concat(cast(_item.c.id, String))
    connection.execute(update(_item).where(_item.c.task.in_(hers)).values(task=name))


def forget_all_but(connection: Connection, people_left: Collection[str]) -> None:
    """Calendars that are not configured any more: what stands in them is out of our reach."""
    for table in (_item, _calendar):
        connection.execute(delete(table).where(table.c.person.not_in(people_left)))


def tasks_for(connection: Connection, person: str, also: Collection[str]) -> list[dict[str, Any]]:
    """The open tasks of `person` (casefolded), and those of the ids `also` whatever became of them."""
    open_ones = (_task.c.state == "open") & (func.lower(_task.c.assignee) == person)
    query = (
        select(_task, people.contact.c.external_id.label("contact"), people.contact.c.restricted_at)
        .join(people.contact, people.contact.c.id == _task.c.contact_id)
        .where(or_(open_ones, _task.c.external_id.in_(also)))
        .order_by(_task.c.priority.desc(), _task.c.due_at, _task.c.external_id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def ended_since(connection: Connection, person: str, since: datetime) -> list[dict[str, Any]]:
    """Tasks of `person` that were withdrawn or ran out since then: not to be done any more, and she did not do them."""
    mine = (func.lower(_task.c.assignee) == person, _task.c.state.in_(("withdrawn", "expired")))
    query = select(_task).where(*mine, _task.c.ended_at >= since, _task.c.created_at <= since).order_by(_task.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def agreed_times(connection: Connection, task_ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """By task the time in the future that was agreed last."""
    table = desk.outcome
    query = (
        select(table.c.task_id, table.c.call_back_at)
        .where(table.c.task_id.in_(task_ids), table.c.call_back_at > now)
        .order_by(table.c.id)
    )
    return {row.task_id: row.call_back_at for row in connection.execute(query)}


def hints(connection: Connection, tasks: Collection[str]) -> dict[str, str]:
    """By task why a tick in a calendar was not taken."""
    query = select(_item.c.task, _item.c.hint).where(_item.c.task.in_(tasks), _item.c.hint != "")
    return {row.task: row.hint for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class Health:
    """How one person's calendar is: `trouble` is German, empty when all is well; `since` when it began."""

    person: str
    seen_at: datetime | None
    trouble: str
    since: datetime | None


def tell(connection: Connection, person: str, trouble: str, now: datetime) -> bool:
    """Note how a pass ended (`trouble` empty: well); True when that is something new."""
    mine = _calendar.c.person == person
    before = connection.execute(select(_calendar.c.trouble).where(mine)).scalar()
    values: dict[str, Any] = {"trouble": trouble} | ({} if trouble else {"seen_at": now, "since": None})
    if trouble and not before:
        values["since"] = now
    if before is None:
        connection.execute(_calendar.insert().values(person=person, **values))
    else:
        connection.execute(update(_calendar).where(mine).values(values))
    return bool(before or "") != bool(trouble)


def health(connection: Connection) -> list[Health]:
    """All calendars that were ever tried, by person."""
    columns = (_calendar.c.person, _calendar.c.seen_at, _calendar.c.trouble, _calendar.c.since)
    return [Health(*row) for row in connection.execute(select(*columns).order_by(_calendar.c.person))]
