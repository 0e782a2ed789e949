"""Art. 18 DSGVO: a person's data is stored and not used, until it is lifted; before that she is told (Abs. 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.by_hand import hold_back
from campaigns.desk.assigning import give
from campaigns.effects import Aftermath, take_back
from campaigns.export import write_recalls
from campaigns.house import House
from campaigns.rendering.german import full_name
from campaigns.rights import requests as cases
from campaigns.rights.answers import lifting
from campaigns.rights.recipients import LIFTED, RESTRICTION, notify
from contacts.consent import GLOBAL
from sequences.calendar import local_day
from sequences.enrollment import StopReason
from store import locks, operation, people, requests, tasks
from store.requests import Notice, Request
from store.tasks import TaskRow
from tasks.due import Deadline


@dataclass(frozen=True, slots=True)
class Restricted:
    """What it did: the request it belongs to, the recipients to tell, letters taken back by batch."""

    request: str
    notices: tuple[Notice, ...]
    recalled: dict[str, list[str]]


def restrict(house: House, contact_pk: int, reason: str, by: str) -> Restricted | None:
    """From now on nothing but storage, in one transaction; None when the data is restricted already.

    What has passed the gate is taken back as at an objection; what is planned is refused by the rule at its go.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        locks.lock_contact(connection, contact_pk)
        if people.restricted_at(connection, contact_pk) is not None:
            return None
        people.restrict(connection, contact_pk, now, reason)
        aftermath = take_back(connection, house, contact_pk, GLOBAL, StopReason.OPERATOR, now)
        hold_back(connection, contact_pk)
        request = _request(connection, house, contact_pk, now, by)
        notices = notify(connection, house, request, contact_pk, RESTRICTION, now)
        cases.closed(connection, house, request, cases.DONE, reason, by)
        name = people.contact(connection, contact_pk)[0].external_id
        data = {"request": request.external_id, "by": by}
        operation.audit(connection, "processing_restricted", now, name, data)
    write_recalls(house, aftermath.recalled)
    return _done(request, notices, RESTRICTION, aftermath)


def prepare_lifting(house: House, contact_pk: int) -> str | None:
    """Open the task to tell the person first (Art. 18 Abs. 3 DSGVO); its text. None when nothing is restricted."""
    now = house.clock.now()
    with house.store.write() as connection:
        locks.lock_contact(connection, contact_pk)
        since = people.restricted_at(connection, contact_pk)
        if since is None:
            return None
        contact, _, _ = people.contact(connection, contact_pk)
        text = lifting(house, full_name(contact))
        officer = house.company.data_protection_email or None
        given = give(house, connection, officer, "data_request", Deadline(days=1), now)
        task = TaskRow(
            external_id=_task_id(connection, house, contact_pk),
            contact_pk=contact_pk,
            kind="data_request",
            title=f"Ende der Einschränkung mitteilen: {full_name(contact)}",
            brief=f"Vor dem Aufheben muss die Person es erfahren (Art. 18 Abs. 3 DSGVO). Der Text:\n\n{text}",
            guide=f"Ist es geschehen: wiedersehen restrict {contact.external_id} --lift --told TAG",
            due_at=given.due_at,
            assignee=given.assignee,
            stands_in_for=given.stands_in_for,
        )
        tasks.add(connection, task, now)
    return text


def lift(house: House, contact_pk: int, told_on: date, by: str) -> Restricted | None:
    """End the restriction after the person was told on `told_on` (local day); None when nothing is restricted.

    Raises ValueError for a day before the restriction or in the future.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        locks.lock_contact(connection, contact_pk)
        since = people.restricted_at(connection, contact_pk)
        if since is None:
            return None
        if not local_day(since, house.timezone) <= told_on <= local_day(now, house.timezone):
            raise ValueError("nobody can have been told on that day")
        contact, _, _ = people.contact(connection, contact_pk)
        people.restrict(connection, contact_pk, None, None)
        request = _newest(connection, contact_pk) or _request(connection, house, contact_pk, now, by)
        notices = notify(connection, house, request, contact_pk, LIFTED, now)
        # The second name is the one that a version before this one gave the task.
        for name in (_task_id(connection, house, contact_pk), requests.legacy_id(contact.external_id, "lift", since)):
            task = tasks.show(connection, name)
            if task is not None:
                tasks.close(connection, task["id"], "done", now)
        data = {"request": request.external_id, "told_on": told_on.isoformat(), "by": by}
        operation.audit(connection, "restriction_lifted", now, contact.external_id, data)
    return _done(request, notices, LIFTED, Aftermath())


def _request(connection: Connection, house: House, contact_pk: int, now: datetime, by: str) -> Request:
    """The open request of the kind; one of its own where the house restricts by itself."""
    waiting = requests.listing(connection, contact_pk=contact_pk, kind=cases.RESTRICTION)
    return (
        waiting[0]
        if waiting
        else cases.receive(connection, house, cases.RESTRICTION, now, contact_pk=contact_pk, by=by)
    )


def _newest(connection: Connection, contact_pk: int) -> Request | None:
    found = requests.listing(connection, everything=True, contact_pk=contact_pk, kind=cases.RESTRICTION)
    return max(found, key=lambda one: one.received_at, default=None)


def _done(request: Request, notices: list[Notice], kind: str, aftermath: Aftermath) -> Restricted:
    told = tuple(notice for notice in notices if notice.kind == kind)
    return Restricted(request.external_id, told, aftermath.recalled)


def _task_id(connection: Connection, house: House, contact_pk: int) -> str:
    """The task belongs to the request of the restriction; one that nobody asked for has had none."""
    request = _newest(connection, contact_pk)
    name = people.contact(connection, contact_pk)[0].external_id
    return f"lift-{request.external_id if request is not None else house.pseudonym(name)[:16]}"
