"""Mails that came back or arrived: soft bounces in a row for each address, and how many came back lately.

What counts over time is read by the indexes of a window (bounced_at, received_at, the ledger's medium and moment): it
grows with the mail of these days, never with what is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from contacts.medium import Medium
from store.tables import inbound, people, runs
from store.touches import ADVERTISING_PURPOSES

_attempt, _point, _reply, _touch = runs.attempt, people.contact_point, inbound.reply, runs.touch
BLOCKED = "blocked"
"""Effect of a reply that says a receiver refused us as a sender, whoever the mail was for."""


def _newest(touch_id: int) -> tuple[ColumnElement[bool], ...]:
    newest = select(func.max(_attempt.c.number)).where(_attempt.c.touch_id == touch_id).scalar_subquery()
    return (_attempt.c.touch_id == touch_id, _attempt.c.number == newest)


def mark(connection: Connection, touch_id: int, kind: str, now: datetime) -> bool:
    """A bounce is a fact of the newest attempt. False when that one has come back before: it counts once."""
    first = update(_attempt).where(*_newest(touch_id), _attempt.c.bounced_at.is_(None))
    if connection.execute(first.values(bounced_at=now, bounce=kind)).rowcount:
        return True
    # A delay that ends in a hard bounce: the worse word stays.
    worse = update(_attempt).where(*_newest(touch_id), _attempt.c.bounce != "hard_bounce").values(bounce=kind)
    connection.execute(worse)
    return False


def mark_delivered(connection: Connection, touch_id: int, now: datetime) -> str | None:
    """The newest mail of a touch has arrived; the keyed hash of its address, None when it was not kept."""
    connection.execute(update(_attempt).where(*_newest(touch_id)).values(delivered_at=now))
    found: str | None = connection.execute(select(_attempt.c.address_hash).where(*_newest(touch_id))).scalar()
    return found


def count(connection: Connection, contact_pk: int, address_hash: str | None) -> int:
    """One more mail in a row that came back from an address (None: from each one in use); how many it is now."""
    mine = [_point.c.contact_id == contact_pk, _point.c.medium == Medium.EMAIL.value]
    mine.append(_point.c.valid if address_hash is None else _point.c.hash == address_hash)
    counted = update(_point).where(*mine).values(soft_bounces=_point.c.soft_bounces + 1)
    return max(connection.execute(counted.returning(_point.c.soft_bounces)).scalars(), default=0)


def arrived(connection: Connection, address_hash: str) -> None:
    """Something has arrived at an address, or came from it: what came back before is forgotten."""
    connection.execute(
        update(_point).where(_point.c.hash == address_hash, _point.c.soft_bounces > 0).values(soft_bounces=0)
    )


def forgive(connection: Connection, taken_before: datetime) -> int:
    """Forget what came back from addresses that have taken a mail since, before `taken_before`; how many addresses.

    The mail was accepted after the last bounce of that address, and nothing came back.
    """
    other = runs.attempt.alias()
    its_own = (_touch.c.contact_id == _point.c.contact_id, _attempt.c.address_hash == _point.c.hash)
    other_touch = runs.touch.alias()
    last = (
        select(func.max(other.c.bounced_at))
        .join(other_touch, other_touch.c.id == other.c.touch_id)
        .where(other_touch.c.contact_id == _point.c.contact_id, other.c.address_hash == _point.c.hash)
        .correlate(_point)
        .scalar_subquery()
    )
    taken = (
        select(_attempt.c.id)
        .join(_touch, _touch.c.id == _attempt.c.touch_id)
        .where(
            *its_own,
            _attempt.c.outcome == "accepted",
            _attempt.c.bounced_at.is_(None),
            _attempt.c.finished_at <= taken_before,
            _attempt.c.finished_at > last,
        )
        .correlate(_point)
        .exists()
    )
    return connection.execute(update(_point).where(_point.c.soft_bounces > 0, taken).values(soft_bounces=0)).rowcount


@dataclass(frozen=True, slots=True)
class Lately:
    """Advertising mails handed over in a window, and what came of them in it."""

    sent: int
    dead: int
    complaints: int


def _handed_over(after: datetime | None) -> tuple[ColumnElement[bool], ...]:
    """Conditions: the mail left after a moment; what left before says nothing any more, whenever its notice comes."""
    return () if after is None else (_attempt.c.finished_at >= after,)


def _of_a_mail(after: datetime | None) -> ColumnElement[bool]:
    """The notice is about a mail of ours that left after a moment."""
    mails = select(_attempt.c.id).where(_attempt.c.touch_id == _reply.c.touch_id, *_handed_over(after))
    return mails.correlate(_reply).exists()


def lately(connection: Connection, since: datetime, handed_over_after: datetime | None = None) -> Lately:
    """Mails since a moment: handed over, come back as undeliverable for good, people who complained about one.

    A complaint that cites no mail of ours is an objection, but no share of what we sent: anybody can write one.
    """
    ledger = runs.ledger
    sent = select(func.count()).where(
        ledger.c.medium == Medium.EMAIL.value, ledger.c.at >= since, ledger.c.touch_id.is_not(None)
    )
    dead = (
        select(func.count())
        .join_from(_attempt, _touch, _touch.c.id == _attempt.c.touch_id)
        .where(_attempt.c.bounced_at >= since, _attempt.c.bounce == "hard_bounce", *_handed_over(handed_over_after))
        .where(_touch.c.purpose.in_(ADVERTISING_PURPOSES))
    )
    complaints = select(func.count(func.distinct(_reply.c.contact_id))).where(
        _reply.c.received_at >= since, _reply.c.kind == "complaint", _of_a_mail(handed_over_after)
    )
    return Lately(*(int(connection.execute(query).scalar_one()) for query in (sent, dead, complaints)))


def blocks(connection: Connection, since: datetime, handed_over_after: datetime | None = None) -> int:
    """How often receivers have refused us as a sender since a moment, about mails we know by what they cite."""
    query = select(func.count(func.distinct(_reply.c.touch_id))).where(
        _reply.c.received_at >= since, _reply.c.effect == BLOCKED, _of_a_mail(handed_over_after)
    )
    return int(connection.execute(query).scalar_one())
