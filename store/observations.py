"""What was observed of a contact: tickets, answers, usage. Material for a person's brief."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from store.tables import desk


def of_contact(connection: Connection, contact_pk: int, since: datetime) -> list[dict[str, Any]]:
    """Kind, moment (aware UTC) and imported fields of everything observed since `since`, the newest first."""
    table = desk.observation
    query = (
        select(table.c.kind, table.c.at, table.c.data)
        .where(table.c.contact_id == contact_pk, table.c.at >= since)
        .order_by(table.c.at.desc(), table.c.id.desc())
    )
    return [dict(row) for row in connection.execute(query).mappings()]
