"""Moves enrollments on: the next touch is planned in the same transaction that ended the last one."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.backups.gap import Gap, as_of, gap_of
from campaigns.course import planned
from campaigns.house import House
from sequences.calendar import local_day
from sequences.definition import Sequence
from sequences.enrollment import EnrollmentState, choose_variant
from sequences.planning import Plan, PlannedSkip
from sequences.touch import TouchState
from store import decisions, enrollments, touches
from store.case import Course
from store.decisions import NewDecision
from store.touch_groups import plan_all
from store.touches import NewTouch


@dataclass(frozen=True, slots=True)
class Ended:
    """A run whose step `after` is over (None: the run has just begun), as it was loaded."""

    run: Course
    sequence: Sequence
    after: str | None


def advance(connection: Connection, house: House, ended: List[Ended], now: datetime) -> None:
    """Plan what comes behind each ended step, or finish the enrollment; one statement per kind of row.

    The ended touches must be recorded already. Steps passed over are stored as skipped touches with their reason, so
    that `why` can answer for them too.
    """
    # A mail that was on its way when its run was stopped still gets its receipt; nothing is planned behind it.
    ended = [one for one in ended if one.run.enrollment.state.value in enrollments.LIVE]
    enrollments.advance(connection, [(one.run.enrollment.id, one.after) for one in ended if one.after is not None])
    new: list[tuple[NewTouch, str]] = []
    finished: list[int] = []
    gap = gap_of(connection, now)
    for one in ended:
        plan, skips = _planned(house, one, now, gap)
        for skip in skips:
            store_skip(connection, one.run, one.sequence, skip, now)
        if plan is None:
            finished.append(one.run.enrollment.id)
        else:
            new.append((_new_touch(one.run, one.sequence, plan), _identity(one.run, one.sequence, plan.step.id)))
    if finished:
        enrollments.end(connection, finished, EnrollmentState.FINISHED, None, now)
    plan_all(connection, new, now)


def _planned(house: House, one: Ended, now: datetime, gap: Gap | None) -> tuple[Plan | None, tuple[PlannedSkip, ...]]:
    """What comes next. Behind a step that may have been made in the lost time, what may have followed it there."""
    made = gap.made_before(one.run) if gap is not None else None
    if gap is not None and made is not None:
        early = planned(house, as_of(one.run, made), one.sequence, one.after, made)
        if early[0] is not None and early[0].due_at < gap.end:
            return early
    return planned(house, one.run, one.sequence, one.after, now)


def _new_touch(run: Course, sequence: Sequence, plan: Plan) -> NewTouch:
    step = plan.step
    names = tuple(sorted(step.variants))
    return NewTouch(
        enrollment_id=run.enrollment.id,
        contact_pk=run.enrollment.contact_pk,
        company_pk=run.enrollment.company_pk,
        sequence=sequence.name,
        step=step.id,
        purpose=step.purpose,
        due_at=plan.due_at,
        planned_on=local_day(plan.reaches_at, run.contact.timezone),
        variant=choose_variant(run.contact.external_id, sequence.name, step.id, names),
        wait_event=plan.wait_for,
        at_once=step.at_once,
    )


def _identity(run: Course, sequence: Sequence, step: str) -> str:
    return f"{run.cancellation.external_id}|{sequence.name}|{run.enrollment.occurrence}|{step}"


def store_skip(connection: Connection, run: Course, sequence: Sequence, skip: PlannedSkip, now: datetime) -> None:
    """Store a step that is passed over as a skipped touch with its reason, so that `why` can answer for it."""
    step = skip.step
    new = NewTouch(
        enrollment_id=run.enrollment.id,
        contact_pk=run.enrollment.contact_pk,
        company_pk=run.enrollment.company_pk,
        sequence=sequence.name,
        step=step.id,
        purpose=step.purpose,
        due_at=now,
        planned_on=local_day(now, run.contact.timezone),
        state=TouchState.SKIPPED,
        reason=skip.reason,
    )
    touch_id = touches.plan(connection, new, _identity(run, sequence, step.id), now)
    if touch_id is not None:
        record = NewDecision(run.enrollment.id, touch_id, step.id, now, "skip", reason=skip.reason)
        decisions.record(connection, [record])
