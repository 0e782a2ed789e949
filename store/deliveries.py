"""Events on their way to their targets: shared out, claimed, tried again, over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, literal, or_, select, update

from store import operation
from store.tables import handover
from store.types import UtcTime

_outbox, _delivery = handover.outbox, handover.delivery
_OFF, _FOR = "webhook_off/", "webhook_for/"


@dataclass(frozen=True, slots=True)
class Due:
    """One event for one target. `attempts` counts the tries that have ended."""

    id: int
    external_id: str
    kind: str
    at: datetime
    data: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Health:
    """How one target does: events that wait, the oldest of them, what came of its last try, and how many were lost."""

    waiting: int
    oldest: datetime | None
    failing: int
    gave_up: int
    detail: str


def any_fresh(connection: Connection) -> bool:
    """True when there is an event that nobody has shared out."""
    fresh = select(_outbox.c.id).where(_outbox.c.shared_at.is_(None)).limit(1)
    return connection.execute(fresh).first() is not None


def any_due(connection: Connection, target: str, now: datetime) -> bool:
    """True when something waits for a target and its time has come."""
    due = select(_delivery.c.id).where(_delivery.c.target == target, _delivery.c.next_at <= now).limit(1)
    return connection.execute(due).first() is not None


def share_out(connection: Connection, wants: Mapping[str, frozenset[str]], now: datetime, limit: int | None) -> int:
    """Make deliveries of at most `limit` new events (None: all); `wants`: target -> kinds. How many were taken."""
    fresh = select(_outbox.c.id, _outbox.c.kind).where(_outbox.c.shared_at.is_(None)).order_by(_outbox.c.id)
    taken = connection.execute(fresh.limit(limit).with_for_update(skip_locked=True)).all()
    rows = [
        {"outbox_id": pk, "target": target, "next_at": now}
        for pk, kind in taken
        for target, kinds in wants.items()
        if kind in kinds
    ]
    if rows:
        connection.execute(_delivery.insert(), rows)
    if taken:
        dated = {"shared_at": now, "at": func.coalesce(_outbox.c.at, literal(now, UtcTime))}
        connection.execute(update(_outbox).where(_outbox.c.id.in_([pk for pk, _ in taken])).values(dated))
    return len(taken)


def claim(connection: Connection, target: str, now: datetime, lease: timedelta, limit: int) -> list[Due]:
    """Up to `limit` due deliveries of a target, the oldest event first; nobody else gets them within `lease`."""
    due = select(_delivery.c.id).where(_delivery.c.target == target, _delivery.c.next_at <= now)
    ids = list(
        connection.execute(due.order_by(_delivery.c.outbox_id).limit(limit).with_for_update(skip_locked=True)).scalars()
    )
    connection.execute(update(_delivery).where(_delivery.c.id.in_(ids)).values(next_at=now + lease))
    query = (
        select(
            _delivery.c.id, _outbox.c.external_id, _outbox.c.kind, _outbox.c.at, _outbox.c.data, _delivery.c.attempts
        )
        .join(_outbox, _outbox.c.id == _delivery.c.outbox_id)
        .where(_delivery.c.id.in_(ids))
        .order_by(_outbox.c.id)
    )
    return [Due(*row) for row in connection.execute(query)]


def done(connection: Connection, delivery_id: int, code: int, now: datetime) -> None:
    """The target has it."""
    _over(connection, delivery_id, {"done_at": now, "code": code, "detail": ""})


def gave_up(connection: Connection, delivery_id: int, code: int, detail: str, now: datetime) -> None:
    """Tried for the last time."""
    _over(connection, delivery_id, {"gave_up_at": now, "code": code, "detail": detail})


def _over(connection: Connection, delivery_id: int, values: Mapping[str, Any]) -> None:
    attempts = {"attempts": _delivery.c.attempts + 1, "next_at": None}
    connection.execute(update(_delivery).where(_delivery.c.id == delivery_id).values({**values, **attempts}))


def again(connection: Connection, delivery_id: int, at: datetime, code: int, detail: str) -> None:
    """Not taken: it is tried once more."""
    values = {"attempts": _delivery.c.attempts + 1, "next_at": at, "code": code, "detail": detail}
    connection.execute(update(_delivery).where(_delivery.c.id == delivery_id).values(values))


def rest(connection: Connection, target: str, until: datetime) -> None:
    """The target does not answer: what waits for it waits until then, so that its order is kept and nobody knocks."""
    waits = (_delivery.c.target == target, _delivery.c.next_at < until)
    connection.execute(update(_delivery).where(*waits).values(next_at=until))


def give_back(connection: Connection, delivery_ids: Collection[int], at: datetime) -> None:
    """Claimed and not tried: due again at `at`. Those that were given up meanwhile stay so."""
    mine = (_delivery.c.id.in_(delivery_ids), _delivery.c.next_at.is_not(None))
    connection.execute(update(_delivery).where(*mine).values(next_at=at))


def switch_off(connection: Connection, target: str, now: datetime) -> int:
    """The target wants no more (410): what waits for it is given up; the number of events."""
    operation.set_switch(connection, _OFF + target, "410", now)
    return abandon(connection, target, 410, "gone", now)


def abandon(connection: Connection, target: str, code: int, detail: str, now: datetime) -> int:
    """Nothing that waits for a target is tried any more; the number of events."""
    waiting = (_delivery.c.target == target, _delivery.c.next_at.is_not(None))
    values = {"next_at": None, "gave_up_at": now, "code": code, "detail": detail}
    return connection.execute(update(_delivery).where(*waiting).values(values)).rowcount


def switch_on(connection: Connection, target: str) -> bool:
    """A target that has switched itself off is told again what happens from now on; False when it was not off."""
    off = is_off(connection, target)
    operation.clear_switch(connection, _OFF + target)
    return off


def hears(connection: Connection, target: str, kinds: frozenset[str], now: datetime) -> None:
    """Note which kinds of event a target wants; what happened before is never told to it."""
    wanted = " ".join(sorted(kinds))
    if operation.switch(connection, _FOR + target) != wanted:
        operation.set_switch(connection, _FOR + target, wanted, now)


def known(connection: Connection) -> dict[str, frozenset[str]]:
    """The targets of the last start, and which kinds of event each of them wanted."""
    found = operation.switches(connection, _FOR)
    return {name: frozenset(value.split()) for name, (value, _) in found.items()}


def heard_since(connection: Connection, target: str) -> datetime | None:
    """Since when a target is told what it is told now; None for one that no start has seen."""
    return operation.switched_at(connection, _FOR + target)


def forget(connection: Connection, target: str) -> None:
    """A target that is no longer configured: should it come back, it is a new one."""
    for name in (_OFF, _FOR):
        operation.clear_switch(connection, name + target)


def off(connection: Connection) -> dict[str, datetime]:
    """Targets that said they want no more, and since when."""
    return {name: at for name, (_, at) in operation.switches(connection, _OFF).items()}


def is_off(connection: Connection, target: str) -> bool:
    """True after the target said that it wants no more."""
    return operation.switch(connection, _OFF + target) is not None


def strangers(connection: Connection, targets: frozenset[str]) -> list[str]:
    """Targets that still have deliveries waiting and are no longer configured."""
    query = select(_delivery.c.target).where(_delivery.c.next_at.is_not(None), _delivery.c.target.not_in(targets))
    return sorted(set(connection.execute(query.distinct()).scalars()))


def health(connection: Connection, target: str, since: datetime) -> Health:
    """How a target does; what was lost is counted from `since` on."""
    open_one = _delivery.c.next_at.is_not(None)
    failing = case((open_one & (_delivery.c.attempts > 0), 1), else_=0)
    lost = case((_delivery.c.gave_up_at >= since, 1), else_=0)
    query = (
        select(
            func.sum(case((open_one, 1), else_=0)),
            func.min(case((open_one, _outbox.c.at), else_=None)),
            func.sum(failing),
            func.sum(lost),
        )
        .join(_outbox, _outbox.c.id == _delivery.c.outbox_id)
        .where(_delivery.c.target == target, or_(open_one, _delivery.c.gave_up_at >= since))
    )
    waiting, oldest, wrong, gone = connection.execute(query).one()
    last = (
        select(_delivery.c.detail)
        .where(_delivery.c.target == target, _delivery.c.detail != "")
        .order_by(_delivery.c.id.desc())
        .limit(1)
    )
    detail = connection.execute(last).scalar() or ""
    return Health(int(waiting or 0), oldest, int(wrong or 0), int(gone or 0), detail)


def failing(connection: Connection) -> list[str]:
    """Targets that have not taken something that still waits for them."""
    wrong = select(_delivery.c.target).where(_delivery.c.next_at.is_not(None), _delivery.c.attempts > 0)
    return sorted(set(connection.execute(wrong.distinct()).scalars()))


def over(connection: Connection, before: datetime) -> tuple[int, datetime | None]:
    """How many events were shared out before `before` and wait for nobody any more, and when the oldest of them was."""
    number, oldest = connection.execute(select(func.count(), func.min(_outbox.c.at)).where(_is_over(before))).one()
    return int(number), oldest


def drop_over(connection: Connection, before: datetime) -> int:
    """Forget them."""
    old = select(_outbox.c.id).where(_is_over(before))
    connection.execute(delete(_delivery).where(_delivery.c.outbox_id.in_(old)))
    return connection.execute(delete(_outbox).where(_is_over(before))).rowcount


def _is_over(before: datetime) -> ColumnElement[bool]:
    waits = select(_delivery.c.id).where(_delivery.c.outbox_id == _outbox.c.id, _delivery.c.next_at.is_not(None))
    return and_(_outbox.c.shared_at < before, ~waits.exists())
