"""Enrollments in rows: who runs through which pinned definition, and how a run ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, false, func, not_, or_, select, update

from sequences.enrollment import Anchors, EnrollmentState
from store.tables import desk, runs

_enrollment = runs.enrollment
_ADVANCE = update(_enrollment).where(_enrollment.c.id == bindparam("this_id")).values(last_step=bindparam("step"))
LIVE = (EnrollmentState.ACTIVE.value, EnrollmentState.PAUSED.value)
TAKEN_BACK = "taken_back"
"""Reason of a run that waits until it is clear whether a cancellation is withdrawn."""
OUTCOME = "outcome"
"""Reason of a run that waits for what an outcome has made of it: a day, or a task that follows."""
FOLLOW_UP, ANSWER = "next-", "reply-"
"""How the ids of tasks begin that a run may wait for: those that follow from an outcome, and those from replies."""
COLLEAGUE = "colleague:"
"""Begins the reason of a run that waits for the answer to somebody else; her external id follows.

Its `paused_until` is the person's own date, if she has one: it counts when the other one is answered.
"""


@dataclass(frozen=True, slots=True)
class NewEnrollment:
    """A run to be started (or excluded, or held out: then with a `reason` and no touch ever)."""

    cancellation_pk: int
    contact_pk: int
    company_pk: int | None
    sequence: str
    definition_hash: str
    group: str | None
    state: EnrollmentState
    anchors: Anchors
    reason: str | None = None
    again: bool = False


def store_definition(connection: Connection, sha256: str, name: str, text: str, now: datetime) -> None:
    """Keep a definition for ever: enrollments are pinned to it."""
    table = runs.definition
    if connection.execute(select(table.c.hash).where(table.c.hash == sha256)).first() is None:
        connection.execute(table.insert().values(hash=sha256, name=name, text=text, stored_at=now))


def definition(connection: Connection, sha256: str) -> tuple[str, str]:
    """(name, text) of a stored definition; raises NoResultFound when it is unknown."""
    table = runs.definition
    row = connection.execute(select(table.c.name, table.c.text).where(table.c.hash == sha256)).one()
    return row[0], row[1]


def enroll(connection: Connection, new: NewEnrollment, now: datetime) -> int | None:
    """Insert; None when this cancellation already has a run of the sequence (`again` starts the next one)."""
    earlier = select(func.max(_enrollment.c.occurrence)).where(
        _enrollment.c.cancellation_id == new.cancellation_pk, _enrollment.c.sequence == new.sequence
    )
    occurrence = connection.execute(earlier).scalar()
    if occurrence is not None and not new.again:
        return None
    ended = new.state in (EnrollmentState.EXCLUDED, EnrollmentState.HOLDOUT)
    values = {
        "cancellation_id": new.cancellation_pk,
        "contact_id": new.contact_pk,
        "company_id": new.company_pk,
        "sequence": new.sequence,
        "definition_hash": new.definition_hash,
        "occurrence": (occurrence or 0) + 1,
        "group_name": new.group,
        "state": new.state.value,
        "reason": new.reason,
        "contract_end_at": new.anchors.contract_end,
        "returned_at": new.anchors.returned,
        "saved_at": new.anchors.saved,
        "released_at": new.anchors.feature_released,
        "enrolled_at": now,
        "ended_at": now if ended else None,
    }
    created: int = connection.execute(_enrollment.insert().values(values).returning(_enrollment.c.id)).scalar_one()
    return created


def running(connection: Connection, contact_pk: int) -> list[dict[str, Any]]:
    """Active and paused runs of a contact: id, sequence, definition_hash, group_name, state, cancellation_id."""
    columns = _enrollment.c
    query = select(
        columns.id,
        columns.sequence,
        columns.definition_hash,
        columns.group_name,
        columns.state,
        columns.cancellation_id,
        columns.company_id,
    ).where(columns.contact_id == contact_pk, columns.state.in_(LIVE))
    return [dict(row) for row in connection.execute(query.order_by(columns.id)).mappings()]


def in_group(connection: Connection, contact_pk: int, group: str) -> bool:
    """True when the contact runs in a sequence of `group`: a person runs in one sequence of a group."""
    query = select(_enrollment.c.id).where(
        _enrollment.c.contact_id == contact_pk, _enrollment.c.group_name == group, _enrollment.c.state.in_(LIVE)
    )
    return connection.execute(query).first() is not None


def advance(connection: Connection, finished: Sequence[tuple[int, str]]) -> None:
    """Remember the last finished step of each enrollment (row id, step)."""
    if finished:
        rows = [{"this_id": enrollment_id, "step": step} for enrollment_id, step in finished]
        connection.execute(_ADVANCE, rows)


def end(
    connection: Connection, enrollment_ids: Collection[int], state: EnrollmentState, reason: str | None, now: datetime
) -> list[int]:
    """End live runs; the ids that were still live."""
    statement = (
        update(_enrollment)
        .where(_enrollment.c.id.in_(enrollment_ids), _enrollment.c.state.in_(LIVE))
        .values(state=state.value, reason=reason, ended_at=now)
        .returning(_enrollment.c.id)
    )
    return list(connection.execute(statement).scalars())


def pause(connection: Connection, enrollment_ids: Collection[int], until: datetime | None, reason: str) -> None:
    """Pause runs until `until` (None: until a person releases them). A longer pause is never made shorter.

    A run that waits for a colleague goes on doing so and keeps the later date of its own for afterwards.
    """
    others = _enrollment.c.reason.startswith(COLLEAGUE)
    paused = _enrollment.c.state == EnrollmentState.PAUSED.value
    if until is not None:
        earlier = or_(_enrollment.c.paused_until.is_(None), _enrollment.c.paused_until < until)
        theirs = and_(_enrollment.c.id.in_(enrollment_ids), paused, others)
        connection.execute(update(_enrollment).where(theirs, earlier).values(paused_until=until))
    shorter: ColumnElement[bool] = _enrollment.c.paused_until.is_not(None)
    if until is not None:
        waits_for_other = and_(paused, func.coalesce(others, false()))
        shorter = and_(shorter, _enrollment.c.paused_until < until, not_(waits_for_other))
    else:
        shorter = or_(shorter, others)  # her own answer is asked for; `campaigns.inbound.colleagues` asks again then
    active = _enrollment.c.state == EnrollmentState.ACTIVE.value
    connection.execute(
        update(_enrollment)
        .where(
            _enrollment.c.id.in_(enrollment_ids),
            _enrollment.c.state.in_(LIVE),
            or_(active, shorter),
        )
        .values(state=EnrollmentState.PAUSED.value, paused_until=until, reason=reason)
    )


def unpause(connection: Connection, enrollment_id: int) -> None:
    """Set a paused run going again."""
    connection.execute(
        update(_enrollment)
        .where(_enrollment.c.id == enrollment_id, _enrollment.c.state == EnrollmentState.PAUSED.value)
        .values(state=EnrollmentState.ACTIVE.value, paused_until=None, reason=None)
    )


def release(connection: Connection, contact_pk: int) -> int:
    """Set the runs of a contact going again that waited for a person, not for a date; their number.

    Not those that wait for another matter: a cancellation that may be withdrawn, or the answer to a colleague.
    """
    reason = func.coalesce(_enrollment.c.reason, "")
    statement = (
        update(_enrollment)
        .where(
            _enrollment.c.contact_id == contact_pk,
            _enrollment.c.state == EnrollmentState.PAUSED.value,
            _enrollment.c.paused_until.is_(None),
            reason != TAKEN_BACK,
            not_(reason.startswith(COLLEAGUE)),
        )
        .values(state=EnrollmentState.ACTIVE.value, reason=None)
    )
    return connection.execute(statement).rowcount


def _forgotten() -> ColumnElement[bool]:
    """Runs that wait without a date for a task that follows from an outcome, and there is none any more."""
    waiting = or_(desk.task.c.external_id.startswith(FOLLOW_UP), desk.task.c.external_id.startswith(ANSWER))
    asked = exists().where(desk.task.c.contact_id == _enrollment.c.contact_id, desk.task.c.state == "open", waiting)
    undated = and_(_enrollment.c.paused_until.is_(None), _enrollment.c.reason == OUTCOME)
    return and_(_enrollment.c.state == EnrollmentState.PAUSED.value, undated, not_(asked))


def any_forgotten(connection: Connection) -> bool:
    """True when a run stands still whose task is gone that it waited for."""
    return connection.execute(select(_enrollment.c.id).where(_forgotten()).limit(1)).first() is not None


def release_forgotten(connection: Connection, contact_pk: int | None = None) -> int:
    """Set such runs going again, of one contact or all; their number."""
    statement = update(_enrollment).where(_forgotten())
    if contact_pk is not None:
        statement = statement.where(_enrollment.c.contact_id == contact_pk)
    return connection.execute(statement.values(state=EnrollmentState.ACTIVE.value, reason=None)).rowcount


def release_taken_back(connection: Connection, contact_pk: int) -> int:
    """Set the runs of a contact going again that waited for word on a withdrawn cancellation; their number."""
    statement = (
        update(_enrollment)
        .where(
            _enrollment.c.contact_id == contact_pk,
            _enrollment.c.state == EnrollmentState.PAUSED.value,
            _enrollment.c.reason == TAKEN_BACK,
        )
        .values(state=EnrollmentState.ACTIVE.value, paused_until=None, reason=None)
    )
    return connection.execute(statement).rowcount


def counts(connection: Connection) -> dict[str, int]:
    """Number of runs by state."""
    query = select(_enrollment.c.state, func.count()).group_by(_enrollment.c.state)
    return {str(state): int(number) for state, number in connection.execute(query)}


def of_contact(connection: Connection, contact_pk: int) -> list[dict[str, Any]]:
    """All runs of a contact, the oldest first: sequence, group_name, state, reason, enrolled_at, ended_at."""
    columns = _enrollment.c
    query = select(
        columns.sequence, columns.group_name, columns.state, columns.reason, columns.enrolled_at, columns.ended_at
    ).where(columns.contact_id == contact_pk)
    return [dict(row) for row in connection.execute(query.order_by(columns.id)).mappings()]
