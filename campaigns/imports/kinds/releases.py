"""releases: release_id*, feature*, released_at*, note: what is there now that somebody once missed."""

from __future__ import annotations

from campaigns.imports.rows import ReleaseRow
from campaigns.imports.schema import Breaks, Column, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import identifier, name, text

RELEASE_ID = Column("release_id", identifier, required=True, typed=False)
FEATURE = Column("feature", name(200), required=True, typed=False)
RELEASED_AT = Column("released_at", moment, required=True)
NOTE = Column("note", text(5000), typed=False, breaks=Breaks.KEPT)


def _row(values: Values) -> ReleaseRow:
    return ReleaseRow(values.need(RELEASE_ID), values.need(FEATURE), values.need(RELEASED_AT), values.get(NOTE, ""))


SCHEMA = Schema(
    kind="releases",
    columns=(RELEASE_ID, FEATURE, RELEASED_AT, NOTE),
    build=_row,
    identity=lambda values: values.need(RELEASE_ID),
)
