"""The state of the house in a dozen figures."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.touch_json import iso
from store import enrollments, operation, replies, tasks, touches


def status_of(house: House) -> dict[str, Any]:
    """What a sysadmin asks first; times ISO 8601 in the house's zone."""
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        return {
            "now": iso(house.clock.now(), zone),
            "activated": operation.switch(connection, operation.ACTIVATED) is not None,
            "paused": operation.switch(connection, operation.PAUSED),
            "enrollments": enrollments.counts(connection),
            "touches": touches.counts(connection),
            "next_due": iso(touches.next_due(connection, house.definitions.paused), zone),
            "open_tasks": len(tasks.listing(connection)),
            "uncertain": len(touches.uncertain(connection)),
            "held_replies": len(replies.listing(connection, review=True)),
            "replies_read_at": iso(replies.last_read(connection), zone),
        }
