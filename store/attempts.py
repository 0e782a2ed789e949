"""Attempts: each time something was handed over, written before it leaves and closed by its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from store.tables import runs

_attempt = runs.attempt


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of a mail: subject, text part, sha256; `raw` only for contract mail, in full."""

    subject: str = ""
    text: str = ""
    sha256: str = ""
    raw: bytes | None = None


def begin(connection: Connection, touch_id: int, now: datetime, content: Content) -> int:
    """Open the next attempt of a touch; its number."""
    number = int(
        connection.execute(
            select(func.coalesce(func.max(_attempt.c.number), 0)).where(_attempt.c.touch_id == touch_id)
        ).scalar_one()
    )
    connection.execute(
        _attempt.insert().values(
            touch_id=touch_id,
            number=number + 1,
            started_at=now,
            transport="",
            detail="",
            subject=content.subject,
            text=content.text,
            sha256=content.sha256,
            raw=content.raw,
        )
    )
    return number + 1


def finish(
    connection: Connection, touch_id: int, now: datetime, outcome: str, code: int, detail: str, transport: str
) -> None:
    """Close the open attempt of a touch."""
    connection.execute(
        update(_attempt)
        .where(_attempt.c.touch_id == touch_id, _attempt.c.finished_at.is_(None))
        .values(finished_at=now, outcome=outcome, code=code, detail=detail[:500], transport=transport)
    )


def mark_bounced(connection: Connection, touch_id: int, kind: str, now: datetime) -> None:
    """A bounce is a fact of the newest attempt."""
    newest = select(func.max(_attempt.c.number)).where(_attempt.c.touch_id == touch_id).scalar_subquery()
    connection.execute(
        update(_attempt)
        .where(_attempt.c.touch_id == touch_id, _attempt.c.number == newest)
        .values(bounced_at=now, bounce=kind)
    )


def number(connection: Connection, touch_id: int) -> int:
    """How many attempts a touch has had."""
    query = select(func.count()).where(_attempt.c.touch_id == touch_id)
    return int(connection.execute(query).scalar_one())


def numbers(connection: Connection) -> dict[int, int]:
    """How many attempts each touch has had, by touch id."""
    query = select(_attempt.c.touch_id, func.count()).group_by(_attempt.c.touch_id)
    return {int(touch_id): int(attempts) for touch_id, attempts in connection.execute(query)}
