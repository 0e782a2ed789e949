"""Attempts: each time something was handed over, written before it leaves and closed by its receipt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select, update

from sequences.touch import TouchState
from store.tables import runs

_attempt = runs.attempt


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept of a mail: subject, text part, sha256; `raw` only for contract mail, in full.

    `address_hash` is the keyed hash of the address a mail went to: a late bounce is about that one.
    """

    subject: str = ""
    text: str = ""
    sha256: str = ""
    raw: bytes | None = None
    address_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """How the open attempt of a touch ended: outcome and code of the receipt, the server's words, the transport.

    `carrier_id` is the carrier's own name for the mail, where it has one.
    """

    touch_id: int
    outcome: str
    code: int
    detail: str
    transport: str
    carrier_id: str | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A mail that left, or may have: its step, our Message-ID, how it went and the name the carrier gave it."""

    step: str
    message_id: str
    transport: str
    carrier_id: str | None


_NUMBERS = (
    select(_attempt.c.touch_id, func.max(_attempt.c.number))
    .where(_attempt.c.touch_id.in_(bindparam("touches", expanding=True)))
    .group_by(_attempt.c.touch_id)
)
_CLOSE = (
    update(_attempt)
    .where(_attempt.c.touch_id == bindparam("this_touch"), _attempt.c.finished_at.is_(None))
    .values({name: bindparam(name) for name in ("finished_at", "outcome", "code", "detail", "transport", "carrier_id")})
)


def begin(connection: Connection, contents: Sequence[tuple[int, Content]], now: datetime) -> None:
    """Open the next attempt of each touch (id, what is handed over)."""
    touch_ids = [touch_id for touch_id, _ in contents]
    last = {row[0]: int(row[1]) for row in connection.execute(_NUMBERS, {"touches": touch_ids})}
    rows = [
        {
            "touch_id": touch_id,
            "number": last.get(touch_id, 0) + 1,
            "started_at": now,
            "transport": "",
            "detail": "",
            "subject": content.subject,
            "text": content.text,
            "sha256": content.sha256,
            "raw": content.raw,
            "address_hash": content.address_hash,
        }
        for touch_id, content in contents
    ]
    if rows:
        connection.execute(_attempt.insert(), rows)


def finish(connection: Connection, closings: Sequence[Closing], now: datetime) -> None:
    """Close the open attempt of each touch."""
    rows = [
        {
            "this_touch": closing.touch_id,
            "finished_at": now,
            "outcome": closing.outcome,
            "code": closing.code,
            "detail": closing.detail[:500],
            "transport": closing.transport,
            "carrier_id": closing.carrier_id,
        }
        for closing in closings
    ]
    if rows:
        connection.execute(_CLOSE, rows)


def number(connection: Connection, touch_id: int) -> int:
    """How many attempts a touch has had."""
    query = select(func.count()).where(_attempt.c.touch_id == touch_id)
    return int(connection.execute(query).scalar_one())


def numbers(connection: Connection) -> dict[int, int]:
    """How many attempts each touch has had, by touch id."""
    query = select(_attempt.c.touch_id, func.count()).group_by(_attempt.c.touch_id)
    return {int(touch_id): int(attempts) for touch_id, attempts in connection.execute(query)}


def said(connection: Connection, touch_id: int) -> tuple[str, str] | None:
    """Subject and text of what a touch said, None when nothing was handed over."""
    query = select(_attempt.c.subject, _attempt.c.text).where(_attempt.c.touch_id == touch_id)
    row = connection.execute(query.order_by(_attempt.c.number.desc()).limit(1)).first()
    return (row[0], row[1]) if row is not None else None


def address_hash(connection: Connection, touch_id: int) -> str | None:
    """The keyed hash of the address that the newest mail of a touch went to, None when it was not kept."""
    query = select(_attempt.c.address_hash).where(_attempt.c.touch_id == touch_id)
    found: str | None = connection.execute(query.order_by(_attempt.c.number.desc()).limit(1)).scalar()
    return found


def sent_by(connection: Connection, touch_id: int) -> tuple[str, datetime] | None:
    """Carrier and moment of the newest attempt of a touch, None when there was none."""
    query = select(_attempt.c.transport, _attempt.c.started_at).where(_attempt.c.touch_id == touch_id)
    row = connection.execute(query.order_by(_attempt.c.number.desc()).limit(1)).first()
    return (row[0], row[1]) if row is not None else None


def last_to(connection: Connection, contact_pk: int, address_hash: str, since: datetime) -> int | None:
    """The touch whose mail went to this address of the person last, None when none did since then."""
    touch, enrollment = runs.touch, runs.enrollment
    query = (
        select(_attempt.c.touch_id)
        .join(touch, touch.c.id == _attempt.c.touch_id)
        .join(enrollment, enrollment.c.id == touch.c.enrollment_id)
        .where(
            enrollment.c.contact_id == contact_pk,
            _attempt.c.address_hash == address_hash,
            _attempt.c.started_at >= since,
        )
    )
    found: int | None = connection.execute(query.order_by(_attempt.c.started_at.desc()).limit(1)).scalar()
    return found


def by_carrier_ids(connection: Connection, ids: Sequence[str]) -> tuple[int, int] | None:
    """(touch id, contact id) of the mail that a carrier gave one of these names; None for none."""
    touch = runs.touch
    query = select(touch.c.id, touch.c.contact_id).join(_attempt, _attempt.c.touch_id == touch.c.id)
    newest = query.where(_attempt.c.carrier_id.in_(ids)).order_by(_attempt.c.id.desc()).limit(1)
    row = connection.execute(newest).first()
    return (row[0], row[1]) if row is not None else None


_OUT = (TouchState.SENT.value, TouchState.UNCERTAIN.value)


def mails_of(connection: Connection, enrollment_ids: Collection[int]) -> dict[int, list[Handed]]:
    """The mails of these runs by run, oldest first; of several copies the newest."""
    touch, other = runs.touch, _attempt.alias()
    newest = select(func.max(other.c.number)).where(other.c.touch_id == touch.c.id).scalar_subquery()
    query = (
        select(touch.c.enrollment_id, touch.c.step, touch.c.message_id, _attempt.c.transport, _attempt.c.carrier_id)
        .select_from(touch)
        .join(_attempt, and_(_attempt.c.touch_id == touch.c.id, _attempt.c.number == newest))
        .where(touch.c.enrollment_id.in_(enrollment_ids), touch.c.state.in_(_OUT), touch.c.message_id.is_not(None))
        .order_by(touch.c.made_at, touch.c.id)
    )
    found: dict[int, list[Handed]] = {}
    for enrollment_id, *row in connection.execute(query):
        found.setdefault(enrollment_id, []).append(Handed(*row))
    return found
