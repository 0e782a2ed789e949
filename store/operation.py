"""Switches, imported files, audit events, daemons: what running the house needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, case, cast, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store.tables import operation

PAUSED = "paused"
PAUSE_REASON = "pause_reason"
"""Why advertising stopped by itself (campaigns.inbound.rates); unset when a person paused it."""
COUNTED_FROM = "counted_from"
"""Set by `resume`: what came back before says nothing any more."""
ACTIVATED = "activated"
DEMO = "demo"
"""Value of ACTIVATED in a state that holds the invented samples: it never becomes a real service."""
PLAYED_UNTIL = "played_until"
RESTORED = "restored"
"""Until when everything may have been done already: the moment a restored database was recognised."""
GAP = "restored_gap"
"""The time that a restored database has lost: its beginning and its end, separated by a blank."""
COPY_TAKEN = "copy_taken"
"""Stands in copies only: when the backup was taken."""
GENERATION = "generation"
"""A number that only grows; its twin lies beside the database (campaigns.backups.generation)."""
LAST_BACKUP = "last_backup"
LAST_RETENTION = "last_retention"
KEY_MARK = "key_mark"
"""Fingerprint of the key of the suppression list: another key would not find one single objection."""
LINK_KEY_MARK = "link_key_mark"
"""Fingerprint of the key of links and Message-IDs: with another one every link in every mail is dead."""
UNHASHED = "unhashed"
"""Set while addresses stand without their hash: they came in while the key of the suppression list was away."""
SCRUBBED = "scrubbed"
"""Set when free pages were cleaned of what was deleted before pages were overwritten by themselves."""
WEBHOOKS = "webhooks"
"""The kinds of events that somebody outside wants to hear of, separated by blanks; unset: none."""
QUEUE_STUCK = "queue_stuck"
"""Which queue does not let go of what was read, in German; empty when all do, unset while none was read."""
CARRIER_LIST = "carrier_list"
"""Set when the suppression list of Amazon SES was read to its end; its moment is where the next reading begins."""
CARRIER_LIST_TROUBLE = "carrier_list_trouble"
"""Why it could not be read last time, in German; empty when it could."""
AUDIENCE_UNKNOWN = "audience_unknown:"
"""Begins the switches that say since when nobody knows what the list of an advertising network holds."""
SECOND_MARK = "second_mark"
"""Where the second twin of the generation lies, outside the state directory; unset without one."""


def switch(connection: Connection, name: str) -> str | None:
    """The value of a switch, None when never set."""
    value: str | None = connection.execute(
        select(operation.switch.c.value).where(operation.switch.c.name == name)
    ).scalar()
    return value


def switched_at(connection: Connection, name: str) -> datetime | None:
    """When a switch was set last, None when never."""
    moment: datetime | None = connection.execute(
        select(operation.switch.c.at).where(operation.switch.c.name == name)
    ).scalar()
    return moment


def switches(connection: Connection, prefix: str) -> dict[str, tuple[str, datetime]]:
    """Value and time of all switches whose names begin with `prefix`, by the rest of the name."""
    table = operation.switch
    query = select(table.c.name, table.c.value, table.c.at).where(table.c.name.startswith(prefix, autoescape=True))
    rows = connection.execute(query.order_by(table.c.name))
    return {name.removeprefix(prefix): (value, at) for name, value, at in rows}


def set_switch(connection: Connection, name: str, value: str, now: datetime) -> None:
    """Set a switch."""
    table = operation.switch
    if connection.execute(update(table).where(table.c.name == name).values(value=value, at=now)).rowcount == 0:
        connection.execute(table.insert().values(name=name, value=value, at=now))


def next_number(connection: Connection, name: str, least: int, now: datetime) -> int:
    """The next number of a counting switch, above `least`. One statement, so that no daemon's count gets lost."""
    table = operation.switch
    known = cast(table.c.value, BigInteger)
    following = cast(case((known > least, known), else_=least) + 1, Text)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(name=name, value=str(least + 1), at=now)
    counted = statement.on_conflict_do_update(index_elements=["name"], set_={"value": following, "at": now})
    return int(connection.execute(counted.returning(table.c.value)).scalar_one())


def clear_switch(connection: Connection, name: str) -> None:
    """Unset a switch."""
    connection.execute(delete(operation.switch).where(operation.switch.c.name == name))


def file_known(connection: Connection, kind: str, sha256: str) -> bool:
    """True when the same file was imported before."""
    table = operation.imported_file
    query = select(table.c.id).where(table.c.kind == kind, table.c.sha256 == sha256)
    return connection.execute(query).first() is not None


def remember_file(connection: Connection, kind: str, sha256: str, rows: int, rejects: int, now: datetime) -> None:
    """Note that a file has been imported."""
    connection.execute(
        operation.imported_file.insert().values(kind=kind, sha256=sha256, at=now, rows=rows, rejects=rejects)
    )


def audit(connection: Connection, event: str, now: datetime, contact: str | None, data: Mapping[str, Any]) -> None:
    """Append an audit event; ids only in `data`, never words of a person."""
    connection.execute(operation.audit_event.insert().values(at=now, event=event, contact=contact, data=dict(data)))


def audit_all(
    connection: Connection, event: str, now: datetime, told: Sequence[tuple[str | None, Mapping[str, Any]]]
) -> None:
    """Append one event for each (contact, data), in one statement."""
    if told:
        rows = [{"at": now, "event": event, "contact": contact, "data": dict(data)} for contact, data in told]
        connection.execute(operation.audit_event.insert(), rows)


def audit_events(connection: Connection, contact: str | None = None) -> list[dict[str, Any]]:
    """Audit events in order, of one contact or all."""
    table = operation.audit_event
    query = select(table).order_by(table.c.id)
    if contact is not None:
        query = query.where(table.c.contact == contact)
    return [dict(row) for row in connection.execute(query).mappings()]


def register_daemon(connection: Connection, daemon_id: str, host: str, pid: int, now: datetime) -> None:
    """A daemon has started."""
    connection.execute(operation.daemon.insert().values(id=daemon_id, host=host, pid=pid, started_at=now, heartbeat=0))


def beat(connection: Connection, daemon_id: str) -> None:
    """The sending loop is alive: counted, not dated, so that clocks of several hosts never matter."""
    table = operation.daemon
    connection.execute(update(table).where(table.c.id == daemon_id).values(heartbeat=table.c.heartbeat + 1))


def forget_daemon(connection: Connection, daemon_id: str) -> None:
    """A daemon has ended properly or was found dead."""
    connection.execute(delete(operation.daemon).where(operation.daemon.c.id == daemon_id))
