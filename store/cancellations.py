"""Cancellations read back, with their contract."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from contacts.cancellation import Cancellation
from contacts.contract import Contract
from store.rows import cancellation_of, contract_of
from store.tables import people


@dataclass(frozen=True, slots=True)
class Found:
    """A cancellation, its row id and its contract."""

    pk: int
    cancellation: Cancellation
    contract: Contract | None


def newest(connection: Connection, contact_pk: int) -> Found | None:
    """The newest cancellation of a contact, None when there is none."""
    table = people.cancellation
    query = (
        select(table).where(table.c.contact_id == contact_pk).order_by(table.c.received_at.desc(), table.c.id.desc())
    )
    row = connection.execute(query.limit(1)).mappings().first()
    if row is None:
        return None
    person = select(people.contact.c.external_id).where(people.contact.c.id == contact_pk)
    contact_id: str = connection.execute(person).scalar_one()
    contract = None
    if row["contract_id"] is not None:
        found = select(people.contract).where(people.contract.c.id == row["contract_id"])
        contract = contract_of(connection.execute(found).mappings().one())
    return Found(row["id"], cancellation_of(row, contact_id, contract.external_id if contract else None), contract)
