"""Who gets a sequence's task, from when on, by when, and how much it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from campaigns.house import House
from channels.channel import NewTask
from sequences.calendar import local_day, to_utc
from sequences.definition import Step
from store import absences, observations, task_changes
from store.case import Case
from tasks.absence import Absence, away, holder
from tasks.capacity import landing_day
from tasks.due import Deadline, Haste, Office, Slot, newest_before, slot
from tasks.kinds import DIALLED, FOR_NEUTRAL
from tasks.person import Person
from tasks.priority import priority

_SERIOUS = frozenset({"high", "critical"})
_END_OF_DAY = time(18)
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
    due_at = found.due_at
    if does is not None and not found.at_once:
        due_at = _with_room(house, connection, house.team.of(does), found, office, known, task.kind, now)
    value, tier = case.contact.annual_value, case.contact.tier
    return Placed(
        assignee=does,
        stands_in_for=owner if owner and does != owner else "",
        begins_at=found.begins_at if found.cooling else None,
        due_at=due_at,
        expires_at=_expiry(house, task.expires_at, due_at),
        priority=priority(now, due_at, value, tier, at_once=found.at_once),
    )


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
    found: Slot,
    office: Office,
    known: Sequence[Absence],
    kind: str,
    now: datetime,
) -> datetime:
    wanted = local_day(found.due_at, house.timezone)
    loads = task_changes.loads(connection, person.email, now, house.timezone)
    day = landing_day(
        wanted,
        person,
        loads,
        office.lands,
        call=kind in DIALLED,
        there=lambda one: away(person.email, one, known) is None,
    )
    return found.due_at if day == wanted else to_utc(day, house.window.end, house.timezone)


def _expiry(house: House, planned: datetime | None, due_at: datetime) -> datetime | None:
    """A task that lands later ends later: the day behind its deadline at the earliest."""
    if planned is None:
        return None
    least = to_utc(local_day(due_at, house.timezone) + timedelta(days=1), _END_OF_DAY, house.timezone)
    return planned if planned > due_at else least
