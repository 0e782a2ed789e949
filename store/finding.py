"""Ids near to what somebody typed."""

from __future__ import annotations

from sqlalchemy import Connection, select

from store.tables import people

_contact = people.contact


def ids_beginning(connection: Connection, wanted: str, limit: int = 1000) -> list[str]:
    """External ids that share the longest possible beginning with `wanted`."""
    for length in range(len(wanted), 0, -1):
        query = select(_contact.c.external_id).where(
            _contact.c.external_id.istartswith(wanted[:length], autoescape=True)
        )
        if found := list(connection.execute(query.order_by(_contact.c.external_id).limit(limit)).scalars()):
            return found
    return []


def ids_of_name(connection: Connection, last_name: str, limit: int) -> list[str]:
    """External ids of the people whose last name begins so."""
    query = select(_contact.c.external_id).where(_contact.c.last_name.istartswith(last_name, autoescape=True))
    return list(connection.execute(query.order_by(_contact.c.external_id).limit(limit)).scalars())
