"""Stopping touches that have not gone: by person, by run, or the letters that wait for the letter shop."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, update

from sequences.touch import TouchState
from store.tables import runs
from store.touches import ADVERTISING_PURPOSES

_touch = runs.touch


def stop_open(connection: Connection, contact_pk: int, reason: str, now: datetime) -> list[int]:
    """Stop what the engine still has to do of advertising for a contact; ids. SENDING is past stopping."""
    return _stop(connection, contact_pk, (TouchState.PLANNED, TouchState.CLAIMED, TouchState.HELD), reason, now)


def stop_letters(connection: Connection, contact_pk: int, reason: str, now: datetime) -> list[int]:
    """Stop the advertising letters of a contact that wait for the letter shop; ids."""
    return _stop(connection, contact_pk, (TouchState.BATCHED,), reason, now)


def stop_batched(connection: Connection, touch_id: int, reason: str, now: datetime) -> list[int]:
    """Stop one letter that is in no file yet; its id, or nothing when it has gone on meanwhile."""
    statement = (
        update(_touch)
        .where(_touch.c.id == touch_id, _touch.c.state == TouchState.BATCHED.value)
        .values(state=TouchState.STOPPED.value, reason=reason, ended_at=now, fence=_touch.c.fence + 1)
        .returning(_touch.c.id)
    )
    return list(connection.execute(statement).scalars())


def _stop(
    connection: Connection, contact_pk: int, states: Collection[TouchState], reason: str, now: datetime
) -> list[int]:
    statement = (
        update(_touch)
        .where(
            _touch.c.contact_id == contact_pk,
            _touch.c.state.in_([state.value for state in states]),
            _touch.c.purpose.in_(ADVERTISING_PURPOSES),
        )
        .values(state=TouchState.STOPPED.value, reason=reason, ended_at=now, fence=_touch.c.fence + 1)
        .returning(_touch.c.id)
    )
    return list(connection.execute(statement).scalars())


def stop_runs(connection: Connection, enrollment_ids: Collection[int], reason: str, now: datetime) -> list[int]:
    """Stop what has not gone of ended runs; ids of the touches. Contract mail of other runs is not touched."""
    stoppable = (TouchState.PLANNED, TouchState.CLAIMED, TouchState.HELD, TouchState.BATCHED)
    statement = (
        update(_touch)
        .where(_touch.c.enrollment_id.in_(enrollment_ids), _touch.c.state.in_([state.value for state in stoppable]))
        .values(state=TouchState.STOPPED.value, reason=reason, ended_at=now, fence=_touch.c.fence + 1)
        .returning(_touch.c.id)
    )
    return list(connection.execute(statement).scalars())
