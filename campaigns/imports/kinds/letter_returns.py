"""letter-returns: send_id* as printed, reason in the words of the post, returned_at."""

from __future__ import annotations

from campaigns.imports.rows import LetterReturnRow
from campaigns.imports.schema import Column, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import identifier, text

SEND_ID = Column("send_id", identifier, required=True, typed=False)
REASON = Column("reason", text(500), typed=False)
RETURNED_AT = Column("returned_at", moment)


def _row(values: Values) -> LetterReturnRow:
    return LetterReturnRow(values.need(SEND_ID), values.get(REASON, ""), values.get(RETURNED_AT))


SCHEMA = Schema(
    kind="letter-returns",
    columns=(SEND_ID, REASON, RETURNED_AT),
    build=_row,
    identity=lambda values: values.need(SEND_ID),
)
