"""Duties between the ticks: rescue what dead daemons left, end tasks whose time is over, seal the audit log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from campaigns.desk import conceding, promising
from campaigns.desk.branching import branch, not_the_one
from campaigns.desk.dialling import next_time
from campaigns.desk.made import number_shown, use_of_task
from campaigns.drafts.deciding import decide as decide_draft
from campaigns.drafts.deciding import expire as expire_draft
from campaigns.drafts.words import Words
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
from store import (
    attempts,
    audit,
    cases,
    claims,
    courses,
    ledger,
    locks,
    operation,
    task_changes,
    tasks,
    touches,
    wishes,
)
from store.attempts import Closing
from tasks.kinds import ENDS_ADVERTISING, NOT_THE_ONE, Outcome, may_report, outcomes_of
from tasks.report import Report

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
            _end_task_touch(connection, house, touch_id, TouchState.EXPIRED, now)
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


_BESIDE = frozenset({"callback", "review_cancellation", "review_withdrawal", "better_address"})
"""Tasks from the public pages: no run waits for them, so their end releases none."""


class WrongOutcome(ValueError):
    """An outcome that this kind of task cannot have; the text is German."""

    def __init__(self, kind: str, outcome: Outcome) -> None:
        super().__init__(f"„{outcome}“ gibt es bei „{kind}“ nicht; erlaubt ist {', '.join(outcomes_of(kind))}")


def finish_task(house: House, external_id: str, report: Report, words: Words | None = None) -> bool:
    """A person has done a task: record the outcome, the sequence goes on or ends. False when it is not open.

    True as well when this very report (`report.external_id`) is on file already: nothing happens a second time; False
    when it is another task's. Who was not reached is tried again under the same task, as often as she may be; then the
    sequence goes on. A spoken objection counts like a written one and covers every channel (AG München 142 C 1633/22).
    NotAgreed for a promise, a concession or a yes that cannot be taken as it is; NoNumber when a call was made and no
    number is known that was shown; WrongOutcome for an outcome that no such task can have. `words` are what somebody
    made of the mail that she approves; NotAdapted when they may not leave.
    """
    with house.store.write() as connection:
        aftermath = finish(house, connection, external_id, report, words)
    if aftermath is None:
        return False
    write_recalls(house, aftermath.recalled)
    return True


def finish(
    house: House, connection: Connection, external_id: str, report: Report, words: Words | None = None
) -> Aftermath | None:
    """`finish_task` inside the caller's transaction; what is to be done after it, None when the task is not open."""
    now, outcome = house.clock.now(), report.outcome
    task = tasks.show(connection, external_id)
    if task is None:
        return None
    if not may_report(task["kind"], outcome):
        raise WrongOutcome(task["kind"], outcome)
    if report.external_id is not None:  # of two doors with the same name one comes second, whatever task it is for
        locks.lock_word(connection, f"report {report.external_id}")
    locks.lock_contact(connection, task["contact_id"])
    known = tasks.reported(connection, report.external_id) if report.external_id is not None else None
    if known is not None:
        return Aftermath(changed=False) if known == task["id"] else None
    task = tasks.show(connection, external_id)  # again, under the lock: somebody else may have been faster
    if task is None or task["state"] != "open":
        return None
    shown = number_shown(house, connection, task, outcome, report.number)
    later = next_time(house, connection, task, report, now)
    when = _when(task, report, now)
    tasks.record_outcome(connection, task["id"], report, when, shown)
    use_of_task(connection, task, outcome, report.by, shown, when)
    promising.promise(house, connection, task, report, now)
    conceding.concede(house, connection, task, report, now)
    if outcome is Outcome.OBJECTION and (promising.reminds(connection, task) or conceding.asks(connection, task)):
        return _object(house, connection, task, report, now)  # what is owed stays open: it is no advertising
    if later is not None:
        task_changes.again(connection, task["id"], later.begins_at, later.due_at, later.expires_at, later.why)
        operation.audit(connection, "task_tried", now, task["contact"], {"task": external_id, "outcome": outcome})
        return Aftermath()
    tasks.close(connection, task["id"], TouchState.DONE.value, now)
    operation.audit(connection, "task_done", now, task["contact"], {"task": external_id, "outcome": outcome})
    if decide_draft(house, connection, task, report, words, now):
        return Aftermath()
    if promising.settle(connection, task, report, now) or conceding.settle(house, connection, task, report):
        return Aftermath()  # nothing waits for it
    return _follow(house, connection, task, report, now)


def _when(task: dict[str, Any], report: Report, now: datetime) -> datetime:
    """When it was: not before the task was there, and not ahead of our own clock."""
    return min(max(report.at, task["created_at"]), now) if report.at is not None else now


def _object(house: House, connection: Connection, task: dict[str, Any], report: Report, now: datetime) -> Aftermath:
    told = {"source": task["external_id"], "verbatim": report.note, "recorded_by": report.by}
    return object_to(connection, house, task["contact_id"], GLOBAL, Via.CALL, now, **told)


def _follow(house: House, connection: Connection, task: dict[str, Any], report: Report, now: datetime) -> Aftermath:
    """What the outcome of a closed task does: the run goes on, branches or ends, or advertising ends for good."""
    outcome = report.outcome
    if task["kind"] == "callback" and outcome is not Outcome.NOT_REACHED:
        wishes.answer_callback(connection, task["external_id"], now)
    if task["touch_id"] is not None:
        if outcome is Outcome.NOT_DONE and not tasks.was_tried(connection, task["id"]):
            ledger.remove(connection, task["touch_id"])  # nobody was contacted, so it takes no contact's place
        _end_task_touch(connection, house, task["touch_id"], TouchState.DONE, now)
    if outcome is Outcome.OBJECTION:
        aftermath = _object(house, connection, task, report, now)
    elif outcome in ENDS_ADVERTISING:
        aftermath = stop_advertising(connection, house, task["contact_id"], StopReason.OUTCOME, now)
    elif outcome in NOT_THE_ONE:
        aftermath = not_the_one(house, connection, task, report, now)
    else:
        aftermath = branch(house, connection, task, report, now)
    if task["touch_id"] is None and task["kind"] not in _BESIDE:
        after_task(connection, house, task, outcome, now)
    return aftermath


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
