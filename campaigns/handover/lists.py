"""`tasks export`: the open tasks for another program. Titles name people, so the file is noted for an erasure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.imports import guarded
from handover.lists import FORMATS
from store import operation, tasks, written

COLUMNS = (
    *("task_id", "title", "kind", "due_at", "status", "priority", "assigned_to", "contact"),
    *("snoozed_until", "expires_at", "escalated", "sample"),
)
"""What stands in a list; no brief, no guide, no number."""


class NoFormat(ValueError):
    """A file whose suffix says nothing; the text is German."""


def write_list(house: House, file: Path, by: str, person: str | None = None) -> int:
    """Write the open tasks (of one person: her address, or what stands before its @); how many.

    Raises NoFormat and OSError.
    """
    form = FORMATS.get(file.suffix.lower())
    if form is None:
        raise NoFormat(f"Die Endung „{file.suffix}“ sagt nicht, was entstehen soll; erlaubt ist .csv oder .xlsx.")
    zone, now = ZoneInfo(house.timezone), house.clock.now()
    with house.store.write() as connection:
        rows = tasks.listing(connection, assignee=person)
        written.record(connection, file, written.TASKS, now)
        data = {"tasks": [row["external_id"] for row in rows], "by": by}
        operation.audit(connection, "tasks_exported", now, None, data)
    content = form(COLUMNS, [_cells(row, zone) for row in rows], guarded)
    with file.open("wb") as handle:
        handle.write(content)
    return len(rows)


def _cells(row: Mapping[str, Any], zone: ZoneInfo) -> list[str]:
    def at(name: str) -> str:
        return row[name].astimezone(zone).isoformat() if row[name] is not None else ""

    return [
        row["external_id"],
        row["title"],
        row["kind"],
        at("due_at"),
        row["state"],
        str(row["priority"]),
        row["assignee"] or "",
        row["contact"],
        at("snoozed_until"),
        at("expires_at"),
        "yes" if row["escalated_at"] is not None else "no",
        "yes" if row["sample"] else "no",
    ]
