"""activities: contact_id*, at*, medium*, by, note: what people did by hand, so that it counts for the caps."""

from __future__ import annotations

from campaigns.imports.rows import ActivityRow, stable_id
from campaigns.imports.schema import Breaks, Column, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import MEDIA_IN_GERMAN, identifier, name, one_of, text
from contacts.medium import Medium

CONTACT_ID = Column("contact_id", identifier, required=True, typed=False)
AT = Column("at", moment, required=True)
MEDIUM = Column("medium", one_of(Medium, MEDIA_IN_GERMAN), required=True)
BY = Column("by", name(), typed=False)
NOTE = Column("note", text(5000), typed=False, breaks=Breaks.KEPT)


def _row(values: Values) -> ActivityRow:
    contact_id, at, medium = values.need(CONTACT_ID), values.need(AT), values.need(MEDIUM)
    by, note = values.get(BY, ""), values.get(NOTE, "")
    return ActivityRow(stable_id("activity", contact_id, at, medium, by, note), contact_id, at, medium, by, note)


SCHEMA = Schema(
    kind="activities",
    columns=(CONTACT_ID, AT, MEDIUM, BY, NOTE),
    build=_row,
    identity=lambda values: _row(values).external_id,
)
