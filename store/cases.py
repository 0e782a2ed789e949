"""Loads touches with everything a decision needs, a fixed number of queries for any number of touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Select
from sqlalchemy.exc import DBAPIError

from compliance.facts import ObjectionFact, Via
from contacts.medium import Medium
from store import case_queries as queries
from store import courses, permissions, wishes
from store.case import Asked, Case, Course, LedgerEntry, Run, Talk, TouchRow, Wishes
from store.courses import touch_of
from store.faults import Fault, fault_of
from store.points import point_of
from store.rows import consent_of

_COURSE = tuple(name.name for name in fields(Course))
_RUN = tuple(name.name for name in fields(Run))
_ASKING = ("interested", "meeting_request", "question", "price_negotiation")


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far back the caps look, in days."""

    person_days: int
    company_days: int


def load(connection: Connection, touch_ids: Sequence[int], now: datetime, horizon: Horizon) -> list[Case]:
    """The cases of `touch_ids`, ordered by due time and id; unknown ids are left out."""
    touches = courses.touches(connection, touch_ids)
    known = runs_of(connection, [row["enrollment_id"] for row in touches], now, horizon)
    return [_case(touch_of(row), known[row["enrollment_id"]]) for row in touches]


def runs_of(connection: Connection, enrollment_ids: Sequence[int], now: datetime, horizon: Horizon) -> dict[int, Run]:
    """The runs of `enrollment_ids` by id."""
    known = courses.of_enrollments(connection, enrollment_ids)
    contact_ids = {course.enrollment.contact_pk for course in known.values()}
    company_ids = {pk for course in known.values() if (pk := course.enrollment.company_pk) is not None}
    surrounding = surroundings(connection, contact_ids, company_ids, now, horizon)

    def run(course: Course) -> Run:
        return Run(
            **{name: getattr(course, name) for name in _COURSE},
            **surrounding(course.enrollment.contact_pk, course.enrollment.company_pk, course.contact.external_id),
        )

    return {enrollment_id: run(course) for enrollment_id, course in known.items()}


def surroundings(
    connection: Connection, contact_ids: set[int], company_ids: set[int], now: datetime, horizon: Horizon
) -> Callable[[int, int | None, str], dict[str, Any]]:
    """What a Run has beyond its Course, for these people: by contact row id, company row id and external id."""
    points = _grouped(connection, queries.POINTS, contact_ids)
    consents = _grouped(connection, queries.CONSENTS, contact_ids)
    objections = _readable_objections(connection, points, contact_ids)
    wished = wishes.of_people(connection, contact_ids, now)
    persons = _ledger(connection, "contact_id", contact_ids, now - timedelta(days=_person_days(horizon, wished)))
    firms = _ledger(connection, "company_id", company_ids, now - timedelta(days=horizon.company_days))
    asked, held = _replies(connection, contact_ids)
    talks = talks_of(connection, contact_ids)

    def around(person: int, company: int | None, external_id: str) -> dict[str, Any]:
        return {
            "points": tuple(point_of(point) for point in points[person]),
            "consents": tuple(consent_of(row, external_id) for row in consents[person]),
            "objections": objections[person] if objections is not None else (),
            "suppression_up": objections is not None,
            "person_ledger": persons[person],
            "company_ledger": firms[company],
            "asked": asked.get(person),
            "reply_held": held.get(person),
            "wishes": wished.get(person, Wishes()),
            "talks": talks[person],
        }

    return around


def talks_of(connection: Connection, contact_ids: Collection[int]) -> defaultdict[int, tuple[Talk, ...]]:
    """What was reported about calls and meetings with these people, oldest first."""
    talks: defaultdict[int, tuple[Talk, ...]] = defaultdict(tuple)
    for owner, *row in connection.execute(queries.TALKS, {"ids": list(contact_ids)}):
        talks[owner] += (Talk(*row),)
    return talks


def _person_days(horizon: Horizon, wished: Mapping[int, Wishes]) -> int:
    """Days of ledger that the caps and the longest wished gap need; a calendar day may have 25 hours."""
    gaps = [one.preference.min_gap_days or 0 for one in wished.values() if one.preference is not None]
    return max(horizon.person_days, max(gaps, default=0) + 1)


