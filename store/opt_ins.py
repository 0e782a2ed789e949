"""Double opt-ins that wait for their click: which run asks about which consent, and who was asked when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, select

from contacts.consent import ConsentMethod
from contacts.medium import Medium
from store.tables import permission


def requested_at(connection: Connection, contact_pk: int, at: datetime) -> str | None:
    """External id of the double opt-in that a contact asked for at this very moment (aware UTC)."""
    table = permission.consent
    query = select(table.c.external_id).where(
        table.c.contact_id == contact_pk, table.c.method == ConsentMethod.DOI.value, table.c.granted_at == at
    )
    found: str | None = connection.execute(query).scalar()
    return found


def newest_request(
    connection: Connection, contact_pks: Collection[int], medium: Medium, address: str
) -> datetime | None:
    """When one of these people was last asked at `address` to confirm a consent for `medium`; None for never."""
    table = permission.consent
    query = select(func.max(table.c.granted_at)).where(
        table.c.contact_id.in_(contact_pks),
        table.c.method == ConsentMethod.DOI.value,
        table.c.medium == medium.value,
        # Rows of before the address was kept count for every address: one mail too few harms nobody.
        table.c.declared_address.in_((address, "")),
    )
    newest: datetime | None = connection.execute(query).scalar()
    return newest
