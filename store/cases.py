"""Loads touches with everything a decision needs, a fixed number of queries for any number of touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, or_, select

from compliance.facts import ObjectionFact, Via
from contacts.medium import Medium, Purpose
from sequences.definition import Channel, EventKind
from sequences.enrollment import Anchors, EnrollmentState
from sequences.touch import TouchState
from store.case import Asked, Case, ConsentRow, EnrollmentRow, LedgerEntry, Run, TouchRow
from store.rows import cancellation_of, consent_of, contact_of, contract_of, point_of
from store.tables import inbound, people, permission, runs

_ASKING = ("interested", "meeting_request", "question", "price_negotiation")


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far back the caps look, in days."""

    person_days: int
    company_days: int


def load(connection: Connection, touch_ids: Sequence[int], now: datetime, horizon: Horizon) -> list[Case]:
    """The cases of `touch_ids`, ordered by due time and id; unknown ids are left out."""
    touches = _by_id(connection, select(runs.touch).where(runs.touch.c.id.in_(touch_ids)))
    known = runs_of(connection, [row["enrollment_id"] for row in touches.values()], now, horizon)
    ordered = sorted(touches.values(), key=lambda row: (row["due_at"], row["id"]))
    return [_case(_touch(row), known[row["enrollment_id"]]) for row in ordered]


def runs_of(connection: Connection, enrollment_ids: Sequence[int], now: datetime, horizon: Horizon) -> dict[int, Run]:
    """The runs of `enrollment_ids` by id."""
    enrollments = _by_id(connection, _where_id(runs.enrollment, enrollment_ids))
    contact_ids = {row["contact_id"] for row in enrollments.values()}
    company_ids = {row["company_id"] for row in enrollments.values() if row["company_id"] is not None}
    contacts = _by_id(connection, _where_id(people.contact, contact_ids))
    companies = _by_id(connection, _where_id(people.company, (r["company_id"] for r in contacts.values())))
    cancellations = _by_id(
        connection, _where_id(people.cancellation, (row["cancellation_id"] for row in enrollments.values()))
    )
    contracts = _by_id(connection, _where_id(people.contract, (row["contract_id"] for row in cancellations.values())))
    points = _grouped(
        connection, select(people.contact_point).where(people.contact_point.c.contact_id.in_(contact_ids))
    )
    consents = _grouped(connection, select(permission.consent).where(permission.consent.c.contact_id.in_(contact_ids)))
    objections = _objections(connection, points, contact_ids)
    persons = _ledger(connection, "contact_id", contact_ids, now - timedelta(days=horizon.person_days))
    firms = _ledger(connection, "company_id", company_ids, now - timedelta(days=horizon.company_days))
    done = _done(connection, enrollments)
    happened = _events(connection, contact_ids)
    asked, held = _replies(connection, contact_ids)

    def run(enrollment: RowMapping) -> Run:
        person = contacts[enrollment["contact_id"]]
        cancellation = cancellations[enrollment["cancellation_id"]]
        contract = contracts.get(cancellation["contract_id"])
        return Run(
            enrollment=_enrollment(enrollment, cancellation["received_at"], done[enrollment["id"]]),
            contact=contact_of(person, companies.get(person["company_id"])),
            cancellation=cancellation_of(
                cancellation, person["external_id"], contract["external_id"] if contract else None
            ),
            contract=contract_of(contract) if contract else None,
            points=tuple(point_of(point) for point in points[person["id"]]),
            consents=_consents(consents[person["id"]], person["external_id"]),
            objections=objections[person["id"]],
            person_ledger=persons[person["id"]],
            company_ledger=firms[enrollment["company_id"]],
            events=happened[person["id"]],
            asked=asked.get(person["id"]),
            reply_held=held.get(person["id"]),
        )

    return {row["id"]: run(row) for row in enrollments.values()}


def _case(touch: TouchRow, run: Run) -> Case:
    return Case(touch=touch, **{name.name: getattr(run, name.name) for name in fields(Run)})


def _where_id(table: Any, ids: Iterable[int | None]) -> Select[Any]:
    return select(table).where(table.c.id.in_({value for value in ids if value is not None}))


def _by_id(connection: Connection, query: Select[Any]) -> dict[int, RowMapping]:
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _grouped(connection: Connection, query: Select[Any]) -> defaultdict[int, list[RowMapping]]:
    groups: defaultdict[int, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        groups[row["contact_id"]].append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: row["id"])
    return groups


def _consents(rows: list[RowMapping], contact_id: str) -> tuple[ConsentRow, ...]:
    return tuple(consent_of(row, contact_id) for row in rows)


