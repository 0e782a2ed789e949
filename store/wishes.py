"""What a person asked for, and what was released for her: preferences, call-backs, the reason of a business call.

Rows are appended; the same external id twice changes nothing. `of_people` reads them in bulk for a decision.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select, update

from compliance.rules.service_message import CALL_BACK_DAYS
from contacts.cancellation import DeclarationKind
from store import case_queries as queries
from store.case import Callback, Preference, Presumption, Wishes
from store.tables import permission


def of_people(connection: Connection, contact_pks: Collection[int], now: datetime) -> dict[int, Wishes]:
    """What counts of everybody's wishes and releases at `now`; who has none of it is left out. Five queries."""
    ids = {"ids": list(contact_pks)}
    open_since = {**ids, "since": now - timedelta(days=CALL_BACK_DAYS)}
    preferences = connection.execute(queries.PREFERENCES, ids).mappings()
    wished = {row["contact_id"]: _preference_of(row) for row in preferences}
    called = {pk: Callback(name, at) for pk, name, at in connection.execute(queries.CALLBACKS, open_since)}
    presumed = {row[0]: Presumption(*row[1:]) for row in connection.execute(queries.PRESUMPTIONS, ids)}
    restricted = {row[0]: row[1] for row in connection.execute(queries.RESTRICTED, ids)}
    told = {(pk, what): at for pk, what, at in connection.execute(queries.NO_SURVEY, ids)}
    return {
        pk: Wishes(
            preference=wished.get(pk),
            callback=called.get(pk),
            presumption=presumed.get(pk),
            restricted_at=restricted.get(pk),
            surveyed_at=told.get((pk, queries.SURVEY)),
            withdrew_at=told.get((pk, DeclarationKind.WITHDRAWAL.value)),
        )
        for pk in wished.keys() | called.keys() | presumed.keys() | restricted.keys() | {pk for pk, _ in told}
    }


def put_preference(
    connection: Connection,
    contact_pk: int,
    external_id: str,
    at: datetime,
    paused_until: datetime | None,
    min_gap_days: int | None,
    source: str,
) -> bool:
    """Append what somebody wishes from `at` on (aware UTC); False when the id is known. The newest `at` counts.

    A row is the whole wish: None takes back a pause or a gap of an older one.
    """
    values = {"at": at, "paused_until": paused_until, "min_gap_days": min_gap_days, "source": source}
    return _append(connection, permission.preference, external_id, contact_pk, values)


def newest_preference(connection: Connection, contact_pk: int) -> Preference | None:
    """What a contact wishes today; None when she never said anything."""
    table = permission.preference
    query = select(table).where(table.c.contact_id == contact_pk)
    row = connection.execute(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(1)).mappings().first()
    return _preference_of(row) if row else None


def _preference_of(row: RowMapping) -> Preference:
    return Preference(
        id=row["external_id"], at=row["at"], paused_until=row["paused_until"], min_gap_days=row["min_gap_days"]
    )


def put_callback(
    connection: Connection,
    contact_pk: int,
    external_id: str,
    topic: str,
    phone: str,
    wished_from: datetime,
    wished_until: datetime,
    received_at: datetime,
    task_pk: int | None = None,
) -> bool:
    """Append a wish to be called on one topic; False when the id is known. It is lawful for 14 days or until answered.

    `phone` serves this call alone and becomes no contact point (OLG Köln 6 U 191/11).
    """
    values = {
        "topic": topic,
        "phone": phone,
        "wished_from": wished_from,
        "wished_until": wished_until,
        "received_at": received_at,
        "task_id": task_pk,
    }
    return _append(connection, permission.callback, external_id, contact_pk, values)


def callback_of(connection: Connection, external_id: str) -> tuple[datetime, datetime, bool] | None:
    """When a call was asked for, from when on it is wished, and whether it was made; None for an unknown id."""
    table = permission.callback
    columns = (table.c.received_at, table.c.wished_from, table.c.answered_at)
    row = connection.execute(select(*columns).where(table.c.external_id == external_id)).first()
    return (row[0], row[1], row[2] is not None) if row is not None else None


def answer_callback(connection: Connection, external_id: str, answered_at: datetime) -> None:
    """The call was made: what the person asked for is done, and nothing may be based on it any more."""
    table = permission.callback
    open_one = update(table).where(table.c.external_id == external_id, table.c.answered_at.is_(None))
    connection.execute(open_one.values(answered_at=answered_at))


def replace_callbacks(connection: Connection, contact_pk: int, beginning: str, now: datetime) -> list[int]:
    """End the open wishes whose id begins so, because a newer one takes their place; the ids of their tasks."""
    table = permission.callback
    mine = (table.c.contact_id == contact_pk, table.c.external_id.startswith(beginning, autoescape=True))
    ended = update(table).where(*mine, table.c.answered_at.is_(None)).values(answered_at=now)
    return [pk for pk in connection.execute(ended.returning(table.c.task_id)).scalars() if pk is not None]


def put_presumption(
    connection: Connection,
    contact_pk: int,
    external_id: str,
    reason: str,
    facts: str,
    offer: str,
    released_by: str,
    released_at: datetime,
    now: datetime,
) -> bool:
    """Append the released reason of a business call; False when the id is known. `reason`: the words of the rulebook.

    Only `concrete` can carry a call (§ 7 Abs. 2 Nr. 1 UWG); the others are kept to show why none was made.
    """
    values = {
        "reason": reason,
        "facts": facts,
        "offer": offer,
        "released_by": released_by,
        "released_at": released_at,
        "recorded_at": now,
    }
    return _append(connection, permission.presumption, external_id, contact_pk, values)


def _append(connection: Connection, table: Table, external_id: str, contact_pk: int, values: dict[str, Any]) -> bool:
    if connection.execute(select(table.c.id).where(table.c.external_id == external_id)).first() is not None:
        return False
    connection.execute(table.insert().values(external_id=external_id, contact_id=contact_pk, **values))
    return True
