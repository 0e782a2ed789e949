"""revenue: contact_id*, month* (2026-02, 02.2026 or a day in it), amount* in euros, contract_id."""

from __future__ import annotations

from campaigns.imports.numbers import euros
from campaigns.imports.rows import RevenueRow
from campaigns.imports.schema import Column, Schema, Values
from campaigns.imports.times import month
from campaigns.imports.words import identifier

CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
MONTH = Column("month", month, required=True)
AMOUNT = Column("amount", euros(credit=True), required=True)
CONTRACT_ID = Column("contract_id", identifier, typed=False)


def _row(values: Values) -> RevenueRow:
    return RevenueRow(values.need(CONTACT_ID), values.need(MONTH), values.need(AMOUNT), values.get(CONTRACT_ID))


SCHEMA = Schema(
    kind="revenue",
    columns=(CONTACT_ID, MONTH, AMOUNT, CONTRACT_ID),
    build=_row,
    identity=lambda values: _row(values).external_id,
)
