"""The outcome of a task: written down once, then the run it belongs to goes on, branches or ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.desk import conceding, promising
from campaigns.desk.branching import branch, not_the_one
from campaigns.desk.dialling import next_time
from campaigns.desk.made import number_shown, use_of_task
from campaigns.drafts.deciding import decide as decide_draft
from campaigns.drafts.words import Words
from campaigns.effects import Aftermath, end_runs, object_to, stop_advertising
from campaigns.export import write_recalls
from campaigns.gate import move_on
from campaigns.house import House
from campaigns.inbound import noted
from campaigns.inbound.answered import after_task
from compliance.facts import Via
from contacts.consent import GLOBAL
from sequences.enrollment import StopReason
from sequences.touch import TouchState
from store import cases, ledger, locks, operation, task_changes, tasks, touches, wishes
from tasks.kinds import ENDS_ADVERTISING, NOT_THE_ONE, Outcome, may_report, outcomes_of
from tasks.report import Report

_BESIDE = frozenset({"callback", "review_cancellation", "review_withdrawal", "better_address"})
"""Tasks from the public pages: no run waits for them, so their end releases none."""


class WrongOutcome(ValueError):
    """An outcome that this kind of task cannot have; the text is German."""

    def __init__(self, kind: str, outcome: Outcome) -> None:
        super().__init__(f"„{outcome}“ gibt es bei „{kind}“ nicht; erlaubt ist {', '.join(outcomes_of(kind))}")


def finish_task(house: House, external_id: str, report: Report, words: Words | None = None) -> Aftermath | None:
    """A person has done a task: record the outcome, the sequence goes on or ends. None when it is not open.

    An Aftermath as well when this very report (`report.external_id`) is on file already: nothing happens a second time;
    None when it is another task's. Who was not reached is tried again under the same task, as often as she may be; then
    the sequence goes on. A spoken objection counts like a written one and covers every channel (AG München 142 C
    1633/22); one that only the note tells of is `heard`, and holds until a person has looked.
    NotAgreed for a promise, a concession or a yes that cannot be taken as it is; NoNumber when a call was made and no
    number is known that was shown; WrongOutcome for an outcome that no such task can have. `words` are what somebody
    made of the mail that she approves; NotAdapted when they may not leave.
    """
    with house.store.write() as connection:
        aftermath = finish(house, connection, external_id, report, words)
    if aftermath is not None:
        write_recalls(house, aftermath.recalled)
    return aftermath


def finish(
    house: House, connection: Connection, external_id: str, report: Report, words: Words | None = None
) -> Aftermath | None:
    """`finish_task` inside the caller's transaction; what is to be done after it, None when the task is not open."""
    now = house.clock.now()
    task = tasks.show(connection, external_id)
    if task is None:
        return None
    if not may_report(task["kind"], report.outcome):
        raise WrongOutcome(task["kind"], report.outcome)
    if report.external_id is not None:  # of two doors with the same name one comes second, whatever task it is for
        locks.lock_word(connection, f"report {report.external_id}")
    locks.lock_contact(connection, task["contact_id"])
    known = tasks.reported(connection, report.external_id) if report.external_id is not None else None
    if known is not None:
        return Aftermath(changed=False) if known == task["id"] else None
    task = tasks.show(connection, external_id)  # again, under the lock: somebody else may have been faster
    if task is None or task["state"] != "open":
        return None
    said = noted.said_in(connection, task, report, words)
    aftermath = _carry_out(house, connection, task, report, words, now)
    aftermath.heard = noted.hear(house, connection, task, said, report.by, _when(task, report, now))
    return aftermath


def _carry_out(
    house: House, connection: Connection, task: dict[str, Any], report: Report, words: Words | None, now: datetime
) -> Aftermath:
    outcome, external_id = report.outcome, task["external_id"]
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
        end_task_touch(connection, house, task["touch_id"], TouchState.DONE, now)
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


def end_task_touch(connection: Connection, house: House, touch_id: int, state: TouchState, now: datetime) -> None:
    """The touch that a task was made for is over as well; its run goes on, or ends where the step says so."""
    touches.end_tasks(connection, [touch_id], state, now)
    case = cases.load(connection, [touch_id], now, house.horizon)[0]
    step = house.definitions.pinned(connection, case.enrollment.definition_hash).step(case.touch.step)
    if step.wait_for_outcome is None or case.enrollment.state not in ("active", "paused"):
        return
    if state is TouchState.EXPIRED and step.wait_for_outcome.then == "stop":
        end_runs(connection, [case.enrollment.id], StopReason.OUTCOME, now)
        return
    move_on(house, connection, touch_id, now)
