"""Who of our own people is away; of two entries for one day the one entered last counts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, delete, select, update

from store.tables import operation
from tasks.absence import Absence

_table = operation.absence


def add(connection: Connection, absence: Absence, by: str, now: datetime) -> None:
    """Somebody is away; `by` is who entered it."""
    connection.execute(
        _table.insert().values(
            person=absence.person.casefold(),
            first_day=absence.first,
            last_day=absence.last,
            deputy=absence.deputy.casefold() if absence.deputy else None,
            recorded_at=now,
            recorded_by=by,
        )
    )


def since(connection: Connection, day: date) -> tuple[Absence, ...]:
    """Absences that are not over on `day`, in the order in which they were entered."""
    return tuple(absence for _, absence in numbered(connection, day))


def numbered(connection: Connection, day: date) -> list[tuple[int, Absence]]:
    """The same with their row ids."""
    columns = (_table.c.id, _table.c.person, _table.c.first_day, _table.c.last_day, _table.c.deputy)
    query = select(*columns).where(_table.c.last_day >= day).order_by(_table.c.id)
    return [(row[0], Absence(*row[1:])) for row in connection.execute(query)]


def change(connection: Connection, pk: int, last: date, deputy: str | None) -> None:
    """Another last day or deputy; the audit log keeps what stood here before."""
    values = {"last_day": last, "deputy": deputy.casefold() if deputy else None}
    connection.execute(update(_table).where(_table.c.id == pk).values(values))


def remove(connection: Connection, pk: int) -> None:
    """An absence that never begins."""
    connection.execute(delete(_table).where(_table.c.id == pk))
