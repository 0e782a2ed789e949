"""What stops, pauses or branches a person's sequences, each effect inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from campaigns.gate import move_on
from campaigns.house import House
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from sequences.enrollment import EnrollmentState, StopReason
from sequences.touch import TouchState
from store import (
    courses,
    drafts,
    enrollments,
    letters,
    locks,
    operation,
    outbox,
    people,
    permissions,
    stops,
    tasks,
    touches,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A note that tells of a demand (campaigns.inbound.noted).

    `reply` is the id it is kept under, `label` its likely label; `words` say in German what to do now. `unquoted`: the
    same without a word of the note, for where it is kept and no erasure comes by.
    """

    reply: str
    label: str
    words: str
    unquoted: str


@dataclass(slots=True)
class Aftermath:
    """What has to be done outside, after the commit: recall files by batch. `changed` False: all was known already.

    To be told: ids of tasks that went to a contact's new owner, and of those that the old one keeps; what a note holds.
    """

    recalled: dict[str, list[str]] = field(default_factory=dict)
    changed: bool = True
    moved: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    heard: Heard | None = None


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
    stops.stop_runs(connection, enrollment_ids, reason.value, now)
    drafts.withdraw_of_runs(connection, enrollment_ids, now)


def stop_advertising(
    connection: Connection, house: House, contact_pk: int, reason: StopReason, now: datetime
) -> Aftermath:
    """Nothing of advertising leaves for this person any more: runs, queued touches, open tasks, exported letters."""
    locks.lock_contact(connection, contact_pk)
    end_runs(connection, advertising_runs(connection, house, contact_pk), reason, now)
    for touch_id in _still_running(connection, stops.stop_open(connection, contact_pk, reason.value, now)):
        move_on(house, connection, touch_id, now)  # contract mail behind a survey that was stopped is not lost
    return take_back(connection, house, contact_pk, GLOBAL, reason, now)


def take_back(
    connection: Connection, house: House, contact_pk: int, scope: str, reason: StopReason, now: datetime
) -> Aftermath:
    """Take back what has passed the gate and not reached the person: letters and open tasks of `scope`."""
    _take_in(connection, house, contact_pk, scope, reason, now)
    return Aftermath(letters.recall(connection, contact_pk, now) if scope in (GLOBAL, Medium.POST) else {})


def keep_quiet(connection: Connection, house: House, contact_pk: int, now: datetime) -> None:
    """A pause asked for: letters that wait for the letter shop and open tasks do not go; later steps wait for its end.

    What the letter shop has already stays with it: a pause is no objection, which alone reaches so far.
    """
    locks.lock_contact(connection, contact_pk)
    _take_in(connection, house, contact_pk, GLOBAL, StopReason.OWN_PAUSE, now)


def _take_in(
    connection: Connection, house: House, contact_pk: int, scope: str, reason: StopReason, now: datetime
) -> None:
    """Stop the letters that wait for the letter shop and withdraw the open tasks of `scope`."""
    if scope in (GLOBAL, Medium.POST):
        stops.stop_letters(connection, contact_pk, reason.value, now)
    medium = None if scope == GLOBAL else Medium(scope)
    withdrawn = tasks.withdraw_advertising(connection, contact_pk, now, medium=medium)
    touches.end_tasks(connection, withdrawn, TouchState.WITHDRAWN, now)
    drafts.free_unasked(connection, contact_pk, now)
    enrollments.release_forgotten(connection, contact_pk)
    for touch_id in _still_running(connection, withdrawn):
        if _waits(connection, house, touch_id):
            move_on(house, connection, touch_id, now)


def _still_running(connection: Connection, touch_ids: Sequence[int]) -> list[int]:
    """Those whose enrollment goes on: they must not stand still."""
    found = courses.underway(connection, touch_ids)
    return [case.touch.id for case in found if case.enrollment.state.value in enrollments.LIVE]


