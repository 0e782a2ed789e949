"""Things that happen later: somebody returns or is saved, a feature is released. They wake, end and start runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection

from campaigns.backups.gap import Gap
from campaigns.effects import leave_for_goal
from campaigns.enroll import Applicant, anchors_of, enroll
from campaigns.house import House
from sequences.calendar import local_day, next_open
from sequences.definition import Anchor, EventKind
from sequences.enrollment import Anchors
from store import cancellations, events, operation, outbox, people, touches
from store.events import Event

_ZERO = {
    EventKind.RETURNED: Anchor.RETURNED,
    EventKind.SAVED: Anchor.SAVED,
    EventKind.FEATURE_RELEASED: Anchor.FEATURE_RELEASED,
}


def happen(
    connection: Connection,
    house: House,
    kind: EventKind,
    contact_pk: int,
    source: str,
    external_id: str,
    at: datetime,
    *,
    feature: str | None = None,
    annual_value: Decimal | None = None,
) -> bool:
    """Record one event of a contact; campaigns.arrivals acts on it when its moment has come. False when it is known."""
    if not events.add(
        connection, source, external_id, kind, contact_pk, at, feature=feature, annual_value=annual_value
    ):
        return False
    contact, _, _ = people.contact(connection, contact_pk)
    operation.audit(connection, f"event_{kind}", house.clock.now(), contact.external_id, {"id": external_id})
    if kind is EventKind.RETURNED:
        outbox.put(connection, outbox.RETURNED, contact_pk, {}, house.clock.now())
    return True


def act_on(connection: Connection, house: House, event: Event, now: datetime, gap: Gap | None = None) -> None:
    """The event's moment has come: runs reach their goal, waiting steps wake, new runs start.

    In the lost time (`gap`) of a restored database they may have done so before, so they do it as of then.
    """
    leave_for_goal(connection, house, event.contact_pk, event.kind, now)
    moment = gap.as_of(event.at, now) if gap is not None else now
    _wake(connection, house, event.contact_pk, event.kind, moment)
    applicant = applicant_of(connection, event.contact_pk, event.kind, event.at, moment)
    if applicant is not None and not _overtaken(event, applicant):
        enroll(connection, house, applicant, frozenset({_ZERO[event.kind]}), moment)


def _overtaken(event: Event, applicant: Applicant) -> bool:
    """She has cancelled again since: nobody writes to her that this cancellation is off, or looks after her return.

    Whoever cancels while she is looked after is no longer either (campaigns.arrivals); here the event comes second, by
    a late import or because both waited for the same pass. A return is often known by its day alone.
    """
    received, tz = applicant.cancellation.received_at, applicant.contact.timezone
    if not applicant.cancellation.assigned:
        return False
    if event.kind is EventKind.RETURNED:
        return local_day(event.at, tz) < local_day(received, tz)
    return event.kind is EventKind.SAVED and event.at < received


def release(connection: Connection, house: House, feature: str, release_id: str, at: datetime) -> int:
    """A feature is there: everybody who left for the lack of it hears of it (mission D7). Number of people."""
    return sum(
        happen(
            connection,
            house,
            EventKind.FEATURE_RELEASED,
            contact_pk,
            "releases",
            f"{release_id}:{contact_id}",
            at,
            feature=feature,
        )
        for contact_pk, contact_id in people.left_for_lack_of(connection, feature)
    )


def applicant_of(
    connection: Connection, contact_pk: int, kind: EventKind | None, at: datetime, now: datetime
) -> Applicant | None:
    """The newest cancellation of a contact as an applicant, with the event as one more day zero."""
    found = cancellations.newest(connection, contact_pk)
    if found is None:
        return None
    contact, _, company_pk = people.contact(connection, contact_pk)
    anchors = anchors_of(found.cancellation, found.contract, contact.timezone, enrolled=now)
    return Applicant(
        cancellation=found.cancellation,
        cancellation_pk=found.pk,
        contact=contact,
        contact_pk=contact_pk,
        company_pk=company_pk,
        contract=found.contract,
        anchors=_with(anchors, kind, at),
    )


def _with(anchors: Anchors, kind: EventKind | None, at: datetime) -> Anchors:
    match kind:
        case EventKind.RETURNED:
            return replace(anchors, returned=at)
        case EventKind.SAVED:
            return replace(anchors, saved=at)
        case EventKind.FEATURE_RELEASED:
            return replace(anchors, feature_released=at)
        case None:
            return anchors


def _wake(connection: Connection, house: House, contact_pk: int, kind: EventKind, now: datetime) -> None:
    """Touches that waited for this event become due in the next open window."""
    contact, _, _ = people.contact(connection, contact_pk)
    for touch_id in touches.waiting_for(connection, contact_pk, kind):
        touches.set_due(connection, touch_id, next_open(now, house.window, contact.timezone, contact.land))
