"""Contacts, their addresses, contracts and cancellations: insert or update by external id."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, or_, select, update

from contacts.cancellation import Cancellation
from contacts.contact import Company, Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium
from store.points import point_of
from store.rows import contact_of, contract_of
from store.tables import people

_PARAMETERS = 10_000
"""Both databases bound the number of parameters in one statement."""


def put_company(connection: Connection, company: Company) -> int:
    """Insert or rename a company; its row id."""
    return _put(connection, people.company, company.external_id, {"name": company.name})


def put_contact(connection: Connection, contact: Contact) -> int:
    """Insert or update a contact; its row id."""
    address = contact.address
    values = {
        "company_id": put_company(connection, contact.company) if contact.company else None,
        "last_name": contact.last_name,
        "first_name": contact.first_name,
        "salutation": contact.salutation,
        "title": contact.title,
        "kind": contact.kind.value,
        "tier": contact.tier.value,
        "street": address.street if address else None,
        "postcode": address.postcode if address else None,
        "city": address.city if address else None,
        "country": address.country if address else None,
        "land": contact.land,
        "timezone": contact.timezone,
        "annual_value": contact.annual_value,
        "customer_since": contact.customer_since,
        "owner_email": contact.owner_email,
        "brand": contact.brand,
        "minor": contact.minor,
    }
    return _put(connection, people.contact, contact.external_id, values)


def keep_sender(connection: Connection, contact_pk: int, address: str) -> None:
    """From now on her mails come from this address of ours."""
    connection.execute(update(people.contact).where(people.contact.c.id == contact_pk).values(sender=address))


def put_contract(connection: Connection, contact_pk: int, contract: Contract) -> int:
    """Insert a contract of `contact_pk`, or update a known one, which stays with whom it belongs to; its row id."""
    values = {
        "product_family": contract.product_family,
        "kind": contract.kind.value,
        "effective": contract.effective,
        "start": contract.start,
        "end": contract.end,
        "notice_days": contract.notice_days,
        "concluded_online": contract.concluded_online,
        "address_source": contract.address_source.value,
        "objection_notice": contract.objection_notice.value,
        "letters_notice": contract.letters_notice,
        "address_given_on": contract.address_given_on,
        "notice_version": contract.notice_version,
        "notice_place": contract.notice_place,
    }
    return _put(connection, people.contract, contract.external_id, values, {"contact_id": contact_pk})


def add_cancellation(
    connection: Connection, cancellation: Cancellation, contact_pk: int, contract_pk: int | None, now: datetime
) -> int | None:
    """Insert a cancellation; None when it is known (the same file twice changes nothing)."""
    table = people.cancellation
    known = select(table.c.id).where(table.c.external_id == cancellation.external_id)
    if connection.execute(known).first() is not None:
        return None
    values = {
        "external_id": cancellation.external_id,
        "contact_id": contact_pk,
        "contract_id": contract_pk,
        "received_at": cancellation.received_at,
        "wished_end": cancellation.wished_end,
        "reason": cancellation.reason,
        "feature": cancellation.feature,
        "text": cancellation.text,
        "door": cancellation.door,
        "receipt_confirmed_at": cancellation.receipt_confirmed_at,
        "competitor": cancellation.competitor,
        "competitor_source": cancellation.competitor_source,
        "kind": cancellation.kind.value,
        "recorded_at": now,
    }
    created: int = connection.execute(table.insert().values(values).returning(table.c.id)).scalar_one()
    return created


def is_empty(connection: Connection) -> bool:
    """True when nobody has been imported yet."""
    return connection.execute(select(people.contact.c.id).limit(1)).first() is None


def contact_pk(connection: Connection, external_id: str) -> int | None:
    """Row id of a contact, None when unknown."""
    pk: int | None = connection.execute(
        select(people.contact.c.id).where(people.contact.c.external_id == external_id)
    ).scalar()
    return pk


def exists(connection: Connection, pk: int) -> bool:
    """True while a contact with this row id is on file."""
    return connection.execute(select(people.contact.c.id).where(people.contact.c.id == pk)).first() is not None


def known(connection: Connection, contacts: set[str], companies: set[str]) -> tuple[set[int], set[int]]:
    """Row ids of those contacts and companies that exist."""
    found = []
    for table, names in ((people.contact, sorted(contacts)), (people.company, sorted(companies))):
        parts = (names[place : place + _PARAMETERS] for place in range(0, len(names), _PARAMETERS))
        queries = (select(table.c.id).where(table.c.external_id.in_(part)) for part in parts)
        found.append({pk for query in queries for pk in connection.execute(query).scalars()})
    return found[0], found[1]


def contact(connection: Connection, pk: int) -> tuple[Contact, tuple[ContactPoint, ...], int | None]:
    """(contact, contact points, company row id) by row id; raises NoResultFound when unknown."""
    row = connection.execute(select(people.contact).where(people.contact.c.id == pk)).mappings().one()
    company = None
    if row["company_id"] is not None:
        company = (
            connection.execute(select(people.company).where(people.company.c.id == row["company_id"])).mappings().one()
        )
    points = connection.execute(
        select(people.contact_point).where(people.contact_point.c.contact_id == pk).order_by(people.contact_point.c.id)
    ).mappings()
    return contact_of(row, company), tuple(point_of(point) for point in points), row["company_id"]


def contract_of_contact(
    connection: Connection, contact_pk: int, external_id: str | None
) -> tuple[int, Contract] | None:
    """The named contract of a contact or of her company, or her own only or newest one when no id is given."""
    table, person = people.contract, people.contact
    query = select(table)
    if external_id is None:
        query = query.where(table.c.contact_id == contact_pk)
    else:
        firm = select(person.c.company_id).where(person.c.id == contact_pk).scalar_subquery()
        colleagues = select(person.c.id).where(person.c.company_id == firm)
        mine = or_(table.c.contact_id == contact_pk, table.c.contact_id.in_(colleagues))
        query = query.where(table.c.external_id == external_id, mine)
    row = connection.execute(query.order_by(table.c.start.desc(), table.c.id.desc()).limit(1)).mappings().first()
    return (row["id"], contract_of(row)) if row else None


def contract(connection: Connection, external_id: str) -> tuple[Contract, int] | None:
    """(contract, row id of whom it belongs to), None when unknown."""
    table = people.contract
    row = connection.execute(select(table).where(table.c.external_id == external_id)).mappings().first()
    return (contract_of(row), row["contact_id"]) if row else None


def left_for_lack_of(connection: Connection, feature: str) -> list[tuple[int, str]]:
    """(contact row id, external id) of everyone whose cancellation named `feature` (compared without case)."""
    table = people.cancellation
    query = (
        select(table.c.contact_id, people.contact.c.external_id, table.c.feature)
        .join(people.contact, people.contact.c.id == table.c.contact_id)
        .where(table.c.feature.is_not(None))
        .order_by(table.c.id)
    )
    wanted = feature.casefold().strip()
    return list(
        dict.fromkeys((pk, name) for pk, name, said in connection.execute(query) if said.casefold().strip() == wanted)
    )


def by_address(connection: Connection, address_hash: str) -> list[int]:
    """Row ids of all contacts using an address."""
    table = people.contact_point
    query = select(table.c.contact_id).where(table.c.hash == address_hash).order_by(table.c.contact_id).distinct()
    return list(connection.execute(query).scalars())


def is_owner(connection: Connection, address: str) -> bool:
    """True when somebody's owner, one of us, uses a mail address."""
    owner = func.lower(people.contact.c.owner_email)
    return connection.execute(select(people.contact.c.id).where(owner == address.lower()).limit(1)).first() is not None


