"""Lists of hashed addresses for advertising networks: which were written, and who stands on a network's list since."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from store.tables.base import link, metadata, row_id
from store.types import UtcTime

# One file each: everybody who may be in (`list`), or those who have to come out again (`removal`).
audience_export = Table(
    "audience_export",
    metadata,
    row_id(),
    Column("external_id", String(64), nullable=False, unique=True),
    Column("platform", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("number", Integer, nullable=False),  # addresses in the file
    Column("sha256", String(64), nullable=False),  # of the file; empty while a list is being made
    Column("processor", Text, nullable=False),  # the contract (Art. 28 DSGVO)
    Column("by", Text, nullable=False),
    Column("confirmed_at", UtcTime),  # the network's list was cleaned of these, or replaced by this list
    Column("noted_to", BigInteger),  # lists: the last contact whose consent's use is noted; empty: all are
    Index(None, "platform", "at"),
)

# One address that a network may have since `export_id`. It goes when somebody confirms that the network lost it.
audience_member = Table(
    "audience_member",
    metadata,
    row_id(),
    link("contact_id", "contact", nullable=True, index=True),  # empty: of somebody erased, until the network knows
    Column("platform", String(16), nullable=False),
    Column("medium", String(24), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("consent", String(128), nullable=False),
    Column("at", UtcTime, nullable=False),
    link("export_id", "audience_export", index=True),
    link("removal_id", "audience_export", nullable=True, index=True),  # the removal list that names it
    Index(None, "platform", "contact_id"),
)
