"""Letters on their way to the letter shop: frozen rows, batches, recalls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, select, update

from sequences.touch import TouchState
from store.tables import runs
from store.touches import ADVERTISING_PURPOSES

_row = runs.batch_row
_batch = runs.batch
_PARAMETERS = 10_000
_WAITS = (_row.c.batch_id.is_(None), runs.touch.c.state == TouchState.BATCHED.value)


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A letter as it will be printed; until its file stands the address may change (store.letter_addresses)."""

    touch_id: int
    send_id: str
    columns: Mapping[str, str]


def freeze(
    connection: Connection,
    touch_id: int,
    columns: Mapping[str, str],
    code: str | None = None,
    cost: Decimal | None = None,
) -> None:
    """Keep the letter's columns, waiting for the next batch; `code` is printed on it, `cost` is what it will cost."""
    connection.execute(_row.insert().values(touch_id=touch_id, columns=dict(columns), response_code=code, cost=cost))


def by_codes(connection: Connection, codes: Sequence[str]) -> tuple[int, int] | None:
    """(touch id, contact id) of the one letter with one of these codes; None for none, and for more than one."""
    touch = runs.touch
    query = select(touch.c.id, touch.c.contact_id).join(_row, _row.c.touch_id == touch.c.id)
    found = connection.execute(query.where(_row.c.response_code.in_(codes)).limit(2)).all()
    return (found[0][0], found[0][1]) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A frozen letter without a batch: which step of which definition it is."""

    row_id: int
    touch_id: int
    contact_pk: int
    send_id: str
    definition_hash: str
    step: str
    made_at: datetime


def waiting(connection: Connection, *, advertising: bool) -> list[Waiting]:
    """Advertising or contract letters that wait for a batch, the oldest first."""
    touch, run = runs.touch, runs.enrollment
    whose = touch.c.purpose.in_(ADVERTISING_PURPOSES) if advertising else touch.c.purpose.not_in(ADVERTISING_PURPOSES)
    query = (
        select(
            _row.c.id, touch.c.id, touch.c.contact_id, touch.c.send_id, run.c.definition_hash, touch.c.step,
            touch.c.made_at,
        )
        .join(touch, touch.c.id == _row.c.touch_id)
        .join(run, run.c.id == touch.c.enrollment_id)
        .where(*_WAITS, whose)
        .order_by(_row.c.id)
    )  # fmt: skip
    return [Waiting(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a batch is made: its contract (Art. 28 DSGVO), postage, days; `cost` of each letter, None = as frozen."""

    processor: str = ""
    postage: str = ""
    posted_on: date | None = None
    arrives_on: date | None = None
    cost: Decimal | None = None


_NO_TERMS = Terms()