def sharing(connection: Connection, contact_pk: int, medium: Medium | None = None) -> list[int]:
    """Row ids of everybody else who uses one of the contact's addresses (for one medium, or any)."""
    table = people.contact_point
    own = select(table.c.hash).where(table.c.contact_id == contact_pk)
    if medium is not None:
        own = own.where(table.c.medium == medium.value)
    query = select(table.c.contact_id).where(table.c.hash.in_(own), table.c.contact_id != contact_pk).distinct()
    return sorted(connection.execute(query).scalars())


def colleagues(connection: Connection, contact_pk: int) -> list[int]:
    """Row ids of the other people of the contact's company; none where she has no company."""
    table = people.contact
    firm = select(table.c.company_id).where(table.c.id == contact_pk).scalar_subquery()
    query = select(table.c.id).where(table.c.company_id == firm, table.c.id != contact_pk)
    return sorted(connection.execute(query).scalars())


def invalidate(
    connection: Connection,
    contact_pk: int,
    medium: Medium,
    normalised: str | None = None,
    *,
    address_hash: str | None = None,
) -> bool:
    """An address (or each one in use) does not work any more (hard bounce), whatever an import says of it later.

    The address is named by its spelling or its hash; False when the contact has no such address.
    """
    table = people.contact_point
    statement = update(table).where(table.c.contact_id == contact_pk, table.c.medium == medium.value)
    if address_hash is not None:
        statement = statement.where(table.c.hash == address_hash)
    else:
        statement = statement.where(table.c.valid if normalised is None else table.c.normalised == normalised)
    return connection.execute(statement.values(valid=False, superseded=False)).rowcount > 0


def drop_address(connection: Connection, contact_pk: int) -> None:
    """A letter came back: the postal address is not used again. Its contact point is to be invalidated as well."""
    table = people.contact
    connection.execute(update(table).where(table.c.id == contact_pk).values(street=None, postcode=None, city=None))


def _put(
    connection: Connection,
    table: Table,
    external_id: str,
    values: dict[str, Any],
    first: dict[str, Any] | None = None,
) -> int:
    """`first` is written with a new row only. Values go beside the statement: an import brings a hundred thousand."""
    known = select(table.c.id).where(table.c.external_id == external_id)
    pk: int | None = connection.execute(known).scalar()
    if pk is not None:
        connection.execute(update(table).where(table.c.id == pk), values)
        return pk
    row = {"external_id": external_id, **values, **(first or {})}
    created: int = connection.execute(table.insert().returning(table.c.id), row).scalar_one()
    return created


def restrict(connection: Connection, contact_pk: int, at: datetime | None, reason: str | None) -> None:
    """Art. 18 DSGVO: from `at` on the contact's data is stored and not used; None lifts it."""
    table = people.contact
    connection.execute(update(table).where(table.c.id == contact_pk).values(restricted_at=at, restricted_reason=reason))


def restriction(connection: Connection, contact_pk: int) -> tuple[datetime, str] | None:
    """Since when a contact's data is restricted, and why; None when it is not."""
    table = people.contact
    query = select(table.c.restricted_at, table.c.restricted_reason).where(table.c.id == contact_pk)
    row = connection.execute(query).first()
    return (row[0], row[1] or "") if row is not None and row[0] is not None else None


def restricted_at(connection: Connection, contact_pk: int) -> datetime | None:
    """Since when a contact's data is restricted, None when it is not."""
    moment: datetime | None = connection.execute(
        select(people.contact.c.restricted_at).where(people.contact.c.id == contact_pk)
    ).scalar()
    return moment
