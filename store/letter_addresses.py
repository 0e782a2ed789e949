"""Letters on their way and the address they bear: what can still be changed, what has to come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select, update

from sequences.touch import TouchState
from store.letter_batches import SAMPLE
from store.tables import people, runs

_row, _batch = runs.batch_row, runs.batch


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A letter that is frozen or with the shop, and neither recalled nor come back. `batch_id` is empty before a batch.

    `exported`: its file stands; `batched_at` is when its batch was made, `posted_on` the day on which the shop posts
    it, None for a batch of before that day was noted.
    """

    touch_id: int
    send_id: str
    contact: str
    columns: Mapping[str, str]
    batch_id: str
    exported: bool
    batched_at: datetime | None
    posted_on: date | None


_ON_THEIR_WAY = (
    select(
        _row.c.touch_id, runs.touch.c.send_id, people.contact.c.external_id, _row.c.columns, _batch.c.external_id,
        runs.touch.c.state, _batch.c.created_at, _batch.c.posted_on,
    )
    .join(runs.touch, runs.touch.c.id == _row.c.touch_id)
    .join(people.contact, people.contact.c.id == runs.touch.c.contact_id)
    .outerjoin(_batch, _batch.c.id == _row.c.batch_id)
    .where(_row.c.recalled_at.is_(None), _row.c.returned_at.is_(None))
    .order_by(_row.c.id)
)  # fmt: skip


def on_their_way(connection: Connection, contact_pk: int) -> list[OnItsWay]:
    """The letters of a contact that wait or are with the shop, samples left out: nobody prints those.

    Held until the transaction ends: whoever marks their file as standing meanwhile then sees what became of them.
    """
    states = (TouchState.BATCHED.value, TouchState.EXPORTED.value)
    sample = _batch.c.external_id.startswith(SAMPLE, autoescape=True)
    hers = _ON_THEIR_WAY.where(runs.touch.c.contact_id == contact_pk, runs.touch.c.state.in_(states))
    real = hers.where(or_(_batch.c.id.is_(None), ~sample))
    return _on_their_way(connection, real.with_for_update(of=runs.touch))


def readdressed(connection: Connection, batch_id: str) -> list[OnItsWay]:
    """The letters of a batch with the shop that got another address after they were frozen."""
    exported = runs.touch.c.state == TouchState.EXPORTED.value
    mine = (_batch.c.external_id == batch_id, _row.c.readdressed_at.is_not(None), exported)
    return _on_their_way(connection, _ON_THEIR_WAY.where(*mine))


def _on_their_way(connection: Connection, query: Select[Any]) -> list[OnItsWay]:
    return [
        OnItsWay(touch_id, send_id, contact, columns, batch or "", state == TouchState.EXPORTED.value, *days)
        for touch_id, send_id, contact, columns, batch, state, *days in connection.execute(query)
    ]


def rewrite(connection: Connection, touch_id: int, columns: Mapping[str, str], now: datetime) -> None:
    """Another address for a letter whose file does not stand yet."""
    values = {"columns": dict(columns), "readdressed_at": now}
    connection.execute(update(_row).where(_row.c.touch_id == touch_id).values(**values))


def recall_one(connection: Connection, touch_id: int, now: datetime) -> None:
    """Recall one letter that is with the shop, advertising or not."""
    touch = runs.touch
    gone = (touch.c.id == touch_id, touch.c.state == TouchState.EXPORTED.value)
    connection.execute(update(touch).where(*gone).values(state=TouchState.RECALLED.value))
    connection.execute(update(_row).where(_row.c.touch_id == touch_id).values(recalled_at=now))
