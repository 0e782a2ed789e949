"""What a statute demands to keep of an erased person, under a keyed hash: for proof, access and retention alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select

from store.tables import rights

CONSENT: Final = "consent"
COMMERCIAL_LETTER: Final = "commercial_letter"
CONTRACT: Final = "contract"
PRESUMPTION: Final = "presumption"
ADDRESS: Final = "address"
"""Not a thing that is kept but the way to it: `external_id` is the keyed hash of an address (Art. 15, 12 Abs. 2 DSGVO).

As long as anything else of the person is kept, and no longer: who asks by her address gets the same answer as by an id.
"""

KINDS: Final = (CONSENT, COMMERCIAL_LETTER, CONTRACT, PRESUMPTION)
"""The proof of a consent with its uses, a commercial letter as sent, the facts of a contract, the reason of a call."""

_table = rights.retained


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that stays. `at` is when it came about, `keep_until` the last day it is kept (local)."""

    kind: str
    external_id: str
    statute: str
    at: datetime
    keep_until: date
    data: Mapping[str, Any]
    raw: bytes | None = None


def put(connection: Connection, pseudonym: str, items: Iterable[Item]) -> None:
    """Store what stays; an item that is there already (erased, read in again, erased again) is replaced."""
    for item in items:
        same = (_table.c.pseudonym == pseudonym, _table.c.kind == item.kind, _table.c.external_id == item.external_id)
        connection.execute(delete(_table).where(*same))
        connection.execute(
            _table.insert().values(
                pseudonym=pseudonym,
                kind=item.kind,
                external_id=item.external_id,
                statute=item.statute,
                at=item.at,
                keep_until=item.keep_until,
                data=dict(item.data),
                raw=item.raw,
            )
        )


def of(connection: Connection, pseudonym: str) -> list[Item]:
    """Everything that is kept of an erased person, by kind and age."""
    return _items(connection, _table.c.pseudonym == pseudonym, _table.c.kind != ADDRESS)


def by_address(connection: Connection, hashes: Iterable[str]) -> set[str]:
    """Pseudonyms of the erased people who had one of these addresses (keyed hashes)."""
    query = select(_table.c.pseudonym).where(_table.c.kind == ADDRESS, _table.c.external_id.in_(list(hashes)))
    return set(connection.execute(query).scalars())


def addresses(connection: Connection, pseudonym: str) -> set[str]:
    """Keyed hashes of the addresses an erased person had."""
    query = select(_table.c.external_id).where(_table.c.kind == ADDRESS, _table.c.pseudonym == pseudonym)
    return set(connection.execute(query).scalars())


def consents(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
    """(pseudonym, data) of every kept proof of a consent."""
    query = select(_table.c.pseudonym, _table.c.data).where(_table.c.kind == CONSENT)
    return [(name, dict(data)) for name, data in connection.execute(query)]


def named(connection: Connection, kind: str, external_id: str) -> list[Item]:
    """The kept things of a kind with this id: how an authority's question about a consent finds its proof."""
    return _items(connection, _table.c.kind == kind, _table.c.external_id == external_id)


def _items(connection: Connection, *conditions: Any) -> list[Item]:
    columns = [_table.c[name] for name in Item.__dataclass_fields__]
    query = select(*columns).where(*conditions).order_by(_table.c.kind, _table.c.at, _table.c.id)
    return [Item(*row) for row in connection.execute(query)]


def overdue(connection: Connection, today: date) -> dict[str, tuple[int, datetime]]:
    """Kind -> (number, the oldest) of what is kept no longer: its last day lies before `today`."""
    query = select(_table.c.kind, func.count(), func.min(_table.c.at)).where(_table.c.keep_until < today)
    return {kind: (int(number), oldest) for kind, number, oldest in connection.execute(query.group_by(_table.c.kind))}


def drop_overdue(connection: Connection, today: date) -> int:
    """Delete what is kept no longer; how many."""
    return connection.execute(delete(_table).where(_table.c.keep_until < today)).rowcount
