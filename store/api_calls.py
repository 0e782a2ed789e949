"""Calls of other systems that had an effect, so that the same call has it once. Keys and bodies are hashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from store import locks
from store.tables import handover

_call = handover.api_call


@dataclass(frozen=True, slots=True)
class Call:
    """What was answered and when, and the hash of the body that it was the answer to."""

    sha256: str
    status: int
    answer: dict[str, Any]
    at: datetime


def known(connection: Connection, source: str, key: str) -> Call | None:
    """The call of this source under this key; whoever comes second waits here until the first is done."""
    locks.lock_word(connection, f"api_call {source} {key}")
    columns = (_call.c.sha256, _call.c.status, _call.c.answer, _call.c.at)
    row = connection.execute(select(*columns).where(_call.c.source == source, _call.c.key == key)).first()
    return Call(*row) if row is not None else None


def remember(
    connection: Connection, source: str, key: str, sha256: str, status: int, answer: Mapping[str, Any], now: datetime
) -> None:
    """Note a call in the transaction of its effect, in the place of an older one under the same key."""
    connection.execute(delete(_call).where(_call.c.source == source, _call.c.key == key))
    values = {"source": source, "key": key, "at": now, "sha256": sha256, "status": status, "answer": dict(answer)}
    connection.execute(_call.insert().values(values))


def old(connection: Connection, before: datetime) -> tuple[int, datetime | None]:
    """How many calls nobody repeats any more, and when the oldest of them was."""
    number, oldest = connection.execute(select(func.count(), func.min(_call.c.at)).where(_call.c.at < before)).one()
    return int(number), oldest


def forget(connection: Connection, before: datetime) -> int:
    """Drop them."""
    return connection.execute(delete(_call).where(_call.c.at < before)).rowcount
