"""What others want to hear of, written in the transaction of what it tells of: ids only, no word of a person.

Nothing is written while nobody is configured to hear of a kind of event: the switch WEBHOOKS names those who are.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from replies.reply import Label
from store import operation
from store.tables import handover, people

_outbox = handover.outbox

TASK_CREATED, TASK_CHANGED, TASK_DONE = "task.created", "task.changed", "task.done"
TASK_WITHDRAWN, TASK_EXPIRED = "task.withdrawn", "task.expired"
CANCELLATION_RECEIVED = "cancellation.received"
OBJECTION_RECORDED = "objection.recorded"
RETURNED = "returned"

EVENTS: tuple[str, ...] = (
    *(TASK_CREATED, TASK_CHANGED, TASK_DONE, TASK_WITHDRAWN, TASK_EXPIRED),
    *(CANCELLATION_RECEIVED, OBJECTION_RECORDED, RETURNED),
    *(f"reply.{label.value}" for label in Label),
)
"""The closed vocabulary. A reply's event is written for what a person has written, never for a machine's notice."""


def put(
    connection: Connection, kind: str, contact_pk: int | None, ids: Mapping[str, str], now: datetime | None = None
) -> None:
    """Note an event of `contact_pk` for whoever wants to hear of it; `ids` are external ids by what they name.

    `now` None: the event is dated when it is shared out.
    """
    if kind not in (operation.switch(connection, operation.WEBHOOKS) or "").split():
        return
    data = dict(ids)
    if contact_pk is not None:
        name = select(people.contact.c.external_id).where(people.contact.c.id == contact_pk)
        data["contact"] = connection.execute(name).scalar_one()
    row = {"external_id": f"evt_{uuid.uuid4().hex}", "kind": kind, "at": now, "contact_id": contact_pk, "data": data}
    connection.execute(_outbox.insert().values(row))


def listen(connection: Connection, kinds: frozenset[str], now: datetime) -> None:
    """From now on events of these kinds are written, and of no other."""
    known, wanted = operation.switch(connection, operation.WEBHOOKS), " ".join(sorted(kinds))
    if not wanted and known is not None:
        operation.clear_switch(connection, operation.WEBHOOKS)
    elif wanted != (known or ""):
        operation.set_switch(connection, operation.WEBHOOKS, wanted, now)
