"""What only a simulation asks of its copy: who answers for whom, who runs already, everybody once more from day 0."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from store import operation
from store.enrollments import LIVE
from store.tables import desk, drafts, inbound, people, runs

_OF_A_RUN = (
    drafts.draft,
    desk.outcome,
    desk.promise,
    desk.task,
    desk.offer_use,
    runs.batch_row,
    runs.batch,
    runs.attempt,
    runs.decision,
    inbound.reply,
    runs.touch,
    runs.enrollment,
)
"""Children first. Replies go too: a simulation assumes that nobody answers; an objection in one stands by itself."""


def owners(connection: Connection) -> dict[str, str]:
    """Contact -> the address of whoever looks after it, for those who have somebody."""
    table = people.contact
    query = select(table.c.external_id, table.c.owner_email).where(table.c.owner_email.is_not(None))
    return {row[0]: row[1] for row in connection.execute(query)}


def underway(connection: Connection) -> int:
    """People in a run now: they keep the definition they began with, whatever the files say."""
    table = runs.enrollment
    query = select(func.count(table.c.contact_id.distinct())).where(table.c.state.in_(LIVE))
    return int(connection.execute(query).scalar_one())


def first_cancellation(connection: Connection) -> datetime | None:
    """When the oldest cancellation came in, None without any."""
    moment: datetime | None = connection.execute(
        select(people.cancellation.c.received_at).order_by(people.cancellation.c.received_at).limit(1)
    ).scalar()
    return moment


def forget_runs(connection: Connection) -> None:
    """Nobody has begun and nothing has been sent: for a copy alone. Consents, objections and people's calls stay."""
    connection.execute(delete(runs.ledger).where(runs.ledger.c.touch_id.is_not(None)))
    for table in _OF_A_RUN:
        connection.execute(delete(table))
    operation.clear_switch(connection, operation.GAP)  # everybody begins once more, so nothing is lost
    connection.execute(update(people.cancellation).values(handled_at=None))
    connection.execute(update(runs.event).values(handled_at=None))
