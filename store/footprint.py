"""What is under way for some people: runs, touches, tasks. Taken before and after an effect, it shows the effect."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from store.tables import desk, people, runs


@dataclass(frozen=True, slots=True)
class Item:
    """A run, touch or task: whose it is, what it is called outside, and its state."""

    contact: str
    name: str
    channel: str
    state: str


@dataclass(frozen=True, slots=True)
class Footprint:
    """Items by row id."""

    runs: dict[int, Item]
    touches: dict[int, Item]
    tasks: dict[int, Item]


def footprint(connection: Connection, contacts: Collection[int]) -> Footprint:
    """Everything of these contacts. A touch is called sequence/step, a task by its id."""
    found: list[dict[int, Item]] = []
    for table in (runs.enrollment, runs.touch, desk.task):
        query = (
            select(people.contact.c.external_id.label("contact"), *table.c)
            .join(people.contact, people.contact.c.id == table.c.contact_id)
            .where(table.c.contact_id.in_(contacts))
            .order_by(table.c.id)
        )
        found.append({row["id"]: _item(row) for row in connection.execute(query).mappings()})
    return Footprint(*found)


def _item(row: RowMapping) -> Item:
    sequence, step = row.get("sequence"), row.get("step")
    name = f"{sequence}/{step}" if step else sequence or row["external_id"]
    return Item(row["contact"], name, row.get("channel") or "", row["state"])


def became(before: dict[int, Item], after: dict[int, Item], *states: str) -> list[Item]:
    """Items that have come into one of these states in between."""
    return [item for pk, item in after.items() if item.state in states and pk in before and before[pk] != item]
