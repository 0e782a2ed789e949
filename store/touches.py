"""The touch's life in rows: planned, moved, found again. Every move checks the row count."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from contacts.medium import Purpose
from sequences.definition import EventKind
from sequences.touch import TouchState, check_transition
from store.tables import people, runs

_touch = runs.touch
_NAMESPACE = uuid.UUID("6f1d9c5e-2f8f-4d0a-9d7b-1c1e5a8b7f10")

WAITS_FOR_APPROVAL = "draft"
"""Why a touch is held whose mail a person reads first (store.drafts)."""

ADVERTISING_PURPOSES = tuple(purpose.value for purpose in Purpose if purpose.is_advertising)


@dataclass(frozen=True, slots=True)
class NewTouch:
    """A touch to be planned."""

    enrollment_id: int
    contact_pk: int
    company_pk: int | None
    sequence: str
    step: str
    purpose: Purpose
    due_at: datetime
    planned_on: date
    variant: str | None = None
    wait_event: EventKind | None = None
    state: TouchState = TouchState.PLANNED
    reason: str | None = None
    at_once: bool = False


def row_of(touch: NewTouch, identity: str, now: datetime) -> dict[str, Any]:
    """The columns of a new touch; see `plan` for `identity`."""
    ended = touch.state is not TouchState.PLANNED
    return {
        "enrollment_id": touch.enrollment_id,
        "contact_id": touch.contact_pk,
        "company_id": touch.company_pk,
        "sequence": touch.sequence,
        "step": touch.step,
        "purpose": touch.purpose.value,
        "at_once": touch.at_once,
        "state": touch.state.value,
        "reason": touch.reason,
        "due_at": touch.due_at,
        "planned_on": touch.planned_on,
        "variant": touch.variant,
        "wait_event": touch.wait_event.value if touch.wait_event else None,
        "send_id": str(uuid.uuid5(_NAMESPACE, identity)),
        "created_at": now,
        "ended_at": now if ended else None,
    }


def plan(connection: Connection, touch: NewTouch, identity: str, now: datetime) -> int | None:
    """Insert a touch; None when this enrollment already has one for the step (a second process was faster).

    `identity` (external ids of cancellation, sequence, step) makes the send id: it never depends on row ids, which a
    restored backup would hand out again.
    """
    exists = select(_touch.c.id).where(_touch.c.enrollment_id == touch.enrollment_id, _touch.c.step == touch.step)
    if connection.execute(exists).first() is not None:
        return None
    insert = _touch.insert().values(row_of(touch, identity, now)).returning(_touch.c.id)
    created: int = connection.execute(insert).scalar_one()
    return created


def move(connection: Connection, touch_id: int, fence: int, old: TouchState, new: TouchState, **values: Any) -> bool:
    """Move a touch along one edge of the transition table; False when the row is no longer as the caller knew it."""
    check_transition(old, new)
    statement = (
        update(_touch)
        .where(_touch.c.id == touch_id, _touch.c.state == old.value, _touch.c.fence == fence)
        .values(state=new.value, **values)
    )
    return connection.execute(statement).rowcount == 1


def owners_of(connection: Connection, touch_ids: Collection[int]) -> dict[int, tuple[int, int | None]]:
    """Touch -> row ids of its contact and company."""
    query = select(_touch.c.id, _touch.c.contact_id, _touch.c.company_id).where(_touch.c.id.in_(touch_ids))
    return {pk: (contact, company) for pk, contact, company in connection.execute(query)}


def sequences_of(connection: Connection, touch_ids: Collection[int]) -> dict[int, str]:
    """Names of the sequences of touches, by touch id."""
    query = select(_touch.c.id, _touch.c.sequence).where(_touch.c.id.in_(touch_ids))
    return {row[0]: row[1] for row in connection.execute(query)}


def next_due(
    connection: Connection, paused_sequences: Collection[str] = (), after: datetime | None = None
) -> datetime | None:
    """The moment the earliest planned touch (behind `after`) is due; where the virtual clock jumps to."""
    planned = select(_touch.c.due_at).where(_touch.c.state == TouchState.PLANNED.value)
    if after is not None:
        planned = planned.where(_touch.c.due_at > after)
    if paused_sequences:
        planned = planned.where(_touch.c.sequence.not_in(paused_sequences))
    moment: datetime | None = connection.execute(planned.order_by(_touch.c.due_at).limit(1)).scalar()
    return moment


def end_tasks(connection: Connection, touch_ids: Collection[int], state: TouchState, now: datetime) -> None:
    """Open task touches become done, expired or withdrawn."""
    connection.execute(
        update(_touch)
        .where(_touch.c.id.in_(touch_ids), _touch.c.state == TouchState.OPEN.value)
        .values(state=state.value, ended_at=now)
    )


def waiting_for(connection: Connection, contact_pk: int, event: EventKind) -> list[int]:
    """Planned touches of a contact that wait for `event`."""
    query = select(_touch.c.id).where(
        _touch.c.contact_id == contact_pk,
        _touch.c.wait_event == event.value,
        _touch.c.state == TouchState.PLANNED.value,
    )
    return list(connection.execute(query).scalars())


def set_due(connection: Connection, touch_id: int, due_at: datetime) -> None:
    """Move a planned touch to another moment."""
    connection.execute(
        update(_touch).where(_touch.c.id == touch_id, _touch.c.state == TouchState.PLANNED.value).values(due_at=due_at)
    )


def by_message_ids(connection: Connection, message_ids: Sequence[str]) -> tuple[int, int] | None:
    """(touch id, contact id) of the newest touch one of whose mails carries one of `message_ids`."""
    query = (
        select(_touch.c.id, _touch.c.contact_id)
        .where(_touch.c.message_id.in_(message_ids))
        .order_by(_touch.c.made_at.desc())
    )
    row = connection.execute(query.limit(1)).first()
    return (row[0], row[1]) if row else None


def by_send_id(connection: Connection, send_id: str) -> tuple[int, int] | None:
    """(touch id, contact id) of a touch by its external identity."""
    row = connection.execute(select(_touch.c.id, _touch.c.contact_id).where(_touch.c.send_id == send_id)).first()
    return (row[0], row[1]) if row else None


def counts(connection: Connection) -> dict[str, int]:
    """Number of touches by state."""
    query = select(_touch.c.state, func.count()).group_by(_touch.c.state)
    return {str(state): int(number) for state, number in connection.execute(query)}


_IN_DOUBT = or_(
    _touch.c.state == TouchState.UNCERTAIN.value,
    # A second copy that was not wanted any more (too late, stopped) does not answer what became of the first.
    and_(_touch.c.maybe_delivered, _touch.c.state.in_([TouchState.SKIPPED.value, TouchState.STOPPED.value])),
)


def uncertain(connection: Connection) -> list[dict[str, Any]]:
    """All touches nobody knows the fate of, for people to settle.

    Who, what and when, and what to look for in the log of the mail server: Message-ID and subject.
    """
    other = runs.attempt.alias()
    newest = select(func.max(other.c.number)).where(other.c.touch_id == _touch.c.id).scalar_subquery()
    query = (
        select(
            _touch.c.send_id,
            _touch.c.sequence,
            _touch.c.step,
            _touch.c.purpose,
            _touch.c.made_at,
            people.contact.c.external_id,
            _touch.c.message_id,
            runs.attempt.c.subject,
        )
        .join(people.contact, people.contact.c.id == _touch.c.contact_id)
        .outerjoin(runs.attempt, and_(runs.attempt.c.touch_id == _touch.c.id, runs.attempt.c.number == newest))
        .where(_IN_DOUBT)
        .order_by(_touch.c.made_at)
    )
    keys = ("send_id", "sequence", "step", "purpose", "at", "contact", "message_id", "subject")
    return [dict(zip(keys, row, strict=True)) for row in connection.execute(query)]


def release_held(connection: Connection, now: datetime) -> int:
    """What was held for a person is due again now; the number of touches. Each is judged anew.

    A mail that waits for approval has a task of its own and stays.
    """
    statement = (
        update(_touch)
        .where(_touch.c.state == TouchState.HELD.value, _touch.c.reason.is_distinct_from(WAITS_FOR_APPROVAL))
        .values(state=TouchState.PLANNED.value, due_at=now, owner=None, fence=_touch.c.fence + 1)
    )
    return connection.execute(statement).rowcount


def settle_uncertain(connection: Connection, send_id: str, state: str, now: datetime) -> bool:
    """A person has found out what became of an uncertain touch; False when it is not uncertain."""
    statement = update(_touch).where(_touch.c.send_id == send_id, _IN_DOUBT).values(state=state, ended_at=now)
    return connection.execute(statement).rowcount == 1


def undecided(connection: Connection, contact: str) -> list[dict[str, Any]]:
    """Open touches of a contact that nothing has been decided about yet."""
    decided = select(runs.decision.c.id).where(runs.decision.c.touch_id == _touch.c.id).exists()
    query = (
        select(_touch.c.sequence, _touch.c.step, _touch.c.state, _touch.c.due_at, _touch.c.reason)
        .join(people.contact, people.contact.c.id == _touch.c.contact_id)
        .where(people.contact.c.external_id == contact, ~decided)
        .order_by(_touch.c.due_at)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
