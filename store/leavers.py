"""Everybody who has cancelled, in batches, as if a sequence were to start for them now: what `reach` and `preview` ask.

The newest cancellation of a person counts. Nothing of a run is loaded: consents, objections, replies and the ledger are
the person's own, the enrollment is made up and has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select

from contacts.cancellation import Cancellation
from contacts.consent import GLOBAL, ConsentMethod
from contacts.contract import Contract
from contacts.medium import Medium
from sequences.enrollment import Anchors, EnrollmentState
from store import case_queries as queries
from store import courses
from store.case import EnrollmentRow, Run
from store.cases import Horizon, surroundings
from store.enrollments import COLLEAGUE, LIVE
from store.rows import cancellation_of, contact_of, contract_of
from store.tables import people, permission, runs

ZeroDays = Callable[[Cancellation, Contract | None, str], Anchors]
"""Day zeros of a cancellation: (cancellation, contract, time zone) -> anchors."""


def counted(connection: Connection) -> tuple[int, int]:
    """(people who have cancelled, all contacts on file)."""
    leavers = select(func.count(people.cancellation.c.contact_id.distinct()))
    everybody = select(func.count()).select_from(people.contact)
    return int(connection.execute(leavers).scalar_one()), int(connection.execute(everybody).scalar_one())


def batches(connection: Connection, size: int) -> Iterator[list[int]]:
    """Row ids of everybody who has cancelled, `size` at a time, each batch sought behind the last one."""
    column = people.cancellation.c.contact_id
    last = 0
    while True:
        query = select(column).where(column > last).distinct().order_by(column).limit(size)
        found = list(connection.execute(query).scalars())
        if not found:
            return
        yield found
        last = found[-1]


def load(
    connection: Connection, contact_ids: Sequence[int], now: datetime, horizon: Horizon, zero_days: ZeroDays
) -> list[Run]:
    """One Run per person who has cancelled, in the order of the row ids; a paused person's run is paused."""
    wanted = set(contact_ids)
    newest = _newest(connection, wanted)
    contacts = courses.by_id(connection, queries.CONTACTS, wanted)
    companies = courses.by_id(connection, queries.COMPANIES, (row["company_id"] for row in contacts.values()))
    contracts = courses.by_id(connection, queries.CONTRACTS, (row["contract_id"] for row in newest.values()))
    happened = courses.events(connection, wanted)
    paused = _paused(connection, wanted)
    around = surroundings(connection, wanted, set(companies), now, horizon)

    def run(person: RowMapping) -> Run:
        pk, row = person["id"], newest[person["id"]]
        contract = contract_of(contracts[row["contract_id"]]) if row["contract_id"] is not None else None
        cancellation = cancellation_of(row, person["external_id"], contract.external_id if contract else None)
        enrollment = EnrollmentRow(
            id=0,
            sequence="",
            definition_hash="",
            occurrence=1,
            state=EnrollmentState.PAUSED if pk in paused else EnrollmentState.ACTIVE,
            contact_pk=pk,
            company_pk=person["company_id"],
            cancellation_pk=row["id"],
            last_step=None,
            paused_until=paused.get(pk),
            anchors=zero_days(cancellation, contract, person["timezone"]),
            done={},
        )
        return Run(
            enrollment=enrollment,
            contact=contact_of(person, companies.get(person["company_id"])),
            cancellation=cancellation,
            contract=contract,
            events=happened[pk],
            **around(pk, person["company_id"], person["external_id"]),
        )

    return [run(contacts[pk]) for pk in sorted(newest)]


def suggestions(connection: Connection, sequence: str, limit: int) -> list[tuple[str, str, str, str | None]]:
    """(contact, kind, tier, brand) of people to look at: whom `sequence` ran for, who consented, who cancelled last.

    Nobody is suggested who has objected to all advertising (Art. 21 Abs. 2 DSGVO).
    """
    cancelled, person = people.cancellation, people.contact
    ran = select(runs.enrollment.c.id).where(
        runs.enrollment.c.contact_id == person.c.id,
        runs.enrollment.c.sequence == sequence,
        runs.enrollment.c.state.in_((*LIVE, EnrollmentState.FINISHED.value)),
    )
    consent = permission.consent
    consented = select(consent.c.id).where(
        consent.c.contact_id == person.c.id,
        consent.c.medium == Medium.EMAIL.value,
        consent.c.method != ConsentMethod.FLAG.value,
        consent.c.withdrawn_at.is_(None),
    )
    objected = select(permission.objection.c.id).where(
        permission.objection.c.contact_id == person.c.id, permission.objection.c.scope == GLOBAL
    )
    query = (
        select(person.c.external_id, person.c.kind, person.c.tier, person.c.brand)
        .join(cancelled, cancelled.c.contact_id == person.c.id)
        .where(~objected.exists())
        .group_by(person.c.id, person.c.external_id, person.c.kind, person.c.tier, person.c.brand)
        .order_by(
            ran.exists().desc(),
            consented.exists().desc(),
            func.max(cancelled.c.received_at).desc(),
            person.c.external_id,
        )
        .limit(limit)
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def alike(connection: Connection, contact: str, limit: int = 2_000) -> list[str]:
    """External ids that begin like `contact`, for a did-you-mean; a bounded read however many people there are."""
    column = people.contact.c.external_id
    query = select(column).where(column.icontains(contact[:3], autoescape=True)).order_by(column).limit(limit)
    return list(connection.execute(query).scalars())


def _newest(connection: Connection, contact_ids: set[int]) -> dict[int, RowMapping]:
    table = people.cancellation
    query = select(table).where(table.c.contact_id.in_(contact_ids)).order_by(table.c.received_at, table.c.id)
    return {row["contact_id"]: row for row in connection.execute(query).mappings()}


def _paused(connection: Connection, contact_ids: set[int]) -> dict[int, datetime | None]:
    """Who asked for a pause: until when, None while a person has to release it. The longest pause counts.

    Who waits for a colleague's answer waits for a person, whatever date of her own she has for afterwards.
    """
    table = runs.enrollment
    query = (
        select(table.c.contact_id, table.c.paused_until, table.c.reason)
        .where(table.c.contact_id.in_(contact_ids), table.c.state == EnrollmentState.PAUSED.value)
        .order_by(table.c.paused_until.desc())
    )
    found: dict[int, datetime | None] = {}
    for contact_id, date, reason in connection.execute(query):
        until = None if (reason or "").startswith(COLLEAGUE) else date
        known = found.setdefault(contact_id, until)
        found[contact_id] = None if until is None or known is None else known
    return found
