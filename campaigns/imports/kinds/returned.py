"""returned: contact_id*, contract_id, returned_at*, annual_value."""

from __future__ import annotations

from campaigns.imports.numbers import euros
from campaigns.imports.rows import ReturnedRow
from campaigns.imports.schema import Column, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import identifier

CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
CONTRACT_ID = Column("contract_id", identifier, typed=False)
RETURNED_AT = Column("returned_at", moment, required=True)
ANNUAL_VALUE = Column("annual_value", euros())


def _row(values: Values) -> ReturnedRow:
    return ReturnedRow(
        contact_id=values.need(CONTACT_ID),
        returned_at=values.need(RETURNED_AT),
        contract_id=values.get(CONTRACT_ID),
        annual_value=values.get(ANNUAL_VALUE),
    )


SCHEMA = Schema(
    kind="returned",
    columns=(CONTACT_ID, CONTRACT_ID, RETURNED_AT, ANNUAL_VALUE),
    build=_row,
    identity=lambda values: _row(values).external_id,
)
