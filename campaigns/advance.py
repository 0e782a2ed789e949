"""Moves enrollments on: the next touch is planned in the same transaction that ended the last one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.course import planned
from campaigns.house import House
from sequences.calendar import local_day
from sequences.definition import Sequence
from sequences.enrollment import EnrollmentState, choose_variant
from sequences.planning import Plan, PlannedSkip
from sequences.touch import TouchState
from store import decisions, enrollments, touches
from store.case import Run
from store.decisions import NewDecision
from store.touches import NewTouch


def advance(
    connection: Connection, house: House, run: Run, sequence: Sequence, after: str | None, now: datetime
) -> None:
    """Plan what comes behind step `after`, or finish the enrollment.

    `run` is as it was loaded; `after`'s own touch must be recorded already. Steps passed over are stored as skipped
    touches with their reason, so that `why` can answer for them too.
    """
    if after is not None:
        enrollments.advance(connection, run.enrollment.id, after)
    plan, skips = planned(house, run, sequence, after, now)
    for skip in skips:
        store_skip(connection, run, sequence, skip, now)
    if plan is None:
        enrollments.end(connection, [run.enrollment.id], EnrollmentState.FINISHED, None, now)
        return
    touches.plan(connection, _new_touch(run, sequence, plan), _identity(run, sequence, plan.step.id), now)


def _new_touch(run: Run, sequence: Sequence, plan: Plan) -> NewTouch:
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
        planned_on=local_day(plan.due_at, run.contact.timezone),
        variant=choose_variant(run.contact.external_id, sequence.name, step.id, names),
        wait_event=plan.wait_for,
    )


def _identity(run: Run, sequence: Sequence, step: str) -> str:
    return f"{run.cancellation.external_id}|{sequence.name}|{run.enrollment.occurrence}|{step}"


def store_skip(connection: Connection, run: Run, sequence: Sequence, skip: PlannedSkip, now: datetime) -> None:
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
