"""Who of our own people is away: rows are appended, the one entered last counts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, select

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
    columns = (_table.c.person, _table.c.first_day, _table.c.last_day, _table.c.deputy)
    query = select(*columns).where(_table.c.last_day >= day).order_by(_table.c.id)
    return tuple(Absence(*row) for row in connection.execute(query))
