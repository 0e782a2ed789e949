"""usage: contact_id*, day*, logins, active_users, hours_saved, transactions; one row per contact and day."""

from __future__ import annotations

from campaigns.imports.numbers import whole
from campaigns.imports.rows import UsageRow
from campaigns.imports.schema import Column, Schema, Values
from campaigns.imports.times import day
from campaigns.imports.words import identifier

CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
DAY = Column("day", day, required=True)
LOGINS = Column("logins", whole(0, 100_000_000))
ACTIVE_USERS = Column("active_users", whole(0, 10_000_000))
HOURS_SAVED = Column("hours_saved", whole(0, 10_000_000))
TRANSACTIONS = Column("transactions", whole(0, 100_000_000))


def _row(values: Values) -> UsageRow:
    return UsageRow(
        values.need(CONTACT_ID),
        values.need(DAY),
        values.get(LOGINS),
        values.get(ACTIVE_USERS),
        values.get(HOURS_SAVED),
        values.get(TRANSACTIONS),
    )


SCHEMA = Schema(
    kind="usage",
    columns=(CONTACT_ID, DAY, LOGINS, ACTIVE_USERS, HOURS_SAVED, TRANSACTIONS),
    build=_row,
    identity=lambda values: _row(values).external_id,
)
