"""The statements that store.courses and store.cases load by: a fixed number for any number of touches.

They are built once: SQLAlchemy spends more on building and keying a statement than SQLite on running it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, literal, or_, select, union_all

from contacts.cancellation import DeclarationKind
from store.tables import desk, inbound, people, permission, runs
from tasks.kinds import DIALLED

IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def _by(column: Any) -> Select[Any]:
    return select(column.table).where(column.in_(IDS))


TOUCHES = _by(runs.touch.c.id)
ENROLLMENTS = _by(runs.enrollment.c.id)
CONTACTS = _by(people.contact.c.id)
COMPANIES = _by(people.company.c.id)
CANCELLATIONS = _by(people.cancellation.c.id)
CONTRACTS = _by(people.contract.c.id)
POINTS = _by(people.contact_point.c.contact_id)
CONSENTS = _by(permission.consent.c.contact_id)
OBJECTIONS = (
    select(permission.objection)
    .where(
        or_(
            permission.objection.c.contact_id.in_(IDS),
            permission.objection.c.address_hash.in_(bindparam("hashes", expanding=True)),
        )
    )
    .order_by(permission.objection.c.id)
)
LEDGERS = {
    column.name: select(
        column, runs.ledger.c.medium, runs.ledger.c.at, runs.ledger.c.cost, runs.ledger.c.touch_id, runs.ledger.c.offer
    )
    .where(column.in_(IDS), runs.ledger.c.at >= bindparam("since"))
    .order_by(runs.ledger.c.at)
    for column in (runs.ledger.c.contact_id, runs.ledger.c.company_id)
}
DONE = select(runs.touch.c.enrollment_id, runs.touch.c.step, runs.touch.c.made_at, runs.touch.c.channel).where(
    runs.touch.c.enrollment_id.in_(IDS), runs.touch.c.made_at.is_not(None)
)
EVENTS = (
    select(runs.event.c.contact_id, runs.event.c.kind, runs.event.c.at)
    .where(runs.event.c.contact_id.in_(IDS))
    .order_by(runs.event.c.at)
)
REPLIES = (
    select(
        inbound.reply.c.contact_id,
        inbound.reply.c.fingerprint,
        inbound.reply.c.received_at,
        inbound.reply.c.label,
        inbound.reply.c.stop,
    )
    .where(inbound.reply.c.contact_id.in_(IDS))
    .order_by(inbound.reply.c.received_at)
)
TALKS = (
    select(
        desk.task.c.contact_id,
        desk.outcome.c.at,
        desk.task.c.kind,
        desk.outcome.c.outcome,
        runs.enrollment.c.cancellation_id,
        runs.enrollment.c.sequence,
    )
    .join(desk.task, desk.task.c.id == desk.outcome.c.task_id)
    .join(runs.touch, runs.touch.c.id == desk.task.c.touch_id, isouter=True)
    .join(runs.enrollment, runs.enrollment.c.id == runs.touch.c.enrollment_id, isouter=True)
    .where(desk.task.c.contact_id.in_(IDS), desk.task.c.kind.in_(sorted(DIALLED)))
    .order_by(desk.outcome.c.at, desk.outcome.c.id)
)
PREFERENCES = (
    select(permission.preference)
    .where(permission.preference.c.contact_id.in_(IDS))
    .order_by(permission.preference.c.at, permission.preference.c.id)
)
CALLBACKS = (
    select(permission.callback.c.contact_id, permission.callback.c.external_id, permission.callback.c.received_at)
    .where(
        permission.callback.c.contact_id.in_(IDS),
        permission.callback.c.answered_at.is_(None),
        permission.callback.c.received_at >= bindparam("since"),
    )
    .order_by(permission.callback.c.received_at, permission.callback.c.id)
)
PRESUMPTIONS = (
    select(
        permission.presumption.c.contact_id,
        permission.presumption.c.external_id,
        permission.presumption.c.reason,
        permission.presumption.c.released_by,
        permission.presumption.c.released_at,
    )
    .where(permission.presumption.c.contact_id.in_(IDS))
    .order_by(permission.presumption.c.released_at, permission.presumption.c.id)
)
RESTRICTED = select(people.contact.c.id, people.contact.c.restricted_at).where(
    people.contact.c.id.in_(IDS), people.contact.c.restricted_at.is_not(None)
)
SURVEY = "exit_survey"
"""Kind of the observation that keeps what somebody answered on the goodbye page."""
NO_SURVEY = union_all(
    select(desk.observation.c.contact_id, literal(SURVEY).label("what"), func.max(desk.observation.c.at).label("at"))
    .where(desk.observation.c.contact_id.in_(IDS), desk.observation.c.kind == SURVEY)
    .group_by(desk.observation.c.contact_id),
    select(
        people.cancellation.c.contact_id,
        literal(DeclarationKind.WITHDRAWAL.value),
        func.max(people.cancellation.c.received_at),
    )
    .where(people.cancellation.c.contact_id.in_(IDS), people.cancellation.c.kind == DeclarationKind.WITHDRAWAL.value)
    .group_by(people.cancellation.c.contact_id),
)
"""When somebody last answered the survey, or withdrew a contract: (contact, which of both, moment)."""
