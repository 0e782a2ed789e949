"""Claims: which daemon has which due touch in hand, and what becomes of it when that daemon dies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, and_, or_, select, true, update

from sequences.touch import TouchState
from store.tables import operation, runs
from store.touches import ADVERTISING_PURPOSES

_touch = runs.touch


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim: valid only with this fence."""

    id: int
    fence: int


def claim(
    connection: Connection,
    now: datetime,
    owner: str,
    limit: int,
    *,
    paused_sequences: Collection[str] = (),
    only_contract: bool = False,
    only_at_once: bool = False,
    since: datetime | None = None,
) -> list[Claimed]:
    """Take up to `limit` due touches for `owner`, oldest first. Several daemons never get the same one.

    What must go at once goes first, however much else is due: a receipt waits behind nothing (§ 312k Abs. 4 BGB).
    What was due before `since` is never taken: it lies in the lost time of a restored database.
    """
    due = select(_touch.c.id).where(_touch.c.state == TouchState.PLANNED.value, _touch.c.due_at <= now)
    if since is not None:
        due = due.where(_touch.c.due_at >= since)
    if paused_sequences:
        due = due.where(_touch.c.sequence.not_in(paused_sequences))
    claimed = _take(connection, due.where(_touch.c.at_once.is_(true())), owner, limit)
    if not only_at_once and len(claimed) < limit:
        if only_contract:
            due = due.where(_touch.c.purpose.not_in(ADVERTISING_PURPOSES))
        claimed += _take(connection, due, owner, limit - len(claimed))
    return sorted(claimed, key=lambda one: one.id)


def _take(connection: Connection, due: Select[tuple[int]], owner: str, limit: int) -> list[Claimed]:
    # A CTE runs once; PostgreSQL may run a subquery with SKIP LOCKED again for each row, past every limit.
    taken = due.order_by(_touch.c.due_at, _touch.c.id).limit(limit).with_for_update(skip_locked=True).cte("due")
    statement = (
        update(_touch)
        .where(_touch.c.id.in_(select(taken.c.id)))
        .values(state=TouchState.CLAIMED.value, owner=owner, fence=_touch.c.fence + 1)
        .returning(_touch.c.id, _touch.c.fence)
    )
    return [Claimed(*row) for row in connection.execute(statement)]


def rescue_claims(connection: Connection, owners: Collection[str]) -> int:
    """Give claims of dead daemons back: nothing has left the house, so this is always safe. Number of rows."""
    statement = (
        update(_touch)
        .where(_touch.c.state == TouchState.CLAIMED.value, _touch.c.owner.in_(owners))
        .values(state=TouchState.PLANNED.value, owner=None, fence=_touch.c.fence + 1)
    )
    return connection.execute(statement).rowcount


def in_doubt(connection: Connection, owners: Collection[str], older_than: datetime) -> list[Claimed]:
    """Touches between go and result of dead daemons, or of anybody since before `older_than`: may have left or not."""
    query = select(_touch.c.id, _touch.c.fence).where(
        _touch.c.state == TouchState.SENDING.value,
        or_(_touch.c.owner.in_(owners), _touch.c.made_at < older_than),
    )
    return [Claimed(*row) for row in connection.execute(query.order_by(_touch.c.id))]


def dead_owners(connection: Connection, alive: Collection[str]) -> list[str]:
    """Owners of claimed or sending touches that are not in `alive`."""
    open_states = (TouchState.CLAIMED.value, TouchState.SENDING.value)
    query = (
        select(_touch.c.owner)
        .where(and_(_touch.c.state.in_(open_states), or_(_touch.c.owner.is_(None), _touch.c.owner.not_in(alive))))
        .distinct()
    )
    return [owner for owner in connection.execute(query).scalars() if owner]


def heartbeats(connection: Connection) -> dict[str, int]:
    """Heartbeat counters by daemon id."""
    table = operation.daemon
    return {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c.heartbeat))}
