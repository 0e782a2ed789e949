"""Somebody else looks after a contact from now on: what is open and nobody has taken goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.desk.assigning import anew
from campaigns.house import House
from store import operation, task_changes


@dataclass(frozen=True, slots=True)
class Followed:
    """Ids of tasks that went to the new owner, and those that stay with the old one, who has claimed them."""

    moved: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def follow(
    house: House, connection: Connection, contact_pk: int, contact: str, old: str | None, new: str | None, now: datetime
) -> Followed:
    """Carry a change of owner out, under the contact's lock; nothing for the same address in another spelling.

    What a third person has by a decision of somebody (claimed, handed over) is no longer the owner's.
    """
    before, after = (old or "").casefold(), (new or "").casefold()
    if new is None or before == after:
        return Followed()
    moved, kept = [], []
    for task in task_changes.of_contact(connection, contact_pk):
        if (task["stands_in_for"] or task["assignee"] or "").casefold() != before:
            continue
        if task["claimed_at"] is not None:
            kept.append(task["external_id"])
            continue
        given = anew(house, connection, task, new, now)
        if task_changes.give(connection, task, given.assignee or new, given.stands_in_for, due_at=given.due_at):
            moved.append(task["external_id"])
            data = {"task": task["external_id"], "by": "import"}
            operation.audit(connection, "task_handed_over", now, contact, data)
    return Followed(tuple(moved), tuple(kept))
