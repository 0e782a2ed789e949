"""From a task to what a calendar and a mail show of it: kind, short id, time, link. No name, no reason, no number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns.handover.links import task_url
from campaigns.house import House
from campaigns.task_words import TASK_KINDS
from handover.entry import Entry, Status, ical_priority, uid_of

_SHORT = 8
_WORDS = ("hand", "reply", "next", "promise", "approve")
_STATUS = {"open": Status.OPEN, "done": Status.COMPLETED}


def entry_of(
    house: House, row: Mapping[str, Any], person: str, agreed: datetime | None = None, *, halted: bool = False
) -> Entry:
    """The task of `row` as `person` sees it; `halted`: the house is paused and she must not carry it out."""
    task = row["external_id"]
    return Entry(
        task=task,
        uid=uid_of(task, house.addresses.message_id_domain),
        version=row["version"],
        kind=row["kind"],
        summary=summary(row, halted=halted),
        summaries=(summary(row, halted=not halted),),
        due=row["due_at"],
        priority=ical_priority(row["priority"]),
        url=task_url(house, task, person),
        status=_STATUS.get(row["state"], Status.CANCELLED),
        ended_at=row["ended_at"],
        agreed=agreed,
    )


def summary(row: Mapping[str, Any], *, halted: bool = False) -> str:
    """„Anruf 1a2b3c4d“, with what has to be known before anything is done."""
    words = f"{TASK_KINDS.get(row['kind'], row['kind'])} {short_id(row['external_id'])}"
    if row["sample"]:
        return f"Muster, nicht ausführen: {words}"
    if row.get("restricted_at"):
        return f"{words} (eingeschränkt, erst Datenschutz fragen)"
    return f"{words} (angehalten, nicht ausführen)" if halted else words


def short_id(task: str) -> str:
    """The beginning of an id that tells it apart in one person's list; `tasks show` takes it as it is."""
    word, dash, rest = task.partition("-")
    return f"{word}-{rest[:_SHORT]}" if dash and word in _WORDS else task[:_SHORT]
