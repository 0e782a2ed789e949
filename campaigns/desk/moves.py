"""Tasks that change hands or rest: claimed, put off, handed over. Each move is one transaction, audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.desk.naming import check_named
from campaigns.house import House
from sequences.calendar import local_day
from store import absences, locks, operation, people, task_changes, tasks
from tasks.absence import Absence, holder
from tasks.report import may_be_named


def claim(house: House, external_id: str, assignee: str) -> bool:
    """Somebody takes an open task, or gives it to somebody; False when it is not open. Raises Nobody."""
    now, assignee = house.clock.now(), assignee.strip()
    with house.store.write() as connection:
        task = _locked(connection, external_id)
        check_named(house.team, assignee, has_it=task["assignee"] if task is not None else None)
        if task is None or not task_changes.claim(connection, task["id"], assignee, now):
            return False
        operation.audit(connection, "task_claimed", now, task["contact"], {"task": external_id})
    return True


def snooze(house: House, external_id: str, until: datetime, reason: str) -> str | None:
    """Put an open task off until `until` (aware); None when that is done, else why not, in German."""
    now = house.clock.now()
    if until <= now:
        return "Der Zeitpunkt liegt nicht in der Zukunft."
    if not reason.strip():
        return "Ein Grund gehört dazu: Er steht in der Aufgabe, für alle, die sie sehen."
    with house.store.write() as connection:
        task = _locked(connection, external_id)
        if task is None or task["state"] != "open":
            return "Die Aufgabe ist nicht offen."
        if task["expires_at"] is not None and until >= task["expires_at"]:
            end = task["expires_at"].astimezone(ZoneInfo(house.timezone))
            return (
                f"Die Aufgabe endet am {end:%d.%m.%Y um %H:%M} Uhr; danach geht die Sequenz ohne sie weiter. "
                "Erlaubt ist ein Zeitpunkt davor."
            )
        if not may_be_named(until, now):
            return "Der Zeitpunkt liegt mehr als ein Jahr voraus; bis dahin denkt niemand mehr daran."
        task_changes.snooze(connection, task["id"], until, reason.strip())
        data = {"task": external_id, "until": until.astimezone(ZoneInfo(house.timezone)).isoformat()}
        operation.audit(connection, "task_snoozed", now, task["contact"], data)
    return None


def hand_over(house: House, giver: str, taker: str, by: str) -> list[str]:
    """Everything open that `giver` has goes to `taker` for good, also what she has for others; ids of tasks.

    Raises Nobody for a taker whom nobody knows; a giver may have left the house.
    """
    check_named(house.team, taker)
    now, taker = house.clock.now(), taker.strip()
    with house.store.write() as connection:
        moved = [
            task
            for task in task_changes.of_people(connection, {giver.casefold()})
            if (task["assignee"] or "").casefold() == giver.casefold()
        ]
        locks.lock_contacts(connection, {task["contact_id"] for task in moved})
        given = [task for task in moved if task_changes.give(connection, task, taker)]
        _tell(connection, given, by, now)
    return [task["external_id"] for task in given]


def stand_in(house: House, connection: Connection, now: datetime) -> list[str]:
    """Whoever is away on a task's day is stood in for, and whoever is back gets back what is still open; ids moved."""
    today = local_day(now, house.timezone)
    known = absences.since(connection, today)
    found = task_changes.of_people(connection, {one.person for one in known})
    wrong = [(task, to) for task in found if (to := _holder(house, task, today, known)) != task["assignee"]]
    locks.lock_contacts(connection, {task["contact_id"] for task, _ in wrong})
    moved = []
    for task, to in wrong:
        owner = task["stands_in_for"] or task["assignee"]
        if task_changes.give(connection, task, to, "" if to.casefold() == owner.casefold() else owner):
            moved.append(task)
    _tell(connection, moved, "", now)
    return [task["external_id"] for task in moved]


def _holder(house: House, task: Mapping[str, Any], today: date, known: Sequence[Absence]) -> str:
    """Who has the task on the day it is to be done; an address as it stands there already keeps its case."""
    owner: str = task["stands_in_for"] or task["assignee"]
    does = holder(owner, max(today, local_day(task["due_at"], house.timezone)), known, house.team)
    current: str = task["assignee"]
    return current if does.casefold() == current.casefold() else does


def _locked(connection: Connection, external_id: str) -> dict[str, Any] | None:
    task = tasks.show(connection, external_id)
    if task is None:
        return None
    locks.lock_contact(connection, task["contact_id"])
    return tasks.show(connection, external_id)


def _tell(connection: Connection, moved: Sequence[Mapping[str, Any]], by: str, now: datetime) -> None:
    """Who has it now stands in the task; the log names no colleague, only that it changed hands."""
    for task in moved:
        contact, _, _ = people.contact(connection, task["contact_id"])
        data = {"task": task["external_id"]} | ({"by": by} if by else {})
        operation.audit(connection, "task_handed_over", now, contact.external_id, data)
