"""What stops, pauses or branches a person's sequences, each effect inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from campaigns.house import House
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from sequences.enrollment import EnrollmentState, StopReason
from sequences.touch import TouchState
from store import enrollments, letters, locks, operation, people, permissions, tasks, touches


@dataclass(slots=True)
class Aftermath:
    """What has to be done outside, after the commit: recall files by batch."""

    recalled: dict[str, list[str]] = field(default_factory=dict)


def advertising_runs(connection: Connection, house: House, contact_pk: int) -> list[int]:
    """Ids of the live runs of a contact whose sequence is advertising."""
    return [
        run["id"]
        for run in enrollments.running(connection, contact_pk)
        if house.definitions.pinned(connection, run["definition_hash"]).purpose.is_advertising
    ]


def end_runs(connection: Connection, enrollment_ids: Collection[int], reason: StopReason, now: datetime) -> None:
    """End runs and stop their touches that have not gone."""
    enrollments.end(connection, enrollment_ids, EnrollmentState.STOPPED, reason.value, now)
    touches.stop_runs(connection, enrollment_ids, reason.value, now)


def stop_advertising(
    connection: Connection, house: House, contact_pk: int, reason: StopReason, now: datetime
) -> Aftermath:
    """Nothing of advertising leaves for this person any more: runs, queued touches, open tasks, exported letters."""
    locks.lock_contact(connection, contact_pk)
    end_runs(connection, advertising_runs(connection, house, contact_pk), reason, now)
    touches.stop_open(connection, contact_pk, reason.value, now)
    withdrawn = tasks.withdraw_advertising(connection, contact_pk, now)
    touches.end_tasks(connection, withdrawn, TouchState.WITHDRAWN, now)
    return Aftermath(letters.recall(connection, contact_pk, now))


def object_to(
    connection: Connection,
    house: House,
    contact_pk: int,
    scope: str,
    via: Via,
    received_at: datetime,
    *,
    source: str = "",
    verbatim: str = "",
) -> Aftermath:
    """An objection, effective at once on everything queued, open or exported (Art. 21 Abs. 3 DSGVO)."""
    now = house.clock.now()
    locks.lock_contact(connection, contact_pk)
    new = permissions.add_objection(
        connection, contact_pk, None, scope, via, received_at, now, source=source, verbatim=verbatim
    )
    contact, _, _ = people.contact(connection, contact_pk)
    if new:
        data = {"scope": scope, "via": via.value}
        operation.audit(connection, "objection_recorded", now, contact.external_id, data)
    if scope == GLOBAL:
        return stop_advertising(connection, house, contact_pk, StopReason.OBJECTION, now)
    if scope == Medium.POST:
        return Aftermath(letters.recall(connection, contact_pk, now))
    withdrawn = tasks.withdraw_advertising(connection, contact_pk, now, medium=Medium(scope))
    touches.end_tasks(connection, withdrawn, TouchState.WITHDRAWN, now)
    return Aftermath()


def object_address(
    connection: Connection, house: House, medium: Medium, normalised: str, scope: str, via: Via, received_at: datetime
) -> Aftermath:
    """An objection that names only an address: everyone using it is covered, and the address itself for ever."""
    digest = house.address_hash(medium, normalised)
    now = house.clock.now()
    permissions.add_objection(connection, None, digest, scope, via, received_at, now)
    aftermath = Aftermath()
    for contact_pk in people.by_address(connection, digest):
        done = object_to(connection, house, contact_pk, scope, via, received_at)
        aftermath.recalled.update(done.recalled)
    return aftermath


def pause_advertising(
    connection: Connection, house: House, contact_pk: int, until: datetime | None, reason: str
) -> None:
    """Advertising runs wait until `until` (None: for a person). A touch that comes due asks again then."""
    locks.lock_contact(connection, contact_pk)
    enrollments.pause(connection, advertising_runs(connection, house, contact_pk), until, reason)


def leave_for_goal(connection: Connection, house: House, contact_pk: int, event: str, now: datetime) -> None:
    """The goal is met: every run that names it ends at once, also inside a wait."""
    locks.lock_contact(connection, contact_pk)
    met = [
        run["id"]
        for run in enrollments.running(connection, contact_pk)
        if house.definitions.pinned(connection, run["definition_hash"]).goal == event
    ]
    end_runs(connection, met, StopReason.GOAL, now)
    withdrawn = tasks.withdraw_advertising(connection, contact_pk, now)
    touches.end_tasks(connection, withdrawn, TouchState.WITHDRAWN, now)
