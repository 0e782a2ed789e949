"""Of a message that somebody is owed: whether it reached her by another touch, and which touch a task is about."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, select

from sequences.touch import TouchState
from store.tables import runs

_touch, _run, _attempt = runs.touch, runs.enrollment, runs.attempt


@dataclass(frozen=True, slots=True)
class Said:
    """A step of a run whose message reached the person, as the definition of this hash has it."""

    definition_hash: str
    step: str


def reached(connection: Connection, cancellation_pk: int) -> list[Said]:
    """Every message about a cancellation that a server took and that has not come back. A letter never counts."""
    query = (
        select(_run.c.definition_hash, _touch.c.step)
        .join(_run, _run.c.id == _touch.c.enrollment_id)
        .where(_run.c.cancellation_id == cancellation_pk, _touch.c.state == TouchState.SENT.value, ~_bounced())
    )
    return [Said(*row) for row in connection.execute(query)]


def delivered(connection: Connection, touch_id: int) -> bool:
    """True when a notice has told that a mail of this very touch arrived, before it went another way as well."""
    query = select(_attempt.c.id).where(_attempt.c.touch_id == touch_id, _attempt.c.delivered_at.is_not(None))
    return connection.execute(query.limit(1)).first() is not None


def touch_of(connection: Connection, contact_pk: int, send_id: str) -> int | None:
    """Row id of the contact's touch whose identity begins with `send_id`; None when it is nobody's."""
    mine = (_touch.c.contact_id == contact_pk, _touch.c.send_id.startswith(send_id, autoescape=True))
    pk: int | None = connection.execute(select(_touch.c.id).where(*mine).limit(1)).scalar()
    return pk


def _bounced() -> ColumnElement[bool]:
    return exists().where(_attempt.c.touch_id == _touch.c.id, _attempt.c.bounced_at.is_not(None))
