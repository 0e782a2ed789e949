"""Who gets a task, from when on, by when, and how much it matters: of a sequence's step, or of what came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from campaigns.house import House
from channels.channel import NewTask
from sequences.calendar import local_day, to_utc
from sequences.definition import Step
from store import absences, observations, task_changes
from store.case import Case
from tasks.absence import Absence, away, holder
from tasks.capacity import landing_day
from tasks.due import Deadline, Haste, Office, due_at, newest_before, slot
from tasks.kinds import DIALLED, FOR_NEUTRAL, OWED
from tasks.person import Person
from tasks.priority import HIGHEST, priority

_SERIOUS = frozenset({"high", "critical"})
_END_OF_DAY = time(18)
_AGREED = "callback"
COOLING = "Störung vor der Kündigung: erst nach einer Pause anrufen"
"""Why a task rests that nobody has put off."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a task lands. `stands_in_for` is whose it is while she is away; empty when it is the assignee's own."""

    assignee: str | None
    stands_in_for: str
    begins_at: datetime | None
    due_at: datetime
    expires_at: datetime | None
    priority: int


def place(house: House, connection: Connection, case: Case, step: Step, task: NewTask, now: datetime) -> Placed:
    """The person, the day and the weight of a task that a step asks for.

    Whoever is away on the day is stood in for; who has no room left that day gets it on the next free business day. A
    near deadline of the contract passes over both.
    """
    today = local_day(now, house.timezone)
    known = absences.since(connection, today)
    owner = case.contact.owner_email
    if task.kind in FOR_NEUTRAL:
        owner = _neutral(house, connection, owner, known, now) or owner
    office = office_of(house, house.team.of(owner), case.contact.land, task.kind)
    found = slot(now, _deadline(step), office, _haste(house, connection, case, task.kind), house.team.terms)
    day = local_day(found.begins_at if found.at_once else found.due_at, house.timezone)
    does = holder(owner, day, known, house.team) if owner else None
    due = found.due_at
    if does is not None and not found.at_once:
        due = _with_room(house, connection, house.team.of(does), due, office, known, task.kind, now)
    value, tier = case.contact.annual_value, case.contact.tier
    return Placed(
        assignee=does,
        stands_in_for=owner if owner and does != owner else "",
        begins_at=found.begins_at if found.cooling else None,
        due_at=due,
        expires_at=_expiry(house, task.expires_at, due),
        priority=priority(now, due, value, tier, at_once=found.at_once),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """Whose a task is that no step asked for, and by when. `stands_in_for` as in `Placed`."""

    assignee: str | None
    stands_in_for: str
    due_at: datetime


def give(
    house: House,
    connection: Connection,
    owner: str | None,
    kind: str,
    wanted: Deadline | datetime,
    now: datetime,
    *,
    land: str | None = None,
) -> Given:
    """The same for a task that follows from a reply, a form, a request, a letter that came back.

    `owner` is whose it is by right, `wanted` a term from now on, or a moment that is fixed (a statute's, or one that
    was agreed on), `land` that of somebody who is rung. A fixed moment and what is owed (tasks.kinds.OWED) are put off
    by nobody's full day.
    """
    known = absences.since(connection, local_day(now, house.timezone))
    office = office_of(house, house.team.of(owner), land, kind)
    due = wanted if isinstance(wanted, datetime) else due_at(now, wanted, office)
    does = _does(house, owner, due, known)
    if does is not None and not isinstance(wanted, datetime) and kind not in OWED:
        due = _with_room(house, connection, house.team.of(does), due, office, known, kind, now)
    return Given(does, owner if owner and does != owner else "", due)


def anew(house: House, connection: Connection, task: Mapping[str, Any], owner: str, now: datetime) -> Given:
    """An open task for a new owner: by her holidays, absences and room, never earlier than before.

    What is owed, was agreed on or rests keeps its moment. What is late already is due on her next day with room.
    """
    known = absences.since(connection, local_day(now, house.timezone))
    office = office_of(house, house.team.of(owner), None, task["kind"])
    due: datetime = task["due_at"]
    does = _does(house, owner, max(due, now), known) or owner
    rests = task["snoozed_until"] is not None and task["snoozed_until"] > now
    if not (rests or task["kind"] in OWED or task["kind"] == _AGREED or task["priority"] == HIGHEST):
        wanted = due if due > now else due_at(now, Deadline(days=0), office)
        wanted = _with_room(house, connection, house.team.of(does), wanted, office, known, task["kind"], now)
        due = wanted if task["expires_at"] is None else min(wanted, max(due, task["expires_at"]))
    return Given(does, owner if does.casefold() != owner.casefold() else "", due)


def _does(house: House, owner: str | None, due: datetime, known: Sequence[Absence]) -> str | None:
    return holder(owner, local_day(due, house.timezone), known, house.team) if owner else None


def office_of(house: House, person: Person, land: str | None, kind: str) -> Office:
    """Whose holidays a task's times respect: the assignee's, and where somebody is rung hers too."""
    lands = (person.land, land) if kind in DIALLED else (person.land,)
    return Office(lands, house.timezone, replace(house.window, holidays=False))


def _deadline(step: Step) -> Deadline:
    return Deadline(step.task.due_business_hours, step.task.due_business_days)


def _haste(house: House, connection: Connection, case: Case, kind: str) -> Haste | None:
    """Only a conversation about a contract that still runs hurries or waits."""
    end = case.enrollment.anchors.contract_end
    if kind not in DIALLED or (end is not None and end <= house.clock.now()):
        return None
    cancelled = case.cancellation.received_at
    since = cancelled - timedelta(days=house.team.terms.incident_days)
    seen = observations.of_contact(connection, case.enrollment.contact_pk, since)
    faults = (row["at"] for row in seen if row["kind"] == "tickets" and row["data"].get("priority") in _SERIOUS)
    return Haste(cancelled, _renewal(house, case), newest_before(faults, cancelled))


def _renewal(house: House, case: Case) -> datetime | None:
    """The last moment to cancel in time; None for a contract without a known end or term of notice."""
    contract = case.contract
    if contract is None or contract.end is None or not contract.notice_days:
        return None
    return to_utc(contract.end - timedelta(days=contract.notice_days - 1), time(0), house.timezone)


def _neutral(
    house: House, connection: Connection, owner: str | None, known: Sequence[Absence], now: datetime
) -> str | None:
    """Of those who had nothing to do with the contract and are there: the one with the least to do."""
    today = local_day(now, house.timezone)
    ready = [
        one
        for one in house.team.neutral
        if one.email != (owner or "").casefold() and away(one.email, today, known) is None
    ]

    def busy(one: Person) -> int:
        return sum(load.tasks for load in task_changes.loads(connection, one.email, now, house.timezone).values())

    return min(ready, key=busy).email if ready else None


def _with_room(
    house: House,
    connection: Connection,
    person: Person,
    due: datetime,
    office: Office,
    known: Sequence[Absence],
    kind: str,
    now: datetime,
) -> datetime:
    wanted = local_day(due, house.timezone)
    loads = task_changes.loads(connection, person.email, now, house.timezone)
    day = landing_day(
        wanted,
        person,
        loads,
        office.lands,
        call=kind in DIALLED,
        there=lambda one: away(person.email, one, known) is None,
    )
    return due if day == wanted else to_utc(day, house.window.end, house.timezone)


def _expiry(house: House, planned: datetime | None, due_at: datetime) -> datetime | None:
    """A task that lands later ends later: the day behind its deadline at the earliest."""
    if planned is None:
        return None
    least = to_utc(local_day(due_at, house.timezone) + timedelta(days=1), _END_OF_DAY, house.timezone)
    return planned if planned > due_at else least
