"""Batches on their way to the letter shop, what the shop was told, what letters cost, who had one lately."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, update

from contacts.medium import Medium
from sequences.definition import Channel
from sequences.touch import TouchState
from store.letters import portions
from store.tables import people, runs
from store.touches import ADVERTISING_PURPOSES

_row, _batch, _touch = runs.batch_row, runs.batch, runs.touch
SAMPLE = "probe-"
"""How the number of a batch begins that was made before the activation: no shop ever gets it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One delivery to the letter shop. Moments aware UTC, None = has not happened."""

    batch_id: str
    created_at: datetime
    exported_at: datetime | None
    delivered_at: datetime | None
    posted_on: date | None
    arrives_on: date | None
    processor: str
    postage: str
    sha256: str | None
    tries: int
    retry_at: datetime | None
    trouble: str


_COLUMNS = (
    _batch.c.external_id, _batch.c.created_at, _batch.c.exported_at, _batch.c.delivered_at, _batch.c.posted_on,
    _batch.c.arrives_on, _batch.c.processor, _batch.c.postage, _batch.c.sha256, _batch.c.tries, _batch.c.retry_at,
    _batch.c.trouble,
)  # fmt: skip


def batch(connection: Connection, batch_id: str) -> Batch | None:
    """One batch, None when there is none of that number."""
    row = connection.execute(select(*_COLUMNS).where(_batch.c.external_id == batch_id)).first()
    return Batch(*tuple(row)) if row is not None else None


def batches(connection: Connection) -> list[tuple[Batch, dict[str, int], Decimal]]:
    """All batches, the newest first, each with its letters by state and what they cost."""
    counted: dict[str, dict[str, int]] = {}
    cost: dict[str, Decimal] = {}
    query = select(_batch.c.external_id, _touch.c.state, _row.c.returned, _row.c.cost)
    query = query.join(_row, _row.c.batch_id == _batch.c.id).join(_touch, _touch.c.id == _row.c.touch_id)
    for name, state, returned, euro in connection.execute(query):
        states = counted.setdefault(name, {})
        states[state] = states.get(state, 0) + 1
        if returned:
            states["returned"] = states.get("returned", 0) + 1
        if state in _COSTS:
            cost[name] = cost.get(name, Decimal(0)) + (euro or Decimal(0))
    found = [Batch(*tuple(row)) for row in connection.execute(select(*_COLUMNS).order_by(_batch.c.id.desc()))]
    return [(one, counted.get(one.batch_id, {}), cost.get(one.batch_id, Decimal(0))) for one in found]


def letters(connection: Connection, batch_id: str) -> list[dict[str, Any]]:
    """The letters of a batch, sorted as in its file: send_id, contact, sequence, step, state, cost, returned, ..."""
    query = (
        select(
            _touch.c.send_id, people.contact.c.external_id.label("contact"), _touch.c.sequence, _touch.c.step,
            _touch.c.state, _touch.c.reason, _row.c.cost, _row.c.recalled_at, _row.c.recall_told_at, _row.c.returned,
            _row.c.returned_at, _row.c.columns,
        )
        .join(_row, _row.c.touch_id == _touch.c.id)
        .join(_batch, _batch.c.id == _row.c.batch_id)
        .join(people.contact, people.contact.c.id == _touch.c.contact_id)
        .where(_batch.c.external_id == batch_id)
        .order_by(_touch.c.send_id)
    )  # fmt: skip
    return [dict(row) for row in connection.execute(query).mappings()]


def taken(connection: Connection, begins: str) -> set[str]:
    """Numbers of batches that begin like this."""
    query = select(_batch.c.external_id).where(_batch.c.external_id.startswith(begins, autoescape=True))
    return set(connection.execute(query).scalars())


def undelivered(connection: Connection) -> list[Batch]:
    """Batches whose files stand and which the shop has not got, whole or with a recall; the oldest first."""
    untold = select(_row.c.batch_id).where(_row.c.recalled_at.is_not(None), _row.c.recall_told_at.is_(None))
    query = select(*_COLUMNS).where(
        _batch.c.exported_at.is_not(None),
        _batch.c.sha256 != "",
        ~_batch.c.external_id.startswith(SAMPLE, autoescape=True),
        or_(_batch.c.delivered_at.is_(None), _batch.c.id.in_(untold)),
    )
    return [Batch(*tuple(row)) for row in connection.execute(query.order_by(_batch.c.id))]


def recalled(connection: Connection, batch_id: str, *, untold: bool = False) -> list[str]:
    """Send ids that were recalled from a batch, sorted; with `untold` those the shop does not know of yet."""
    query = _recalled(batch_id, _touch.c.send_id)
    if untold:
        query = query.where(_row.c.recall_told_at.is_(None))
    return list(connection.execute(query.order_by(_touch.c.send_id)).scalars())


def arrived(connection: Connection, batch_id: str, told: Collection[str], now: datetime, *, whole: bool) -> None:
    """The shop has the recall of `told`, and with `whole` the files of the batch."""
    known = set(told)
    ids = [
        pk for pk, send_id in connection.execute(_recalled(batch_id, _row.c.id, _touch.c.send_id)) if send_id in known
    ]
    for some in portions(ids):
        statement = update(_row).where(_row.c.id.in_(some), _row.c.recall_told_at.is_(None))
        connection.execute(statement.values(recall_told_at=now))
    values: dict[str, Any] = {"tries": 0, "retry_at": None, "trouble": ""} | ({"delivered_at": now} if whole else {})
    connection.execute(update(_batch).where(_batch.c.external_id == batch_id).values(**values))


def _recalled(batch_id: str, *columns: Any) -> Select[Any]:
    query = select(*columns).join(_row, _row.c.touch_id == _touch.c.id).join(_batch, _batch.c.id == _row.c.batch_id)
    return query.where(_batch.c.external_id == batch_id, _row.c.recalled_at.is_not(None))


def refused(connection: Connection, batch_id: str, trouble: str, retry_at: datetime) -> None:
    """The shop did not take it; `trouble` is a German sentence."""
    values = {"tries": _batch.c.tries + 1, "retry_at": retry_at, "trouble": trouble}
    connection.execute(update(_batch).where(_batch.c.external_id == batch_id).values(**values))


def doubt(connection: Connection, trouble: str, until: datetime) -> int:
    """Batches that the shop may have had in a time this database knows nothing of: only a person hands them over."""
    statement = update(_batch).where(_batch.c.exported_at.is_not(None), _batch.c.delivered_at.is_(None))
    return connection.execute(statement.values(trouble=trouble, retry_at=until)).rowcount


def come_back(connection: Connection, send_id: str, what: str, at: datetime) -> None:
    """What the post or the shop reported of a letter."""
    mine = select(_touch.c.id).where(_touch.c.send_id == send_id).scalar_subquery()
    connection.execute(update(_row).where(_row.c.touch_id == mine).values(returned=what, returned_at=at))


def last_arrival(connection: Connection, contact_pk: int) -> date | None:
    """The latest day on which an advertising letter to a contact arrives that cannot be taken back for sure."""
    query = (
        select(func.max(_batch.c.arrives_on))
        .join(_row, _row.c.batch_id == _batch.c.id)
        .join(_touch, _touch.c.id == _row.c.touch_id)
        .where(
            _touch.c.contact_id == contact_pk,
            _touch.c.purpose.in_(ADVERTISING_PURPOSES),
            _touch.c.state.in_([TouchState.EXPORTED.value, TouchState.RECALLED.value]),
        )
    )
    day: date | None = connection.execute(query).scalar()
    return day


_COSTS = frozenset({TouchState.BATCHED.value, TouchState.EXPORTED.value, TouchState.RECALLED.value})
"""What was stopped before the file was written is never printed."""


def spent_since(connection: Connection, since: datetime) -> Decimal:
    """What advertising letters have cost that were made since a moment; what never came into a file costs nothing."""
    ledger = runs.ledger
    query = (
        select(_row.c.cost, ledger.c.cost)
        .join(_touch, _touch.c.id == _row.c.touch_id)
        .outerjoin(ledger, ledger.c.touch_id == _touch.c.id)
        .where(_touch.c.made_at >= since, _touch.c.state.in_(_COSTS), _touch.c.purpose.in_(ADVERTISING_PURPOSES))
    )
    costs = (mine if mine is not None else before for mine, before in connection.execute(query))
    return sum((cost for cost in costs if cost is not None), Decimal(0))


def near(connection: Connection, contact_pks: Sequence[int], since: datetime) -> Mapping[int, tuple[datetime, str]]:
    """Contact -> (when, `letter_household` or `letter_company`) of somebody else's newest advertising letter nearby.

    A household is one name at one address (contacts.normalize.postal_key): letters for it lie in one letterbox.
    """
    if not contact_pks:
        return {}
    mine, theirs, me = people.contact_point.alias(), people.contact_point.alias(), people.contact.alias()
    lately = (
        _touch.c.channel == Channel.LETTER.value,
        _touch.c.purpose.in_(ADVERTISING_PURPOSES),
        _touch.c.state.in_([TouchState.BATCHED.value, TouchState.EXPORTED.value]),
        _touch.c.made_at > since,
    )
    household = (
        select(mine.c.contact_id, func.max(_touch.c.made_at))
        .join(theirs, (theirs.c.hash == mine.c.hash) & (theirs.c.contact_id != mine.c.contact_id))
        .join(_touch, _touch.c.contact_id == theirs.c.contact_id)
        .where(mine.c.contact_id.in_(contact_pks), mine.c.medium == Medium.POST.value, *lately)
        .where(theirs.c.medium == Medium.POST.value)
        .group_by(mine.c.contact_id)
    )
    company = (
        select(me.c.id, func.max(_touch.c.made_at))
        .join(_touch, (_touch.c.company_id == me.c.company_id) & (_touch.c.contact_id != me.c.id))
        .where(me.c.id.in_(contact_pks), *lately)
        .group_by(me.c.id)
    )
    found: dict[int, tuple[datetime, str]] = {}
    for query, reason in ((household, "letter_household"), (company, "letter_company")):
        for contact_pk, at in connection.execute(query):
            if contact_pk not in found or at > found[contact_pk][0]:
                found[contact_pk] = (at, reason)
    return found
