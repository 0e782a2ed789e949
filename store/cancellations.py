"""Cancellations read back, with their contract."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, select, update

from contacts.cancellation import Cancellation, DeclarationKind
from contacts.contract import Contract
from store.rows import cancellation_of, contract_of
from store.tables import people


@dataclass(frozen=True, slots=True)
class Found:
    """A cancellation, its row id and its contract."""

    pk: int
    cancellation: Cancellation
    contract: Contract | None


def pending(connection: Connection, now: datetime, limit: int) -> list[tuple[int, int]]:
    """(row id, contact row id) of cancellations that have been received and whose sequences have not started."""
    table = people.cancellation
    query = (
        select(table.c.id, table.c.contact_id)
        .where(table.c.handled_at.is_(None), table.c.received_at <= now)
        .order_by(table.c.received_at, table.c.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def next_pending(connection: Connection, after: datetime) -> datetime | None:
    """When the next cancellation that is known already will have been received (only on a virtual clock)."""
    table = people.cancellation
    query = select(table.c.received_at).where(table.c.handled_at.is_(None), table.c.received_at > after)
    moment: datetime | None = connection.execute(query.order_by(table.c.received_at).limit(1)).scalar()
    return moment


def mark_handled(connection: Connection, pk: int, now: datetime) -> bool:
    """Take a cancellation for oneself; False when another daemon was faster."""
    table = people.cancellation
    statement = update(table).where(table.c.id == pk, table.c.handled_at.is_(None)).values(handled_at=now)
    return connection.execute(statement).rowcount == 1


def confirm_end(connection: Connection, pk: int, day: date) -> None:
    """Keep the end that is told to the customer."""
    table = people.cancellation
    connection.execute(update(table).where(table.c.id == pk).values(confirmed_end=day))


def without_end(connection: Connection, contract_id: str) -> list[int]:
    """Row ids of the cancellations of a contract whose customers were promised a word about its end."""
    table, contract = people.cancellation, people.contract
    query = (
        select(table.c.id)
        .join(contract, contract.c.id == table.c.contract_id)
        .where(
            contract.c.external_id == contract_id,
            table.c.confirmed_end.is_(None),
            table.c.handled_at.is_not(None),
            table.c.receipt_confirmed_at.is_(None),
            table.c.kind == DeclarationKind.CANCELLATION.value,
        )
    )
    return list(connection.execute(query.order_by(table.c.id)).scalars())


def whom_it_ends(
    connection: Connection, pks: Collection[int], personal: Collection[str], of_the_firm: Collection[str]
) -> dict[int, list[int]]:
    """Row ids of those whom nobody may win back after each cancellation: the person, or everybody of the company.

    Of a `personal` reason it is the person who cancelled, of one `of_the_firm` her colleagues too.
    """
    table, person, colleague = people.cancellation, people.contact.alias(), people.contact.alias()
    reason = table.c.reason
    whole_firm = reason.in_(of_the_firm) & (colleague.c.company_id == person.c.company_id)
    query = (
        select(table.c.id, colleague.c.id)
        .join(person, person.c.id == table.c.contact_id)
        .join(colleague, (colleague.c.id == person.c.id) | whole_firm)
        .where(table.c.id.in_(pks), reason.in_((*personal, *of_the_firm)))
        .order_by(table.c.id, colleague.c.id)
    )
    found: dict[int, list[int]] = {}
    for pk, contact_pk in connection.execute(query) if pks else ():
        found.setdefault(pk, []).append(contact_pk)
    return found


def withdrawals(connection: Connection, pks: Collection[int]) -> set[int]:
    """Those of `pks` that withdraw a contract instead of cancelling it."""
    table = people.cancellation
    query = select(table.c.id).where(table.c.id.in_(pks), table.c.kind == DeclarationKind.WITHDRAWAL.value)
    return set(connection.execute(query).scalars()) if pks else set()


def by_pk(connection: Connection, pk: int) -> Found:
    """A cancellation by row id; raises NoResultFound when unknown."""
    table = people.cancellation
    return _found(connection, connection.execute(select(table).where(table.c.id == pk)).mappings().one())


def of_contact(connection: Connection, contact_pk: int, external_id: str) -> Found | None:
    """The cancellation of a contact with this id, or with one that begins so (a task's id is cut off)."""
    table = people.cancellation
    begins = table.c.external_id.startswith(external_id, autoescape=True)
    query = select(table).where(table.c.contact_id == contact_pk, begins).order_by(table.c.id)
    row = connection.execute(query.limit(1)).mappings().first() if external_id else None
    return _found(connection, row) if row is not None else None


def assign(connection: Connection, pk: int, contract_id: str) -> None:
    """From now on a cancellation is about this contract."""
    table, contract = people.cancellation, people.contract
    named = select(contract.c.id).where(contract.c.external_id == contract_id).scalar_subquery()
    connection.execute(update(table).where(table.c.id == pk).values(contract_id=named))


def newest(connection: Connection, contact_pk: int) -> Found | None:
    """The newest cancellation of a contact, None when there is none."""
    table = people.cancellation
    query = (
        select(table).where(table.c.contact_id == contact_pk).order_by(table.c.received_at.desc(), table.c.id.desc())
    )
    row = connection.execute(query.limit(1)).mappings().first()
    return _found(connection, row) if row is not None else None


def _found(connection: Connection, row: RowMapping) -> Found:
    person = select(people.contact.c.external_id).where(people.contact.c.id == row["contact_id"])
    contact_id: str = connection.execute(person).scalar_one()
    contract = None
    if row["contract_id"] is not None:
        found = select(people.contract).where(people.contract.c.id == row["contract_id"])
        contract = contract_of(connection.execute(found).mappings().one())
    return Found(row["id"], cancellation_of(row, contact_id, contract.external_id if contract else None), contract)
