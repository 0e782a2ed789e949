"""nps: contact_id*, answered_at*, score* (0 to 10), comment."""

from __future__ import annotations

from campaigns.imports.numbers import whole
from campaigns.imports.rows import NpsRow
from campaigns.imports.schema import Breaks, Column, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import identifier, text

CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
ANSWERED_AT = Column("answered_at", moment, required=True)
SCORE = Column("score", whole(0, 10), required=True)
COMMENT = Column("comment", text(5000), typed=False, breaks=Breaks.KEPT)


def _row(values: Values) -> NpsRow:
    return NpsRow(values.need(CONTACT_ID), values.need(ANSWERED_AT), values.need(SCORE), values.get(COMMENT, ""))


SCHEMA = Schema(
    kind="nps",
    columns=(CONTACT_ID, ANSWERED_AT, SCORE, COMMENT),
    build=_row,
    identity=lambda values: _row(values).external_id,
)
