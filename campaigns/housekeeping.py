"""Duties between the ticks: rescue what dead daemons left, end tasks whose time is over, seal the audit log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from campaigns.desk.made import number_shown, use_of_task
from campaigns.effects import Aftermath, end_runs, object_to, stop_advertising
from campaigns.export import write_recalls
from campaigns.gate import move_on
from campaigns.house import House
from campaigns.inbound.answered import after_task
from campaigns.record import GRACE, doubt
from channels.channel import Outcome as Sending
from compliance.facts import Via
from contacts.consent import GLOBAL
from sequences.enrollment import StopReason
from sequences.touch import TouchState
from store import attempts, audit, cases, claims, courses, locks, operation, tasks, touches, wishes
from store.attempts import Closing
from tasks.kinds import ENDS_ADVERTISING, Outcome

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
        locks.lock_people(connection, touches.people_of(connection, doubtful)[0])
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
        over = tasks.expired(connection, now, _TASKS_AT_ONCE)
        locks.lock_people(connection, {task["contact_id"] for task in over})
        for task in over:
            if not tasks.close(connection, task["id"], TouchState.EXPIRED.value, now):
                continue  # a person was faster: the outcome counts
            if task["touch_id"] is not None:
                _expire_touch(connection, house, task["touch_id"], now)
    return len(over)


def _expire_touch(connection: Connection, house: House, touch_id: int, now: datetime) -> None:
    """A run that cannot go on is reported and left where it is: it must not hold up everybody else's."""
    try:
        with connection.begin_nested():
            _end_task_touch(connection, house, touch_id, TouchState.EXPIRED, now)
    except Exception:
        log.exception("task_expiry_failed", touch=touch_id)
        touches.end_tasks(connection, [touch_id], TouchState.EXPIRED, now)


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


_BESIDE = frozenset({"callback", "review_cancellation", "review_withdrawal", "better_address"})
"""Tasks from the public pages: no run waits for them, so their end releases none."""


def finish_task(house: House, external_id: str, outcome: Outcome, by: str, note: str, number: str = "") -> bool:
    """A person has done a task: record the outcome, the sequence goes on or ends. False when it is not open.

    A spoken objection counts like a written one and covers every channel (AG München 142 C 1633/22). `number` is the
    one that was shown when calling; empty: the one that is configured. NoNumber when there is none.
    """
    now = house.clock.now()
    aftermath = Aftermath()
    with house.store.write() as connection:
        task = tasks.show(connection, external_id)
        if task is not None:
            locks.lock_contact(connection, task["contact_id"])
        if task is None or not tasks.close(connection, task["id"], TouchState.DONE.value, now):
            return False
        shown = number_shown(house, connection, task, outcome, number)
        tasks.record_outcome(connection, task["id"], outcome, by, note, now, shown)
        operation.audit(connection, "task_done", now, task["contact"], {"task": external_id, "outcome": outcome})
        use_of_task(connection, task, outcome, by, shown, now)
        if task["kind"] == "callback" and outcome is not Outcome.NOT_REACHED:
            wishes.answer_callback(connection, external_id, now)
        if task["touch_id"] is not None:
            _end_task_touch(connection, house, task["touch_id"], TouchState.DONE, now)
        if outcome is Outcome.OBJECTION:
            told = {"source": external_id, "verbatim": note, "recorded_by": by}
            aftermath = object_to(connection, house, task["contact_id"], GLOBAL, Via.CALL, now, **told)
        elif outcome in ENDS_ADVERTISING:
            aftermath = stop_advertising(connection, house, task["contact_id"], StopReason.OUTCOME, now)
        if task["touch_id"] is None and task["kind"] not in _BESIDE:
            after_task(connection, house, task, outcome, now)
    write_recalls(house, aftermath.recalled)
    return True


def _end_task_touch(connection: Connection, house: House, touch_id: int, state: TouchState, now: datetime) -> None:
    touches.end_tasks(connection, [touch_id], state, now)
    case = cases.load(connection, [touch_id], now, house.horizon)[0]
    step = house.definitions.pinned(connection, case.enrollment.definition_hash).step(case.touch.step)
    if step.wait_for_outcome is None or case.enrollment.state not in ("active", "paused"):
        return
    if state is TouchState.EXPIRED and step.wait_for_outcome.then == "stop":
        end_runs(connection, [case.enrollment.id], StopReason.OUTCOME, now)
        return
    move_on(house, connection, touch_id, now)
