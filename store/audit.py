"""The audit log's seal: a hash chain over events, which survives the erasure of a person.

The chain holds a digest of each event's personal part, sha256(nonce, contact, data). Blanking that part together with
its nonce leaves a digest that nobody can guess an id from, and the chain still verifies (Art. 17 and Art. 5 Abs. 2
DSGVO side by side). Triggers refuse every other change. Who owns the database can take triggers away and write the
whole chain anew: then the head that somebody noted outside does not occur in it any more.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, func, or_, select, update

from store.tables import operation

GENESIS = "0" * 64
"""What the first event follows."""

AT_ONCE = 1000
"""Events sealed in one transaction: a long one would hold up the sending on SQLite."""

_SEAL_LOCK = 0x57494545
"""Key of PostgreSQL's advisory lock: one daemon at a time makes the chain longer."""

_STREAMED = {"yield_per": 1000}
"""For one statement. Set on the connection it would stay, and PostgreSQL declares no cursor for an UPDATE."""

_table = operation.audit_event
_EMPTY: dict[str, Any] = {}


class Fault(StrEnum):
    """What is wrong at the first broken event."""

    MISSING = "missing"
    CHANGED = "changed"
    UNLINKED = "unlinked"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event that does not fit; `at` and `event` as they stand there now, None when it is gone."""

    position: int
    fault: Fault
    event: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The chain up to its first fault: sealed events, how many of them were erased, span and head."""

    events: int
    erased: int
    first: datetime | None
    last: datetime | None
    head: str
    broken: Broken | None


def seal(connection: Connection, at_once: int = AT_ONCE) -> int:
    """Seal up to `at_once` events, oldest first; how many (fewer than that: nothing is left)."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(_SEAL_LOCK)))
    unsealed = select(_table).where(_table.c.hash.is_(None)).order_by(_table.c.id).limit(at_once)
    rows = connection.execute(unsealed).mappings().all()
    if not rows:
        return 0
    position, head = head_of(connection)
    values = []
    for row in rows:
        position, nonce = position + 1, secrets.token_hex(16)
        digest = _digest(nonce, row["contact"], row["data"])
        link = _link(position, head, row["at"], row["event"], digest)
        sealed = {"position": position, "nonce": nonce, "digest": digest, "previous": head, "hash": link}
        values.append({"pk": row["id"]} | sealed)
        head = link
    connection.execute(update(_table).where(_table.c.id == bindparam("pk")), values)
    return len(rows)


def head_of(connection: Connection) -> tuple[int, str]:
    """(position, hash) of the newest sealed event; (0, GENESIS) before the first."""
    query = select(_table.c.position, _table.c.hash).where(_table.c.position.is_not(None))
    found = connection.execute(query.order_by(_table.c.position.desc()).limit(1)).first()
    return (found[0], found[1]) if found else (0, GENESIS)


def waiting(connection: Connection) -> bool:
    """True when an event is not sealed yet."""
    return connection.execute(select(_table.c.id).where(_table.c.hash.is_(None)).limit(1)).first() is not None


def forget(connection: Connection, contact: str) -> int:
    """Blank the personal part of all events of a contact (by external id); how many.

    Only what is sealed may be blanked. On PostgreSQL others go on appending meanwhile: sealed and blanked in turns
    until none is left.
    """
    # An earlier version wrote down in a colleague's event whose answer it was: it is blanked as a whole.
    named = and_(_table.c.event == "colleague_rests", _table.c.data["of"].as_string() == contact)
    mine = or_(_table.c.contact == contact, named)
    blank = update(_table).where(mine, _table.c.hash.is_not(None)).values(contact=None, nonce=None, data=_EMPTY)
    blanked = 0
    while True:
        while seal(connection) == AT_ONCE:
            pass
        blanked += connection.execute(blank).rowcount
        if connection.execute(select(_table.c.id).where(mine).limit(1)).first() is None:
            return blanked


def verify(connection: Connection, noted: str | None = None) -> Checked:
    """Walk the chain. `noted` is a head somebody wrote down, or its beginning: it has to occur in the chain."""
    position, head, erased = 0, GENESIS, 0
    first = last = broken = None
    met = noted is None
    with connection.execute(_CHAIN, execution_options=_STREAMED) as rows:
        for row in rows.mappings():
            broken = _fault(row, position + 1, head)
            if broken is not None:
                break
            position, head = row["position"], row["hash"]
            first, last = first or row["at"], row["at"]
            erased += row["nonce"] is None
            met = met or head.startswith(noted or "")
    if broken is None and not met:
        broken = Broken(position + 1, Fault.HEAD)
    return Checked(position, erased, first, last, head, broken)


# An event whose position was taken away stands behind all others, not before them.
_CHAIN: Select[Any] = select(_table).where(_table.c.hash.is_not(None)).order_by(_table.c.position.nulls_last())


def _fault(row: RowMapping, position: int, head: str) -> Broken | None:
    """What is wrong with `row`, which should stand at `position` behind `head`."""
    if row["position"] != position:
        return Broken(position, Fault.MISSING)
    here = position, row["event"], row["at"]
    if row["previous"] != head:
        return _broken(Fault.UNLINKED, *here)
    if row["hash"] != _link(position, head, row["at"], row["event"], row["digest"]):
        return _broken(Fault.CHANGED, *here)
    blank = row["contact"] is None and row["data"] == _EMPTY
    intact = blank if row["nonce"] is None else row["digest"] == _digest(row["nonce"], row["contact"], row["data"])
    return None if intact else _broken(Fault.CHANGED, *here)


def _broken(fault: Fault, position: int, event: str, at: datetime) -> Broken:
    return Broken(position, fault, event, at)


def _digest(nonce: str, contact: str | None, data: Mapping[str, Any]) -> str:
    return _sha256([nonce, contact, data])


def _link(position: int, previous: str, at: datetime, event: str, digest: str | None) -> str:
    return _sha256([position, previous, at.astimezone(UTC).isoformat(timespec="microseconds"), event, digest])


def _sha256(value: list[Any]) -> str:
    """Of the canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def events(
    connection: Connection, *, contact: str | None = None, since: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Events as they happened: position (None while not sealed), at, event, contact, data."""
    columns = (_table.c.position, _table.c.at, _table.c.event, _table.c.contact, _table.c.data, _table.c.nonce)
    query = select(*columns).order_by(_table.c.at, _table.c.id)
    if contact is not None:
        query = query.where(_table.c.contact == contact)
    if since is not None:
        query = query.where(_table.c.at >= since)
    with connection.execute(query, execution_options=_STREAMED) as rows:
        for row in rows.mappings():
            yield dict(row)
