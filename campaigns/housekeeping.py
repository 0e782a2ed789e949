"""Duties between the ticks: rescue what dead daemons left, end tasks whose time is over, seal the audit log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from campaigns.desk.finishing import end_task_touch
from campaigns.drafts.deciding import expire as expire_draft
from campaigns.house import House
from campaigns.record import GRACE, doubt
from channels.channel import Outcome as Sending
from sequences.touch import TouchState
from store import attempts, audit, claims, courses, locks, operation, tasks, touches
from store.attempts import Closing

log = structlog.get_logger()

_TASKS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Rescued:
    """Claims given back and touches nobody knows the fate of."""

    given_back: int
    in_doubt: int


def rescue(house: House, alive: Collection[str]) -> Rescued:
    """Take over from daemons that are not `alive`. A claim is safe to repeat; behind the go doubt is shown."""
    now = house.clock.now()
    with house.store.write() as connection:
        dead = claims.dead_owners(connection, alive)
        doubtful = [claim.id for claim in claims.in_doubt(connection, dead, now - GRACE)]
        owners = touches.owners_of(connection, doubtful).values()
        locks.lock_people(connection, {contact for contact, _ in owners})
        given_back = claims.rescue_claims(connection, dead) if dead else 0
        if not given_back and not doubtful:
            return Rescued(0, 0)
        for case in courses.underway(connection, doubtful):
            # Closed as what it is: otherwise the receipt of a second copy would be written on the first as well.
            attempts.finish(connection, [Closing(case.touch.id, Sending.UNCERTAIN.value, 0, "no receipt", "")], now)
            doubt(house, connection, case, now)
            operation.audit(
                connection, "touch_uncertain", now, case.contact.external_id, {"send_id": case.touch.send_id}
            )
    log.info("rescued", given_back=given_back, in_doubt=len(doubtful))
    return Rescued(given_back, len(doubtful))


def expire_tasks(house: House) -> int:
    """End open tasks whose time has run out; their sequences go on or stop, as the step says."""
    now = house.clock.now()
    with house.store.write() as connection:
        found = tasks.expired(connection, now, _TASKS_AT_ONCE)
        locks.lock_people(connection, {task["contact_id"] for task in found})
        # Again, under the locks: a person was faster, or agreed on a call with which the task lives on.
        ids = {task["id"] for task in found}
        over = [task for task in tasks.expired(connection, now, _TASKS_AT_ONCE) if task["id"] in ids]
        for task in over:
            if not tasks.close(connection, task["id"], TouchState.EXPIRED.value, now):
                continue
            if task["touch_id"] is not None:
                _expire_touch(connection, house, task["touch_id"], now)
            else:
                _expire_draft(connection, house, task["id"], now)
    return len(over)


def _expire_touch(connection: Connection, house: House, touch_id: int, now: datetime) -> None:
    """A run that cannot go on is reported and left where it is: it must not hold up everybody else's."""
    try:
        with connection.begin_nested():
            end_task_touch(connection, house, touch_id, TouchState.EXPIRED, now)
    except Exception:
        log.exception("task_expiry_failed", touch=touch_id)
        touches.end_tasks(connection, [touch_id], TouchState.EXPIRED, now)


def _expire_draft(connection: Connection, house: House, task_id: int, now: datetime) -> None:
    """The same for a mail that nobody approved: it stays held, and a person is told by `doctor`."""
    try:
        with connection.begin_nested():
            expire_draft(house, connection, task_id, now)
    except Exception:
        log.exception("task_expiry_failed", task=task_id)


def seal_log(house: House) -> int:
    """Seal the audit events that wait for it, in groups: an event's own transaction never waits for the chain.

    The new head goes to the journal as well, a second place outside the database that a forger would have to reach.
    """
    with house.store.read() as connection:
        if not audit.waiting(connection):
            return 0
    total, last = 0, audit.AT_ONCE
    while last == audit.AT_ONCE:
        with house.store.write() as connection:
            last = audit.seal(connection)
            position, head = audit.head_of(connection)
        total += last
    log.info("audit_sealed", events=total, position=position, head=head)
    return total
