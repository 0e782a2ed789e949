"""Many touches in one statement each: what a group commit writes. The single forms are in store.touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sequences.touch import TouchState, check_transition
from store.tables import runs
from store.touches import NewTouch, row_of

_touch = runs.touch
_IDENTIFIED = _touch.c.id == bindparam("this_id")
_UNCHANGED = _touch.c.fence == bindparam("this_fence")
_KNOWN = select(_touch.c.enrollment_id, _touch.c.step).where(
    _touch.c.enrollment_id.in_(bindparam("enrollments", expanding=True))
)


class Raced(RuntimeError):
    """A row of a group was no longer as the caller knew it. Nothing of the group may be committed."""


@dataclass(frozen=True, slots=True)
class Move:
    """One touch as the caller knows it, and the columns to set beside its state."""

    touch_id: int
    fence: int
    values: dict[str, Any] = field(default_factory=dict)


def move_all(connection: Connection, moves: Sequence[Move], old: TouchState, new: TouchState) -> None:
    """Move all touches along one edge of the transition table; all `values` have the same keys. Raises Raced."""
    check_transition(old, new)
    if not moves:
        return
    columns: dict[str, Any] = {name: bindparam(name) for name in moves[0].values}
    statement = update(_touch).where(_IDENTIFIED, _touch.c.state == old.value, _UNCHANGED)
    rows = [{"this_id": move.touch_id, "this_fence": move.fence, **move.values} for move in moves]
    moved = connection.execute(statement.values(state=new.value, **columns), rows).rowcount
    if moved != len(moves):
        raise Raced(f"{moved} of {len(moves)} touches moved from {old} to {new}")


def plan_all(connection: Connection, planned: Sequence[tuple[NewTouch, str]], now: datetime) -> None:
    """Insert touches with their identities (see store.touches.plan); steps that an enrollment has already stay out."""
    if not planned:
        return
    ids = {touch.enrollment_id for touch, _ in planned}
    known = {(row[0], row[1]) for row in connection.execute(_KNOWN, {"enrollments": sorted(ids)})}
    rows = [
        row_of(touch, identity, now) for touch, identity in planned if (touch.enrollment_id, touch.step) not in known
    ]
    if rows:
        connection.execute(_touch.insert(), rows)


def bring_forward(connection: Connection, reason: str, now: datetime, until: datetime) -> int:
    """Planned touches due before `until` whose reason begins with `reason` are due `now`; their number.

    Follows the index over (state, due_at): what is planned for later than `until` is not looked at.
    """
    statement = (
        update(_touch)
        .where(_touch.c.state == TouchState.PLANNED.value, _touch.c.due_at > now, _touch.c.due_at <= until)
        .where(_touch.c.reason.startswith(reason, autoescape=True))
        .values(due_at=now)
    )
    return connection.execute(statement).rowcount
