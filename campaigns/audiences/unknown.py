"""A network's list after a restore: who was put on it since the backup, this database no longer knows.

Somebody who came in then and objects now would be on no removal list, and stay with the network for ever (Art. 21
Abs. 3 DSGVO). So from the restore on every list counts as unknown, until a person has replaced or deleted all of it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.house import House
from contacts.medium import Platform
from store import audiences, operation


def forget(house: House, connection: Connection, now: datetime) -> list[Platform]:
    """From now on nobody knows what these networks have: those we may write lists for, or did."""
    written = {one.platform for one in audiences.exports(connection)}
    found = [platform for platform in Platform if platform in house.audiences or platform in written]
    for platform in found:
        operation.set_switch(connection, operation.AUDIENCE_UNKNOWN + platform.value, now.isoformat(), now)
    return found


def unknown(connection: Connection) -> dict[Platform, datetime]:
    """Since when (aware UTC) nobody knows what a network's list holds; empty when all are known."""
    found = operation.switches(connection, operation.AUDIENCE_UNKNOWN)
    return {Platform(name): datetime.fromisoformat(since) for name, (since, _) in found.items()}


def known(connection: Connection, platform: Platform) -> None:
    """Its list was replaced or deleted as a whole."""
    operation.clear_switch(connection, operation.AUDIENCE_UNKNOWN + platform.value)
