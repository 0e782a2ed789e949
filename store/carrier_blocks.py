"""Addresses to which the carrier sends nothing more, as keyed hashes: what it told us, and what a person gave back.

A row is kept for addresses of nobody on file too: who is imported with one later gets no mail that nobody would send.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from contacts.consent import GLOBAL
from contacts.medium import Medium
from store.tables import people, permission, runs

_block, _point = permission.carrier_block, people.contact_point
SWALLOWED = "suppressed"
"""What is noted as the bounce of a mail that the carrier took and did not send."""


@dataclass(frozen=True, slots=True)
class Block:
    """`reason` bounce, complaint or listed (the carrier has not said why); `at`: since when, aware UTC."""

    address_hash: str
    reason: str
    at: datetime
    carrier: str
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A mail that the carrier took after it had blocked the address."""

    attempt_id: int
    touch_id: int
    send_id: str


def known(connection: Connection, hashes: Collection[str]) -> dict[str, Block]:
    """What is noted about these addresses, by hash."""
    columns = (_block.c.address_hash, _block.c.reason, _block.c.listed_at, _block.c.carrier, _block.c.released_at)
    return {
        row[0]: Block(*row) for row in connection.execute(select(*columns).where(_block.c.address_hash.in_(hashes)))
    }


def put(connection: Connection, blocks: Sequence[Block], now: datetime) -> None:
    """Note these, in place of what was known of the same addresses; a release before is over."""
    for one in blocks:
        values: dict[str, Any] = {
            "reason": one.reason, "listed_at": one.at, "carrier": one.carrier, "read_at": now,
            "released_at": None, "released_by": "",
        }  # fmt: skip
        changed = update(_block).where(_block.c.address_hash == one.address_hash).values(values)
        if connection.execute(changed).rowcount == 0:
            connection.execute(_block.insert().values(address_hash=one.address_hash, **values))


def is_blocked(connection: Connection, address_hash: str) -> bool:
    """True when nothing would be sent to this address."""
    query = select(_block.c.id).where(_block.c.address_hash == address_hash, _block.c.released_at.is_(None))
    return connection.execute(query).first() is not None


def users(connection: Connection, hashes: Collection[str]) -> dict[str, list[int]]:
    """Row ids of the contacts that have these e-mail addresses, by hash."""
    query = select(_point.c.hash, _point.c.contact_id).where(
        _point.c.hash.in_(hashes), _point.c.medium == Medium.EMAIL.value
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for digest, contact_pk in connection.execute(query.order_by(_point.c.contact_id)):
        found[digest].append(contact_pk)
    return dict(found)


def swallowed(
    connection: Connection, contacts: Collection[int], block: Block, activated_at: datetime
) -> list[Swallowed]:
    """Mails to this address that its carrier took since it blocked it, and that were sent to nobody."""
    touch, attempt = runs.touch, runs.attempt
    query = (
        select(attempt.c.id, touch.c.id, touch.c.send_id)
        .join(touch, touch.c.id == attempt.c.touch_id)
        .where(
            touch.c.contact_id.in_(contacts),
            attempt.c.address_hash == block.address_hash,
            attempt.c.transport == block.carrier,
            attempt.c.outcome == "accepted",
            attempt.c.started_at > max(block.at, activated_at),  # before, mails went to ourselves
            attempt.c.bounced_at.is_(None),
        )
        .order_by(attempt.c.id)
    )
    return [Swallowed(*row) for row in connection.execute(query)]


def mark_swallowed(connection: Connection, mails: Sequence[Swallowed], now: datetime) -> None:
    """These mails reached nobody."""
    ids = [one.attempt_id for one in mails]
    statement = update(runs.attempt).where(runs.attempt.c.id.in_(ids))
    connection.execute(statement.values(bounced_at=now, bounce=SWALLOWED))


def release(connection: Connection, address_hash: str, by: str, now: datetime) -> list[int]:
    """A person gives an address back: row ids of the contacts who get mail there again.

    Not who has named another one since: hers is superseded, as if it had never been blocked.
    """
    freed = update(_block).where(_block.c.address_hash == address_hash, _block.c.released_at.is_(None))
    connection.execute(freed.values(released_at=now, released_by=by))
    other = _point.alias()
    newer = select(other.c.id).where(other.c.contact_id == _point.c.contact_id, other.c.medium == _point.c.medium)
    out = (
        update(_point)
        .where(_point.c.hash == address_hash, _point.c.medium == Medium.EMAIL.value)
        .where(~_point.c.valid, ~_point.c.superseded)
    )
    connection.execute(out.where(newer.where(other.c.valid).exists()).values(superseded=True))
    again = out.values(valid=True, soft_bounces=0).returning(_point.c.contact_id)
    return sorted(connection.execute(again).scalars())


def put_out_of_use(connection: Connection, address_hash: str) -> None:
    """Nobody gets mail at this address. One that an import has superseded stays so."""
    point = (_point.c.hash == address_hash, _point.c.medium == Medium.EMAIL.value, _point.c.valid)
    connection.execute(update(_point).where(*point).values(valid=False))


def sweep(connection: Connection) -> int:
    """Addresses that came in beside a reading, by another process: how many were still in use."""
    blocks = select(_block.c.address_hash).where(_block.c.released_at.is_(None))
    statement = update(_point).where(_point.c.hash.in_(blocks), _point.c.medium == Medium.EMAIL.value, _point.c.valid)
    return connection.execute(statement.values(valid=False)).rowcount


def has_objected(connection: Connection, contact_pk: int) -> bool:
    """True when there is an objection of hers to advertising by e-mail, or to any."""
    table = permission.objection
    mine = (table.c.contact_id == contact_pk, table.c.scope.in_([GLOBAL, Medium.EMAIL.value]))
    return connection.execute(select(table.c.id).where(*mine).limit(1)).first() is not None


def listing(connection: Connection) -> list[dict[str, Any]]:
    """What is blocked for people on file, the newest first: contact, address, why, since when."""
    query = (
        select(
            people.contact.c.external_id.label("contact"),
            _point.c.raw.label("address"),
            _block.c.reason,
            _block.c.listed_at,
            _block.c.carrier,
            _block.c.released_at,
            _block.c.released_by,
        )
        .join(_point, _point.c.hash == _block.c.address_hash)
        .join(people.contact, people.contact.c.id == _point.c.contact_id)
        .where(_point.c.medium == Medium.EMAIL.value)
        .order_by(_block.c.listed_at.desc(), people.contact.c.external_id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def raws(connection: Connection, address_hash: str) -> list[str]:
    """The spellings of an address on file."""
    return list(connection.execute(select(_point.c.raw).where(_point.c.hash == address_hash).distinct()).scalars())
