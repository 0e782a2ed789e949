"""Loads courses: what planning and receipts need of a touch, without what only a decision looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select

from contacts.medium import Purpose
from sequences.definition import Channel, EventKind
from sequences.enrollment import Anchors, EnrollmentState
from sequences.touch import TouchState
from store import case_queries as queries
from store.case import Course, EnrollmentRow, TouchRow, Underway
from store.rows import cancellation_of, contact_of, contract_of

_COURSE = tuple(name.name for name in fields(Course))


def underway(connection: Connection, touch_ids: Sequence[int]) -> list[Underway]:
    """The touches of `touch_ids` with their courses, ordered by due time and id; unknown ids are left out."""
    rows = touches(connection, touch_ids)
    known = of_enrollments(connection, [row["enrollment_id"] for row in rows])
    return [_underway(touch_of(row), known[row["enrollment_id"]]) for row in rows]


def touches(connection: Connection, touch_ids: Sequence[int]) -> list[RowMapping]:
    """Touch rows, ordered by due time and id."""
    rows = by_id(connection, queries.TOUCHES, touch_ids).values()
    return sorted(rows, key=lambda row: (row["due_at"], row["id"]))


def of_enrollments(connection: Connection, enrollment_ids: Sequence[int]) -> dict[int, Course]:
    """The courses of `enrollment_ids` by id."""
    enrollments = by_id(connection, queries.ENROLLMENTS, enrollment_ids)
    contact_ids = {row["contact_id"] for row in enrollments.values()}
    contacts = by_id(connection, queries.CONTACTS, contact_ids)
    companies = by_id(connection, queries.COMPANIES, (row["company_id"] for row in contacts.values()))
    cancellations = by_id(connection, queries.CANCELLATIONS, (row["cancellation_id"] for row in enrollments.values()))
    contracts = by_id(connection, queries.CONTRACTS, (row["contract_id"] for row in cancellations.values()))
    done, by_post = _done(connection, enrollments)
    happened = events(connection, contact_ids)

    def course(enrollment: RowMapping) -> Course:
        person = contacts[enrollment["contact_id"]]
        cancellation = cancellations[enrollment["cancellation_id"]]
        contract = contracts.get(cancellation["contract_id"])
        return Course(
            enrollment=_enrollment(
                enrollment, cancellation["received_at"], done[enrollment["id"]], frozenset(by_post[enrollment["id"]])
            ),
            contact=contact_of(person, companies.get(person["company_id"])),
            cancellation=cancellation_of(
                cancellation, person["external_id"], contract["external_id"] if contract else None
            ),
            contract=contract_of(contract) if contract else None,
            events=happened[person["id"]],
        )

    return {row["id"]: course(row) for row in enrollments.values()}


def _underway(touch: TouchRow, course: Course) -> Underway:
    return Underway(touch=touch, **{name: getattr(course, name) for name in _COURSE})


def by_id(connection: Connection, query: Select[Any], ids: Iterable[int | None]) -> dict[int, RowMapping]:
    """The rows of `query` by id; None among `ids` is passed over."""
    wanted = {value for value in ids if value is not None}
    if not wanted:
        return {}
    return {row["id"]: row for row in connection.execute(query, {"ids": list(wanted)}).mappings()}


def _done(
    connection: Connection, enrollments: Mapping[int, RowMapping]
) -> tuple[defaultdict[int, dict[str, datetime]], defaultdict[int, set[str]]]:
    """By enrollment: when each step was made, and which of them are letters."""
    groups: defaultdict[int, dict[str, datetime]] = defaultdict(dict)
    by_post: defaultdict[int, set[str]] = defaultdict(set)
    for enrollment_id, step, made_at, channel in connection.execute(queries.DONE, {"ids": list(enrollments)}):
        groups[enrollment_id][step] = made_at
        if channel == Channel.LETTER.value:
            by_post[enrollment_id].add(step)
    return groups, by_post


def events(connection: Connection, contact_ids: set[int]) -> defaultdict[int, dict[EventKind, datetime]]:
    """The latest moment of each kind of event, by contact row id."""
    groups: defaultdict[int, dict[EventKind, datetime]] = defaultdict(dict)
    for contact_id, kind, at in connection.execute(queries.EVENTS, {"ids": list(contact_ids)}):
        groups[contact_id][EventKind(kind)] = at
    return groups


def touch_of(row: RowMapping) -> TouchRow:
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
        refusals=row["refusals"],
        refused_since=row["refused_since"],
    )


def _enrollment(
    row: RowMapping, received_at: datetime, done: Mapping[str, datetime], by_post: frozenset[str]
) -> EnrollmentRow:
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
        reason=row["reason"],
        by_post=by_post,
    )
