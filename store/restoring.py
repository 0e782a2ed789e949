"""What a restored database believes to be still undone although it may have been done since the backup."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from sequences.touch import TouchState
from store.tables import runs
from store.touches import ADVERTISING_PURPOSES

_touch = runs.touch


def hold_contract(connection: Connection, until: datetime, reason: str) -> int:
    """Hold contract mail that was due up to `until`, or whose first copy is in doubt, for a person; the number."""
    return _hold(connection, or_(_touch.c.due_at <= until, _touch.c.maybe_delivered), reason)


def hold_contract_before(connection: Connection, end: datetime, reason: str) -> int:
    """Hold contract mail that is planned for before `end`; the number."""
    return _hold(connection, and_(_touch.c.due_at < end, _touch.c.state == TouchState.PLANNED.value), reason)


def _hold(connection: Connection, which: ColumnElement[bool], reason: str) -> int:
    statement = (
        update(_touch)
        .where(
            _touch.c.state.in_([TouchState.PLANNED.value, TouchState.CLAIMED.value]),
            _touch.c.purpose.not_in(ADVERTISING_PURPOSES),
            which,
        )
        .values(state=TouchState.HELD.value, reason=reason, owner=None, fence=_touch.c.fence + 1)
    )
    return connection.execute(statement).rowcount


def due_advertising(connection: Connection, until: datetime, limit: int) -> list[int]:
    """Ids of planned advertising that was due up to `until`, oldest first."""
    query = select(_touch.c.id).where(
        _touch.c.state == TouchState.PLANNED.value,
        _touch.c.purpose.in_(ADVERTISING_PURPOSES),
        _touch.c.due_at <= until,
    )
    return list(connection.execute(query.order_by(_touch.c.due_at, _touch.c.id).limit(limit)).scalars())


def waiting_letters(connection: Connection) -> list[int]:
    """Ids of letters that wait for the letter shop: it may have had them long ago."""
    query = select(_touch.c.id).where(_touch.c.state == TouchState.BATCHED.value)
    return list(connection.execute(query.order_by(_touch.c.id)).scalars())
