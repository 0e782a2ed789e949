"""Drafts: the words of a mail that waits for a person, and how far a sequence has come whose first ones do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, case, func, insert, select, update

from sequences.touch import PENDING, TouchState
from store import tasks
from store.tables import desk, drafts, runs
from store.touches import WAITS_FOR_APPROVAL

HELD_FOR = WAITS_FOR_APPROVAL
WAITS_FOR_RELEASE = "waits_for_release"
"""Why a mail is postponed while the first ones of its sequence are with people."""

_draft, _touch, _run, _task = drafts.draft, runs.touch, runs.enrollment, desk.task


class DraftState(StrEnum):
    """What became of a draft. EXPIRED: nobody decided in time; WITHDRAWN: its run was stopped or pauses."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of one touch's mail. `offer` is the mark of the offer they name."""

    touch_id: int
    task_id: int
    subject: str
    paragraphs: tuple[str, ...]
    offer: str
    state: DraftState


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one definition: mails that left after their approval, and those with people or on their way."""

    left: int
    open: int


def put(
    connection: Connection, touch_id: int, task: str, words: tuple[str, Sequence[str]], offer: str, now: datetime
) -> None:
    """Keep the words (subject, paragraphs) that a task (external id) asks about; older ones of the touch go."""
    task_id = connection.execute(select(_task.c.id).where(_task.c.external_id == task)).scalar_one()
    values: dict[str, Any] = {
        "task_id": task_id,
        "subject": words[0],
        "paragraphs": list(words[1]),
        "offer": offer,
        "state": DraftState.WAITING.value,
        "made_at": now,
        "decided_at": None,
        "decided_by": "",
    }
    mine = _draft.c.touch_id == touch_id
    if connection.execute(update(_draft).where(mine).values(values)).rowcount == 0:
        connection.execute(insert(_draft).values(values | {"touch_id": touch_id}))


def of_touches(connection: Connection, touch_ids: Collection[int]) -> dict[int, Draft]:
    """The drafts of these touches by touch id."""
    query = select(_draft).where(_draft.c.touch_id.in_(touch_ids))
    return {row["touch_id"]: _of(row) for row in connection.execute(query).mappings()}


def of_task(connection: Connection, task_id: int) -> Draft | None:
    """The draft a task asks about; None for every other task."""
    row = connection.execute(select(_draft).where(_draft.c.task_id == task_id)).mappings().first()
    return _of(row) if row is not None else None


def decide(
    connection: Connection,
    touch_id: int,
    state: DraftState,
    by: str,
    now: datetime,
    words: tuple[str, Sequence[str]] | None = None,
) -> None:
    """Close a draft that waits; `words` (subject, paragraphs) are the approver's own."""
    values: dict[str, Any] = {"state": state.value, "decided_at": now, "decided_by": by}
    if words is not None:
        values |= {"subject": words[0], "paragraphs": list(words[1])}
    waits = (_draft.c.touch_id == touch_id, _draft.c.state == DraftState.WAITING.value)
    connection.execute(update(_draft).where(*waits).values(values))


def withdraw_of_runs(connection: Connection, enrollment_ids: Collection[int], now: datetime) -> None:
    """The runs have ended: nobody need read what waited in them. Their tasks are withdrawn as well."""
    query = (
        select(_draft.c.touch_id, _draft.c.task_id)
        .join(_touch, _touch.c.id == _draft.c.touch_id)
        .where(_touch.c.enrollment_id.in_(enrollment_ids), _draft.c.state == DraftState.WAITING.value)
    )
    for touch_id, task_id in connection.execute(query).all():
        decide(connection, touch_id, DraftState.WITHDRAWN, "", now)
        tasks.close(connection, task_id, TouchState.WITHDRAWN.value, now)


def free_unasked(connection: Connection, contact_pk: int, now: datetime) -> None:
    """A person's mails whose task was withdrawn are due now where their run goes on: judged, and asked for anew."""
    waits = (
        select(_draft.c.touch_id)
        .join(_task, _task.c.id == _draft.c.task_id)
        .where(_task.c.contact_id == contact_pk, _task.c.state != "open", _draft.c.state == DraftState.WAITING.value)
    )
    for touch_id in connection.execute(waits).scalars().all():
        decide(connection, touch_id, DraftState.WITHDRAWN, "", now)
        free(connection, touch_id, now)


def free(connection: Connection, touch_id: int, now: datetime) -> bool:
    """A touch held for its draft is due now; False when it is not held (any more)."""
    return _unhold(connection, _touch.c.id == touch_id, now) == 1


def free_all(connection: Connection, now: datetime) -> int:
    """Every touch held for a draft is due now, and what waits for a release as well; for a copy alone."""
    waiting = (_touch.c.state == TouchState.PLANNED.value, _touch.c.reason == WAITS_FOR_RELEASE, _touch.c.due_at > now)
    connection.execute(update(_touch).where(*waiting).values(due_at=now))
    return _unhold(connection, _touch.c.reason == HELD_FOR, now)


def _unhold(connection: Connection, which: Any, now: datetime) -> int:
    values = {"state": TouchState.PLANNED.value, "due_at": now, "owner": None, "fence": _touch.c.fence + 1}
    held = (which, _touch.c.state == TouchState.HELD.value, _touch.c.reason == HELD_FOR)
    return connection.execute(update(_touch).where(*held).values(values)).rowcount


def standing(connection: Connection, definition_hash: str) -> Standing:
    """How far one definition has come."""
    return standings(connection, [definition_hash])[definition_hash]


def standings(connection: Connection, hashes: Collection[str]) -> dict[str, Standing]:
    """The same for several, by hash. Only mails that left count; one that was stopped after its approval never does."""
    decided = _draft.c.state == DraftState.APPROVED.value
    out = and_(decided, _touch.c.state.in_([TouchState.SENT.value, TouchState.UNCERTAIN.value]))
    with_people = _draft.c.state.in_([DraftState.WAITING.value, DraftState.APPROVED.value])
    under_way = and_(with_people, _touch.c.state.in_([state.value for state in PENDING]))
    query = (
        select(_run.c.definition_hash, _count(out), _count(under_way))
        .join(_touch, _touch.c.enrollment_id == _run.c.id)
        .join(_draft, _draft.c.touch_id == _touch.c.id)
        .where(_run.c.definition_hash.in_(hashes))
        .group_by(_run.c.definition_hash)
    )
    found = {row[0]: Standing(int(row[1]), int(row[2])) for row in connection.execute(query)}
    return {one: found.get(one, Standing(0, 0)) for one in hashes}


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def held(connection: Connection) -> int:
    """How many mails are held until a person has read them."""
    query = select(func.count()).where(_touch.c.state == TouchState.HELD.value, _touch.c.reason == HELD_FOR)
    return int(connection.execute(query).scalar_one())


def waiting_for_release(connection: Connection) -> dict[tuple[str, str], int]:
    """(sequence, hash) -> mails that wait until the first ones of that definition are released."""
    query = (
        select(_touch.c.sequence, _run.c.definition_hash, func.count())
        .join(_run, _run.c.id == _touch.c.enrollment_id)
        .where(_touch.c.state == TouchState.PLANNED.value, _touch.c.reason == WAITS_FOR_RELEASE)
        .group_by(_touch.c.sequence, _run.c.definition_hash)
    )
    return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}


def _of(row: RowMapping) -> Draft:
    return Draft(
        row["touch_id"],
        row["task_id"],
        row["subject"],
        tuple(row["paragraphs"]),
        row["offer"],
        DraftState(row["state"]),
    )
