"""Switches, imported files, audit events, daemons: what running the house needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from store.tables import operation

PAUSED = "paused"
ACTIVATED = "activated"
PLAYED_UNTIL = "played_until"


def switch(connection: Connection, name: str) -> str | None:
    """The value of a switch, None when never set."""
    value: str | None = connection.execute(
        select(operation.switch.c.value).where(operation.switch.c.name == name)
    ).scalar()
    return value


def set_switch(connection: Connection, name: str, value: str, now: datetime) -> None:
    """Set a switch."""
    table = operation.switch
    if connection.execute(update(table).where(table.c.name == name).values(value=value, at=now)).rowcount == 0:
        connection.execute(table.insert().values(name=name, value=value, at=now))


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
