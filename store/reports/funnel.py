"""From the cancellation to the return, counted per sequence and reason in one statement each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Exists, case, exists, func, or_, select

from contacts.cancellation import DeclarationKind
from contacts.medium import Purpose
from replies.reply import Kind, Label
from sequences.definition import EventKind
from sequences.enrollment import EnrollmentState
from sequences.touch import REACHED
from store.tables import desk, inbound, people, runs
from tasks.kinds import Outcome

RECEIPT = "receipt"
"""The step by which the house itself confirms that a cancellation came in."""

_INTERESTED = (Label.INTERESTED, Label.MEETING_REQUEST)
_ANSWERED = (Outcome.REACHED, Outcome.INTERESTED, Outcome.NO_INTEREST, Outcome.CALL_BACK, Outcome.ANSWERED)
_EXEMPT = (Purpose.CONTRACT.value, Purpose.SERVICE.value, Purpose.DOUBLE_OPT_IN.value)


@dataclass(frozen=True, slots=True)
class Arrived:
    """Cancellations of one reason; `confirmed` by us or before they came to us."""

    reason: str
    cancellations: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Ran:
    """Runs of one sequence after cancellations of one reason. `holdout` is never written to; `enrolled` began.

    `reached` by advertising, `replied` by mail or to a person, `interested` said so; `returned` after the cancellation,
    of those enrolled and of the holdout.
    """

    sequence: str
    reason: str
    enrolled: int
    holdout: int
    reached: int
    replied: int
    interested: int
    returned: int
    holdout_returned: int


def arrived(connection: Connection) -> list[Arrived]:
    """All cancellations by reason, as confirmed later where somebody asked. A withdrawal is none."""
    table = people.cancellation
    reason = func.coalesce(table.c.reason_confirmed, table.c.reason)
    ours = exists().where(
        runs.enrollment.c.cancellation_id == table.c.id,
        runs.touch.c.enrollment_id == runs.enrollment.c.id,
        runs.touch.c.step == RECEIPT,
        runs.touch.c.state.in_(_reached()),
    )
    confirmed = or_(table.c.receipt_confirmed_at.is_not(None), ours)
    query = select(reason, func.count(), _sum(confirmed)).where(table.c.kind == DeclarationKind.CANCELLATION.value)
    query = query.group_by(reason).order_by(reason)
    return [Arrived(*row) for row in connection.execute(query)]


def ran(connection: Connection) -> list[Ran]:
    """All runs that began or were held out, by sequence and reason."""
    run, cancelled = runs.enrollment, people.cancellation
    reason = func.coalesce(cancelled.c.reason_confirmed, cancelled.c.reason)
    held_out = run.c.state == EnrollmentState.HOLDOUT.value
    began = run.c.state.not_in((EnrollmentState.HOLDOUT.value, EnrollmentState.EXCLUDED.value))
    back = exists().where(
        runs.event.c.contact_id == run.c.contact_id,
        runs.event.c.kind == EventKind.RETURNED.value,
        runs.event.c.at >= cancelled.c.received_at,
    )
    columns = (
        _sum(began),
        _sum(held_out),
        _sum(began & _reached_by_advertising()),
        _sum(began & or_(_wrote(), _spoke(_ANSWERED))),
        _sum(began & or_(_wrote(_INTERESTED), _spoke((Outcome.INTERESTED,)))),
        _sum(began & back),
        _sum(held_out & back),
    )
    query = (
        select(run.c.sequence, reason, *columns)
        .join(cancelled, cancelled.c.id == run.c.cancellation_id)
        .where(run.c.state != EnrollmentState.EXCLUDED.value)
        .group_by(run.c.sequence, reason)
        .order_by(run.c.sequence, reason)
    )
    return [Ran(*row) for row in connection.execute(query)]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _reached() -> list[str]:
    return sorted(state.value for state in REACHED)


def _reached_by_advertising() -> Exists:
    touch = runs.touch
    return exists().where(
        touch.c.enrollment_id == runs.enrollment.c.id,
        touch.c.state.in_(_reached()),
        touch.c.purpose.not_in(_EXEMPT),
    )


def _wrote(labels: tuple[Label, ...] | None = None) -> Exists:
    """A mail that a person wrote since the run began; machines do not count."""
    reply = inbound.reply
    wrote = exists().where(
        reply.c.contact_id == runs.enrollment.c.contact_id,
        reply.c.received_at >= runs.enrollment.c.enrolled_at,
        reply.c.kind == Kind.HUMAN_REPLY.value,
    )
    return wrote if labels is None else wrote.where(reply.c.label.in_([label.value for label in labels]))


def _spoke(outcomes: tuple[Outcome, ...]) -> Exists:
    """The outcome of a task of this very run."""
    touch, task, outcome = runs.touch, desk.task, desk.outcome
    return exists().where(
        touch.c.enrollment_id == runs.enrollment.c.id,
        task.c.touch_id == touch.c.id,
        outcome.c.task_id == task.c.id,
        outcome.c.outcome.in_([one.value for one in outcomes]),
    )