def _objections(
    connection: Connection, points: Mapping[int, list[RowMapping]], contact_ids: set[int]
) -> defaultdict[int, tuple[ObjectionFact, ...]]:
    """Objections by person or by any address she uses: it blocks everyone on it (OLG Celle 13 U 15/14)."""
    hashes: defaultdict[str, set[int]] = defaultdict(set)
    for contact_id, rows in points.items():
        for row in rows:
            hashes[row["hash"]].add(contact_id)
    table = permission.objection
    query = select(table).where(or_(table.c.contact_id.in_(contact_ids), table.c.address_hash.in_(set(hashes))))
    found: defaultdict[int, dict[str, ObjectionFact]] = defaultdict(dict)
    for row in connection.execute(query.order_by(table.c.id)).mappings():
        own = {row["contact_id"]} & contact_ids
        for contact_id in own | hashes.get(row["address_hash"], set()):
            found[contact_id][row["external_id"]] = ObjectionFact(
                id=row["external_id"],
                scope=row["scope"],
                received_at=row["received_at"],
                via=Via(row["via"]),
                shared_address=row["contact_id"] is not None and contact_id not in own,
                erased_person=row["contact_id"] is None,
            )
    result: defaultdict[int, tuple[ObjectionFact, ...]] = defaultdict(tuple)
    result.update({contact_id: tuple(facts.values()) for contact_id, facts in found.items()})
    return result


def _ledger(
    connection: Connection, column: str, ids: set[int], since: datetime
) -> defaultdict[int | None, tuple[LedgerEntry, ...]]:
    table = runs.ledger
    key = table.c[column]
    query = select(key, table.c.medium, table.c.at, table.c.cost).where(key.in_(ids), table.c.at >= since)
    groups: defaultdict[int | None, tuple[LedgerEntry, ...]] = defaultdict(tuple)
    for owner, medium, at, cost in connection.execute(query.order_by(table.c.at)):
        groups[owner] += (LedgerEntry(Medium(medium), at, cost),)
    return groups


def _done(connection: Connection, enrollments: Mapping[int, RowMapping]) -> defaultdict[int, dict[str, datetime]]:
    table = runs.touch
    query = select(table.c.enrollment_id, table.c.step, table.c.made_at).where(
        table.c.enrollment_id.in_(enrollments), table.c.made_at.is_not(None)
    )
    groups: defaultdict[int, dict[str, datetime]] = defaultdict(dict)
    for enrollment_id, step, made_at in connection.execute(query):
        groups[enrollment_id][step] = made_at
    return groups


def _events(connection: Connection, contact_ids: set[int]) -> defaultdict[int, dict[EventKind, datetime]]:
    table = runs.event
    query = select(table.c.contact_id, table.c.kind, table.c.at).where(table.c.contact_id.in_(contact_ids))
    groups: defaultdict[int, dict[EventKind, datetime]] = defaultdict(dict)
    for contact_id, kind, at in connection.execute(query.order_by(table.c.at)):
        groups[contact_id][EventKind(kind)] = at
    return groups


def _replies(connection: Connection, contact_ids: set[int]) -> tuple[dict[int, Asked], dict[int, str]]:
    table = inbound.reply
    query = (
        select(table.c.contact_id, table.c.fingerprint, table.c.received_at, table.c.label, table.c.stop)
        .where(table.c.contact_id.in_(contact_ids))
        .order_by(table.c.received_at)
    )
    asked: dict[int, Asked] = {}
    held: dict[int, str] = {}
    for contact_id, fingerprint, received_at, label, stop in connection.execute(query):
        if label in _ASKING:
            asked[contact_id] = Asked(fingerprint, received_at)
        if stop == "hold":
            held[contact_id] = fingerprint
    return asked, held


def _touch(row: RowMapping) -> TouchRow:
    return TouchRow(
        id=row["id"],
        send_id=row["send_id"],
        step=row["step"],
        purpose=Purpose(row["purpose"]),
        state=TouchState(row["state"]),
        due_at=row["due_at"],
        planned_on=row["planned_on"],
        channel=Channel(row["channel"]) if row["channel"] else None,
        variant=row["variant"],
        wait_event=EventKind(row["wait_event"]) if row["wait_event"] else None,
        fence=row["fence"],
        copies=row["copies"],
        message_id=row["message_id"],
        made_at=row["made_at"],
        reason=row["reason"],
    )


def _enrollment(row: RowMapping, received_at: datetime, done: Mapping[str, datetime]) -> EnrollmentRow:
    return EnrollmentRow(
        id=row["id"],
        sequence=row["sequence"],
        definition_hash=row["definition_hash"],
        occurrence=row["occurrence"],
        state=EnrollmentState(row["state"]),
        contact_pk=row["contact_id"],
        company_pk=row["company_id"],
        cancellation_pk=row["cancellation_id"],
        last_step=row["last_step"],
        paused_until=row["paused_until"],
        anchors=Anchors(
            cancellation_received=received_at,
            contract_end=row["contract_end_at"],
            returned=row["returned_at"],
            saved=row["saved_at"],
            feature_released=row["released_at"],
            enrolled=row["enrolled_at"],
        ),
        done=done,
    )
