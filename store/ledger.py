"""The contact ledger: one row per contact made, by the machine or by a person. Caps count it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from contacts.medium import Medium
from sequences.touch import TouchState
from store.tables import runs

_ledger = runs.ledger


def add(
    connection: Connection,
    contact_pk: int,
    company_pk: int | None,
    medium: Medium,
    at: datetime,
    *,
    touch_id: int | None = None,
    activity_id: str | None = None,
    by: str = "",
    cost: Decimal | None = None,
) -> bool:
    """Count one contact; False when this touch or activity is counted already."""
    column, value = (_ledger.c.touch_id, touch_id) if touch_id is not None else (_ledger.c.activity_id, activity_id)
    if connection.execute(select(_ledger.c.id).where(column == value)).first() is not None:
        return False
    connection.execute(
        _ledger.insert().values(
            contact_id=contact_pk,
            company_id=company_pk,
            medium=medium.value,
            at=at,
            touch_id=touch_id,
            activity_id=activity_id,
            by=by,
            cost=cost,
        )
    )
    return True


@dataclass(frozen=True, slots=True)
class Contacted:
    """One touch to be counted; `at` where it reaches the person later than it leaves."""

    touch_id: int
    contact_pk: int
    company_pk: int | None
    medium: Medium
    cost: Decimal | None = None
    offer: str = ""
    at: datetime | None = None


_COUNTED = select(_ledger.c.touch_id).where(_ledger.c.touch_id.in_(bindparam("touches", expanding=True)))


def add_touches(connection: Connection, contacted: Sequence[Contacted], at: datetime) -> None:
    """Count touches; one that is counted already stays as it is."""
    if not contacted:
        return
    counted = set(connection.execute(_COUNTED, {"touches": [one.touch_id for one in contacted]}).scalars())
    rows = [
        {
            "contact_id": one.contact_pk,
            "company_id": one.company_pk,
            "medium": one.medium.value,
            "at": one.at or at,
            "touch_id": one.touch_id,
            "by": "",
            "cost": one.cost,
            "offer": one.offer,
        }
        for one in contacted
        if one.touch_id not in counted
    ]
    if rows:
        connection.execute(_ledger.insert(), rows)


def remove(connection: Connection, touch_id: int) -> None:
    """Take back the count of a touch that definitely did not reach anybody."""
    connection.execute(delete(_ledger).where(_ledger.c.touch_id == touch_id))


def made(connection: Connection, touch_id: int, at: datetime) -> None:
    """Somebody has done the task of a touch: it counts from then on, no longer from the day it was handed out."""
    connection.execute(_ledger.update().where(_ledger.c.touch_id == touch_id, _ledger.c.at < at).values(at=at))


_NOBODY_DID = (TouchState.OPEN.value, TouchState.EXPIRED.value, TouchState.WITHDRAWN.value)


def latest(connection: Connection, contact_pk: int, limit: int) -> list[dict[str, Any]]:
    """The newest contacts of a person, ours and those made elsewhere: at, medium, by, sequence, step, a mail's subject.

    A task that nobody has done counts for the caps, for somebody may have called after all; a contact it is not.
    """
    subject = select(func.max(runs.attempt.c.subject)).where(runs.attempt.c.touch_id == _ledger.c.touch_id)
    columns = (_ledger.c.at, _ledger.c.medium, _ledger.c.by, runs.enrollment.c.sequence, runs.touch.c.step)
    query = (
        select(*columns, subject.scalar_subquery().label("subject"))
        .outerjoin(runs.touch, runs.touch.c.id == _ledger.c.touch_id)
        .outerjoin(runs.enrollment, runs.enrollment.c.id == runs.touch.c.enrollment_id)
        .where(_ledger.c.contact_id == contact_pk, func.coalesce(runs.touch.c.state, "").not_in(_NOBODY_DID))
        .order_by(_ledger.c.at.desc(), _ledger.c.id.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def spent_since(connection: Connection, medium: Medium, since: datetime) -> Decimal:
    """Euros spent on `medium` since a moment, for all persons."""
    query = select(_ledger.c.cost).where(_ledger.c.medium == medium.value, _ledger.c.at >= since)
    return sum((cost for cost in connection.execute(query).scalars() if cost is not None), Decimal(0))


def count_all(connection: Connection, media: frozenset[Medium], since: datetime) -> int:
    """Contacts made by the whole sender since a moment (caps per sender)."""
    query = select(func.count()).where(_ledger.c.medium.in_([m.value for m in media]), _ledger.c.at >= since)
    return int(connection.execute(query).scalar_one())
