"""Open tasks between the ticks: who stands in for whom, what stayed undone, and what must not be done any more."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from campaigns.desk.assigning import office_of
from campaigns.desk.may_contact import ruling_at_desk
from campaigns.desk.moves import stand_in
from campaigns.gate import move_on
from campaigns.house import House
from compliance.verdict import Verdict
from sequences.definition import Channel, EventKind, Sequence
from sequences.enrollment import EnrollmentState
from sequences.touch import TouchState
from store import cases, drafts, enrollments, locks, operation, people, task_changes, tasks, touches
from store.case import Case
from store.task_changes import OpenAdvertising
from tasks.due import Office, overdue_since
from tasks.priority import escalated

log = structlog.get_logger()

_AT_ONCE = 200
_REFUSED = frozenset({Verdict.DENY, Verdict.DENY_DEFAULT})


@dataclass(frozen=True, slots=True)
class Tended:
    """How many tasks changed hands, were told to a lead, and were withdrawn.

    `reached` is where the next pass goes on that looks at a part only; 0 = at the beginning.
    """

    handed_over: int = 0
    escalated: int = 0
    withdrawn: int = 0
    reached: int = field(default=0, compare=False)


def tend_tasks(house: House, after: int = 0, *, at_most: int | None = None) -> Tended:
    """Look at every open task once. Each of the steps is its own transaction and may be repeated.

    Whether a basis still holds is known of nobody without a look at her case. `at_most` bounds these looks, from the
    row id `after` on: ten thousand open tasks must not cost ten thousand a minute, and the desk rules again before each
    call anyway.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        moved = stand_in(house, connection, now)
    told = _escalate(house, now)
    gone, reached = _withdraw_senseless(house, now, after, at_most)
    _set_going(house)
    done = Tended(len(moved), told, gone, reached)
    if done != Tended():
        log.info("tasks_tended", handed_over=done.handed_over, escalated=done.escalated, withdrawn=done.withdrawn)
    return done


def _set_going(house: House) -> None:
    """Looked at without the writer's lock: there is hardly ever one."""
    with house.store.read() as connection:
        stuck = enrollments.any_forgotten(connection)
    if stuck:
        with house.store.write() as connection:
            enrollments.release_forgotten(connection)


def _escalate(house: House, now: datetime) -> int:
    """What lies undone for `escalate_after` business hours of its owner comes up in the list of her lead, once.

    In pieces, each its own transaction: however many lie in front, the last one is reached.
    """
    hours = house.team.terms.escalate_after
    told, behind = 0, None
    while True:
        with house.store.write() as connection:
            late = task_changes.overdue(connection, now - timedelta(hours=hours), now, _AT_ONCE, behind)
            ripe = [task for task in late if overdue_since(task["due_at"], hours, _office(house, task)) <= now]
            locks.lock_contacts(connection, {task["contact_id"] for task in ripe})
            told += sum(_escalated(connection, task, now) for task in ripe)
        if len(late) < _AT_ONCE:
            return told
        behind = (late[-1]["due_at"], late[-1]["id"])


def _escalated(connection: Connection, task: dict[str, Any], now: datetime) -> bool:
    if not task_changes.escalate(connection, task["id"], escalated(task["priority"]), now):
        return False
    contact, _, _ = people.contact(connection, task["contact_id"])
    operation.audit(connection, "task_escalated", now, contact.external_id, {"task": task["external_id"]})
    return True


def _office(house: House, task: dict[str, Any]) -> Office:
    return office_of(house, house.team.of(task["assignee"]), None, "")


def _withdraw_senseless(house: House, now: datetime, after: int, at_most: int | None) -> tuple[int, int]:
    """Open tasks of advertising whose basis or purpose has ended are withdrawn: yesterday's consent is none."""
    gone = seen = 0
    while at_most is None or seen < at_most:
        with house.store.read() as connection:
            found = task_changes.advertising(connection, after, _AT_ONCE)
            if not found:
                return gone, 0
            doubtful = _senseless(house, connection, found, now)
        after, seen = found[-1].id, seen + len(found)
        if doubtful:
            with house.store.write() as connection:
                # Looked at again under the locks: a consent may have come in meanwhile.
                locks.lock_contacts(connection, {task.contact_pk for task in doubtful})
                for task in _senseless(house, connection, doubtful, now):
                    gone += _withdraw(house, connection, task, now)
    return gone, after


def _senseless(
    house: House, connection: Connection, found: List[OpenAdvertising], now: datetime
) -> list[OpenAdvertising]:
    loaded = {
        case.touch.id: case for case in cases.load(connection, [one.touch_id for one in found], now, house.horizon)
    }
    return [
        task
        for task in found
        if (case := loaded.get(task.touch_id)) is not None and _is_over(house, connection, case, task, now)
    ]


def _is_over(house: House, connection: Connection, case: Case, task: OpenAdvertising, now: datetime) -> bool:
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    if _too_late_to_save(case, sequence, now):
        return True
    if not (case.suppression_up and house.list_readable):
        return False  # nobody can tell; the desk refuses the call meanwhile, and the task stays
    channel = Channel.EMAIL if task.of_draft else Channel(task.channel or Channel.PHONE)
    return ruling_at_desk(house, case, sequence, channel, now).verdict in _REFUSED


def _too_late_to_save(case: Case, sequence: Sequence, now: datetime) -> bool:
    """A conversation that was to keep a contract makes no sense behind its end."""
    end = case.enrollment.anchors.contract_end
    return sequence.goal is EventKind.SAVED and end is not None and end <= now


def _withdraw(house: House, connection: Connection, task: OpenAdvertising, now: datetime) -> int:
    if not tasks.close(connection, task.id, TouchState.WITHDRAWN.value, now):
        return 0
    contact, _, _ = people.contact(connection, task.contact_pk)
    operation.audit(connection, "task_withdrawn", now, contact.external_id, {"task": task.external_id})
    if task.of_draft:
        drafts.free_unasked(connection, task.contact_pk, now)  # its mail is judged anew, by its other channels too
    else:
        _without_it(house, connection, task.touch_id, now)
    return 1


def _without_it(house: House, connection: Connection, touch_id: int, now: datetime) -> None:
    """The run goes on behind a step whose task is withdrawn."""
    touches.end_tasks(connection, [touch_id], TouchState.WITHDRAWN, now)
    (case,) = cases.load(connection, [touch_id], now, house.horizon)
    step = house.definitions.pinned(connection, case.enrollment.definition_hash).step(case.touch.step)
    live = case.enrollment.state in (EnrollmentState.ACTIVE, EnrollmentState.PAUSED)
    if live and step.wait_for_outcome is not None:
        move_on(house, connection, touch_id, now)
