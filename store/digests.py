"""The morning mail to one of our own people: one row a person and day, so that it leaves once, whatever crashes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store.tables import operation

_table = operation.digest

NOTHING, LEAVING, SENT, FAILED = "nothing", "leaving", "sent", "failed"
"""LEAVING stays where nobody knows what became of it: better none than two, the tasks are in the list anyway."""

_KEPT_DAYS = 90


def known(connection: Connection, day: date) -> frozenset[str]:
    """Whose mail of `day` is decided already: casefolded addresses."""
    return frozenset(connection.execute(select(_table.c.person).where(_table.c.day == day)).scalars())


def begin(connection: Connection, person: str, day: date, state: str, tasks: int, now: datetime) -> bool:
    """Take the mail of this day for good; False when somebody has. Rows of long ago go."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {"person": person, "day": day, "at": now, "state": state, "tasks": tasks}
    statement = insert(_table).values(values).on_conflict_do_nothing(index_elements=["person", "day"])
    taken = connection.execute(statement.returning(_table.c.id)).first() is not None
    connection.execute(delete(_table).where(_table.c.day < day - timedelta(days=_KEPT_DAYS)))
    return taken


def end(connection: Connection, person: str, day: date, state: str) -> None:
    """What became of a mail that was let go."""
    connection.execute(update(_table).where(_table.c.person == person, _table.c.day == day).values(state=state))


def give_back(connection: Connection, person: str, day: date) -> None:
    """The server has refused it for now, and said so: it has not left and may be tried again."""
    mine = (_table.c.person == person, _table.c.day == day, _table.c.state == LEAVING)
    connection.execute(delete(_table).where(*mine))


def newest_before(connection: Connection, person: str, day: date) -> datetime | None:
    """When the mail before that of `day` left; None when there was none."""
    mine = (_table.c.person == person, _table.c.day < day, _table.c.state.in_((SENT, LEAVING)))
    at: datetime | None = connection.execute(
        select(_table.c.at).where(*mine).order_by(_table.c.day.desc()).limit(1)
    ).scalar()
    return at