def _case(touch: TouchRow, run: Run) -> Case:
    return Case(touch=touch, **{name: getattr(run, name) for name in _RUN})


def _grouped(connection: Connection, query: Select[Any], ids: set[int]) -> defaultdict[int, list[RowMapping]]:
    groups: defaultdict[int, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(query, {"ids": list(ids)}).mappings():
        groups[row["contact_id"]].append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: row["id"])
    return groups


def objections_of(connection: Connection, contact_pk: int) -> tuple[ObjectionFact, ...] | None:
    """The objections that reach one person; None when they cannot be read."""
    points = _grouped(connection, queries.POINTS, {contact_pk})
    found = _readable_objections(connection, points, {contact_pk})
    return found[contact_pk] if found is not None else None


def _readable_objections(
    connection: Connection, points: Mapping[int, list[RowMapping]], contact_ids: set[int]
) -> defaultdict[int, tuple[ObjectionFact, ...]] | None:
    """The objections by person; None when they cannot be read (lock, timeout, table, rights).

    Contract mail goes on without them and advertising does not (Art. 25 Abs. 2 DSGVO). A damaged database and a lost
    connection are no matter of this table: then nothing goes at all.
    """
    try:
        with connection.begin_nested():  # PostgreSQL reads nothing more behind a failed statement
            return _objections(connection, points, contact_ids)
    except DBAPIError as error:
        if error.connection_invalidated or fault_of(error) is Fault.CORRUPT:
            raise
        return None


def _objections(
    connection: Connection, points: Mapping[int, list[RowMapping]], contact_ids: set[int]
) -> defaultdict[int, tuple[ObjectionFact, ...]]:
    """Objections by person or by any address she uses: it blocks everyone on it (OLG Celle 13 U 15/14)."""
    hashes: defaultdict[str, set[int]] = defaultdict(set)
    for contact_id, rows in points.items():
        for row in rows:
            hashes[row["hash"]].add(contact_id)
    wanted = {"ids": list(contact_ids), "hashes": list(hashes)}
    found: defaultdict[int, dict[str, ObjectionFact]] = defaultdict(dict)
    for row in connection.execute(queries.OBJECTIONS, wanted).mappings():
        own = {row["contact_id"]} & contact_ids
        for contact_id in own | hashes.get(row["address_hash"], set()):
            found[contact_id][row["external_id"]] = ObjectionFact(
                id=row["external_id"],
                scope=row["scope"],
                received_at=row["received_at"],
                via=Via(row["via"]),
                shared_address=row["contact_id"] is not None and contact_id not in own,
                erased_person=row["contact_id"] is None and row["source"] == permissions.ERASED,
            )
    result: defaultdict[int, tuple[ObjectionFact, ...]] = defaultdict(tuple)
    result.update({contact_id: tuple(facts.values()) for contact_id, facts in found.items()})
    return result


def _ledger(
    connection: Connection, column: str, ids: set[int], since: datetime
) -> defaultdict[int | None, tuple[LedgerEntry, ...]]:
    groups: defaultdict[int | None, tuple[LedgerEntry, ...]] = defaultdict(tuple)
    if not ids:
        return groups
    rows = connection.execute(queries.LEDGERS[column], {"ids": list(ids), "since": since})
    for owner, medium, at, cost, touch_id, offer in rows:
        groups[owner] += (LedgerEntry(Medium(medium), at, cost, touch_id is not None, offer),)
    return groups


def _replies(connection: Connection, contact_ids: set[int]) -> tuple[dict[int, Asked], dict[int, str]]:
    asked: dict[int, Asked] = {}
    held: dict[int, str] = {}
    rows = connection.execute(queries.REPLIES, {"ids": list(contact_ids)})
    for contact_id, fingerprint, received_at, label, stop in rows:
        if label in _ASKING:
            asked[contact_id] = Asked(fingerprint, received_at)
        if stop == "hold":
            held[contact_id] = fingerprint
    return asked, held