def assign(
    connection: Connection,
    batch_id: str,
    now: datetime,
    row_ids: Sequence[int] | None = None,
    terms: Terms = _NO_TERMS,
) -> int:
    """Put all waiting letters (or these) into a new batch; their number (0 = no batch was made)."""
    found = select(_row.c.id).join(runs.touch, runs.touch.c.id == _row.c.touch_id).where(*_WAITS)
    wanted = None if row_ids is None else set(row_ids)
    ids = [pk for pk in connection.execute(found).scalars() if wanted is None or pk in wanted]
    if not ids:
        return 0
    made = {
        "external_id": batch_id,
        "created_at": now,
        "processor": terms.processor,
        "postage": terms.postage,
        "posted_on": terms.posted_on,
        "arrives_on": terms.arrives_on,
    }
    batch: int = connection.execute(_batch.insert().values(**made).returning(_batch.c.id)).scalar_one()
    values: dict[str, object] = {"batch_id": batch} | ({"cost": terms.cost} if terms.cost is not None else {})
    for some in portions(ids):
        connection.execute(update(_row).where(_row.c.id.in_(some)).values(**values))
    return len(ids)


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Both databases bound the number of parameters in one statement."""
    return (ids[begin : begin + _PARAMETERS] for begin in range(0, len(ids), _PARAMETERS))


def waiting_since(connection: Connection) -> datetime | None:
    """When the oldest letter that waits for a batch was frozen, None when none waits."""
    touch = runs.touch
    query = select(touch.c.made_at).join(_row, _row.c.touch_id == touch.c.id).where(*_WAITS).order_by(touch.c.made_at)
    moment: datetime | None = connection.execute(query.limit(1)).scalar()
    return moment


def unexported(connection: Connection) -> list[str]:
    """Batches whose file has not been confirmed yet: after a crash they are written again, byte for byte."""
    query = select(_batch.c.external_id).where(_batch.c.exported_at.is_(None)).order_by(_batch.c.id)
    return list(connection.execute(query).scalars())


def rows_of(connection: Connection, batch_id: str, written: frozenset[str] | None = None) -> list[FrozenRow]:
    """The letters of a batch that are still to be printed, in a stable order; of a file that stands those in it."""
    touch = runs.touch
    query = (
        select(_row.c.touch_id, touch.c.send_id, _row.c.columns)
        .join(_batch, _batch.c.id == _row.c.batch_id)
        .join(touch, touch.c.id == _row.c.touch_id)
        .where(_batch.c.external_id == batch_id)
        .order_by(touch.c.send_id)
    )
    if written is None:
        query = query.where(touch.c.state == TouchState.BATCHED.value)
    rows = [FrozenRow(*row) for row in connection.execute(query)]
    return rows if written is None else [row for row in rows if row.send_id in written]


def advertising_in(connection: Connection, batch_id: str) -> list[tuple[int, int]]:
    """(touch, contact) of the advertising letters of a batch that are still to be printed."""
    touch = runs.touch
    query = (
        select(touch.c.id, touch.c.contact_id)
        .join(_row, _row.c.touch_id == touch.c.id)
        .join(_batch, _batch.c.id == _row.c.batch_id)
        .where(
            _batch.c.external_id == batch_id,
            touch.c.state == TouchState.BATCHED.value,
            touch.c.purpose.in_(ADVERTISING_PURPOSES),
        )
        .order_by(touch.c.id)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def mark_exported(connection: Connection, batch_id: str, sha256: str, touch_ids: Sequence[int], now: datetime) -> None:
    """The file stands complete on disk."""
    connection.execute(update(_batch).where(_batch.c.external_id == batch_id).values(exported_at=now, sha256=sha256))
    touch = runs.touch
    for some in portions(touch_ids):
        connection.execute(
            update(touch)
            .where(touch.c.id.in_(some), touch.c.state == TouchState.BATCHED.value)
            .values(state=TouchState.EXPORTED.value, ended_at=now)
        )


def printed(connection: Connection, send_id: str) -> Mapping[str, str] | None:
    """The columns of a letter as it was frozen, None when that send is no letter."""
    query = select(_row.c.columns).join(runs.touch, runs.touch.c.id == _row.c.touch_id)
    columns: Mapping[str, str] | None = connection.execute(query.where(runs.touch.c.send_id == send_id)).scalar()
    return columns


def recall(connection: Connection, contact_pk: int, now: datetime) -> dict[str, list[str]]:
    """Recall the advertising letters of a contact that are exported: batch id -> send ids for its recall file."""
    touch = runs.touch
    query = (
        select(touch.c.id, touch.c.send_id, _batch.c.external_id, _row.c.id)
        .join(_row, _row.c.touch_id == touch.c.id)
        .join(_batch, _batch.c.id == _row.c.batch_id)
        .where(
            touch.c.contact_id == contact_pk,
            touch.c.state == TouchState.EXPORTED.value,
            touch.c.purpose.in_(ADVERTISING_PURPOSES),
            _row.c.recalled_at.is_(None),
        )
        .order_by(touch.c.send_id)
    )
    recalled: dict[str, list[str]] = {}
    for touch_id, send_id, batch_id, row_id in connection.execute(query).all():
        recalled.setdefault(batch_id, []).append(send_id)
        connection.execute(update(touch).where(touch.c.id == touch_id).values(state=TouchState.RECALLED.value))
        connection.execute(update(_row).where(_row.c.id == row_id).values(recalled_at=now))
    return recalled


def recall_stopped(connection: Connection, batch_id: str, now: datetime) -> list[str]:
    """Letters of a batch that were stopped before it was marked exported, now recalled: their send ids."""
    touch = runs.touch
    query = (
        select(_row.c.id, touch.c.send_id)
        .join(touch, touch.c.id == _row.c.touch_id)
        .join(_batch, _batch.c.id == _row.c.batch_id)
        .where(_batch.c.external_id == batch_id, touch.c.state == TouchState.STOPPED.value)
        .order_by(touch.c.send_id)
    )
    found = connection.execute(query).all()
    for some in portions([row[0] for row in found]):
        connection.execute(update(_row).where(_row.c.id.in_(some)).values(recalled_at=now))
    return [row[1] for row in found]


def recalled_since(connection: Connection, since: datetime) -> list[str]:
    """Batches from which letters have been recalled since a moment."""
    query = (
        select(_batch.c.external_id)
        .join(_row, _row.c.batch_id == _batch.c.id)
        .where(_row.c.recalled_at >= since)
        .order_by(_batch.c.id)
        .distinct()
    )
    return list(connection.execute(query.with_only_columns(_batch.c.external_id, _batch.c.id)).scalars())


def recalls_of(connection: Connection, batch_id: str) -> list[str]:
    """All send ids ever recalled from a batch: the recall file is written whole each time."""
    touch = runs.touch
    query = (
        select(touch.c.send_id)
        .join(_row, _row.c.touch_id == touch.c.id)
        .join(_batch, _batch.c.id == _row.c.batch_id)
        .where(_batch.c.external_id == batch_id, _row.c.recalled_at.is_not(None))
        .order_by(touch.c.send_id)
    )
    return list(connection.execute(query).scalars())
