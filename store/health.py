"""How the database and what is in it are: read by `status` and `doctor`, changed by nobody here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from sequences.touch import TouchState
from store.engine import FAILED, Store
from store.tables import inbound, operation, runs
from store.touches import ADVERTISING_PURPOSES

_touch = runs.touch
_OUT = (TouchState.SENT, TouchState.UNCERTAIN, TouchState.BATCHED, TouchState.EXPORTED, TouchState.OPEN)


@dataclass(frozen=True, slots=True)
class Engine:
    """Version of the library or server; journal mode and fault (None = sound) of SQLite only."""

    version: str
    journal: str = ""
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A daemon that has registered and has not said goodbye."""

    host: str
    pid: int
    started_at: datetime


def engine(store: Store) -> Engine:
    """What answers; on SQLite every page is looked at (quick_check), which takes seconds per gigabyte."""
    with store.engine.connect() as connection:
        if not store.is_sqlite:
            return Engine(str(connection.exec_driver_sql("SHOW server_version").scalar()))
        version = str(connection.exec_driver_sql("SELECT sqlite_version()").scalar())
        journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
        try:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(3)")]
        except FAILED as error:
            found = [first_words(error)]
    return Engine(version, journal, None if found == ["ok"] else "; ".join(found))


def first_words(error: DBAPIError) -> str:
    """What the database itself said, on one line."""
    return next(iter(str(error.orig).strip().splitlines()), type(error).__name__)


def daemons(connection: Connection) -> list[Running]:
    """The newest first."""
    table = operation.daemon
    query = select(table.c.host, table.c.pid, table.c.started_at).order_by(table.c.started_at.desc())
    return [Running(*row) for row in connection.execute(query)]


def latest_record(connection: Connection) -> datetime | None:
    """The latest moment at which anything was written down: the clock can never be before it."""
    columns = (operation.audit_event.c.at, _touch.c.made_at, runs.decision.c.at, inbound.mailbox_cursor.c.read_at)
    moments = [connection.execute(select(func.max(column))).scalar() for column in columns]
    return max((moment for moment in moments if moment is not None), default=None)


def due(connection: Connection, until: datetime) -> tuple[int, int]:
    """(advertising, all else) that is planned and due up to `until`."""
    advertising = func.count().filter(_touch.c.purpose.in_(ADVERTISING_PURPOSES))
    query = select(advertising, func.count()).where(
        _touch.c.state == TouchState.PLANNED.value, _touch.c.due_at <= until
    )
    ads, every = connection.execute(query).one()
    return int(ads), int(every - ads)


def made_since(connection: Connection, since: datetime) -> dict[str, int]:
    """What has left since a moment, by channel."""
    query = (
        select(_touch.c.channel, func.count())
        .where(_touch.c.made_at >= since, _touch.c.state.in_([state.value for state in _OUT]))
        .group_by(_touch.c.channel)
    )
    return {str(channel): int(number) for channel, number in connection.execute(query)}


def replies_waiting(connection: Connection, before: datetime) -> int:
    """Replies that a person has to read and that came before a moment."""
    query = select(func.count()).where(inbound.reply.c.review, inbound.reply.c.received_at < before)
    return int(connection.execute(query).scalar_one())


def unmatched_waiting(connection: Connection) -> tuple[int, datetime | None]:
    """(number, arrival of the oldest) of mails that a person has to read and that no task shows: they are nobody's."""
    came = inbound.reply.c.received_at
    query = select(func.count(), func.min(came)).where(inbound.reply.c.review, inbound.reply.c.contact_id.is_(None))
    number, oldest = connection.execute(query).one()
    return int(number), oldest


def letters_waiting(connection: Connection) -> int:
    """Letters that wait for the letter shop's next list."""
    query = select(func.count()).where(_touch.c.state == TouchState.BATCHED.value)
    return int(connection.execute(query).scalar_one())
