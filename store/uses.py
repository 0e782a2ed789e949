"""What became of touches that rested on a consent: attempts, tasks, letters; for the proof of each use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from store.tables import desk, runs


@dataclass(frozen=True, slots=True)
class Attempted:
    """One handing over: when, what became of it, and the hash of what was said."""

    at: datetime
    outcome: str | None
    sha256: str
    subject: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a person reported about a task."""

    at: datetime
    by: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Made:
    """One touch that left; `batch` is the letter shop's file."""

    send_id: str
    state: str
    message_id: str | None
    batch: str | None
    attempts: tuple[Attempted, ...]
    spoken: tuple[Spoken, ...]


def made(connection: Connection, touch_ids: Sequence[int]) -> dict[int, Made]:
    """By touch id (row id)."""
    touch, row, batch = runs.touch, runs.batch_row, runs.batch
    query = (
        select(touch.c.id, touch.c.send_id, touch.c.state, touch.c.message_id, batch.c.external_id)
        .outerjoin(row, row.c.touch_id == touch.c.id)
        .outerjoin(batch, batch.c.id == row.c.batch_id)
        .where(touch.c.id.in_(touch_ids))
    )
    attempts, spoken = _attempts(connection, touch_ids), _spoken(connection, touch_ids)
    return {
        pk: Made(send_id, state, message_id, batch_id, tuple(attempts[pk]), tuple(spoken[pk]))
        for pk, send_id, state, message_id, batch_id in connection.execute(query)
    }


def _attempts(connection: Connection, touch_ids: Sequence[int]) -> defaultdict[int, list[Attempted]]:
    table = runs.attempt
    query = (
        select(table.c.touch_id, table.c.started_at, table.c.outcome, table.c.sha256, table.c.subject)
        .where(table.c.touch_id.in_(touch_ids))
        .order_by(table.c.touch_id, table.c.number)
    )
    found: defaultdict[int, list[Attempted]] = defaultdict(list)
    for touch_id, *values in connection.execute(query):
        found[touch_id].append(Attempted(*values))
    return found


def _spoken(connection: Connection, touch_ids: Sequence[int]) -> defaultdict[int, list[Spoken]]:
    task, outcome = desk.task, desk.outcome
    query = (
        select(task.c.touch_id, outcome.c.at, outcome.c.by, outcome.c.outcome)
        .join(outcome, outcome.c.task_id == task.c.id)
        .where(task.c.touch_id.in_(touch_ids))
        .order_by(outcome.c.id)
    )
    found: defaultdict[int, list[Spoken]] = defaultdict(list)
    for touch_id, *values in connection.execute(query):
        found[touch_id].append(Spoken(*values))
    return found