def _waits(connection: Connection, house: House, touch_id: int) -> bool:
    """True when nothing was planned behind this task yet because its outcome was to decide."""
    (case,) = courses.underway(connection, [touch_id])
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    return sequence.step(case.touch.step).wait_for_outcome is not None


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
    recorded_by: str = "",
) -> Aftermath:
    """An objection, effective at once on everything queued, open or exported (Art. 21 Abs. 3 DSGVO).

    `recorded_by` is the person who entered it; empty for what a machine took in.
    """
    now = house.clock.now()
    locks.lock_contact(connection, contact_pk)
    words = {"source": source, "verbatim": verbatim, "recorded_by": recorded_by}
    new = permissions.add_objection(connection, contact_pk, None, scope, via, received_at, now, **words)
    if not new:
        # The same file again: what a later consent has allowed since then is not stopped a second time.
        return Aftermath(changed=False)
    contact, _, _ = people.contact(connection, contact_pk)
    operation.audit(connection, "objection_recorded", now, contact.external_id, _told(scope, via, recorded_by))
    outbox.put(connection, outbox.OBJECTION_RECORDED, contact_pk, {}, now)
    # Said in the cancellation itself it counts everywhere, whatever it names (OLG Schleswig 6 U 25/23).
    scope = GLOBAL if via is Via.AT_CANCEL else scope
    if scope == GLOBAL:
        aftermath = stop_advertising(connection, house, contact_pk, StopReason.OBJECTION, now)
    else:
        aftermath = take_back(connection, house, contact_pk, scope, StopReason.OBJECTION, now)
    aftermath.recalled.update(take_back_sharing(connection, house, contact_pk, scope, via, now).recalled)
    return aftermath


def take_back_sharing(
    connection: Connection, house: House, contact_pk: int, scope: str, via: Via, now: datetime
) -> Aftermath:
    """Whoever shares an address with an objector is refused at every later go; what is past the gate is taken back."""
    theirs = scope if via in (Via.ONE_CLICK, Via.ROBINSON) else GLOBAL
    aftermath = Aftermath()
    for other in people.sharing(connection, contact_pk, None if scope == GLOBAL else permissions.kept_as(scope)):
        aftermath.recalled.update(take_back(connection, house, other, theirs, StopReason.OBJECTION, now).recalled)
    return aftermath


def _told(scope: str, via: Via, recorded_by: str) -> dict[str, str]:
    """What the audit log keeps: how far it goes, through which door it came, and who entered it, where a person did."""
    return {"scope": scope, "via": via.value} | ({"by": recorded_by} if recorded_by else {})


def object_address(
    connection: Connection,
    house: House,
    medium: Medium,
    normalised: str,
    scope: str,
    via: Via,
    received_at: datetime,
    *,
    source: str = "",
    verbatim: str = "",
    recorded_by: str = "",
) -> Aftermath:
    """An objection that names only an address: everyone using it is covered, and the address itself for ever.

    Where several use it the words stay with the address: nobody's copy may show a colleague's (Art. 15 Abs. 4 DSGVO).
    Is the writer known, `object_to` has written them down for her before.
    """
    digest = house.address_hash(medium, normalised)
    now = house.clock.now()
    users = people.by_address(connection, digest)
    locks.lock_contacts(connection, set(users))
    words = {"source": source, "verbatim": verbatim, "recorded_by": recorded_by}
    new = permissions.add_objection(connection, None, digest, scope, via, received_at, now, **words)
    aftermath = Aftermath(changed=bool(new))
    if new:
        data = {**_told(scope, via, recorded_by), "address": digest[:16]}
        operation.audit(connection, "objection_recorded", now, None, data)
    theirs = words | ({"verbatim": ""} if len(users) > 1 else {})
    for contact_pk in users:
        done = object_to(connection, house, contact_pk, scope, via, received_at, **theirs)
        aftermath.recalled.update(done.recalled)
        aftermath.changed |= done.changed
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
    if met:
        end_runs(connection, met, StopReason.GOAL, now)
        take_back(connection, house, contact_pk, GLOBAL, StopReason.GOAL, now)
