"""Running the house: audit events, daemons, imported files, switches."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table, Text, UniqueConstraint

from store.tables.base import metadata, row_id
from store.types import UtcTime

audit_event = Table(
    "audit_event",
    metadata,
    row_id(),
    Column("at", UtcTime, nullable=False),
    Column("event", String(48), nullable=False),
    Column("contact", String(128)),
    Column("data", JSON, nullable=False),
    # The chain (store.audit), filled once when the event is sealed. Triggers refuse every other change.
    Column("previous", String(64)),
    Column("hash", String(64), unique=True),
    Column("position", BigInteger),  # 1, 2, 3 …: ids may be committed out of order and have gaps
    Column("nonce", String(32)),  # erased together with contact and data, so that the digest tells nothing
    Column("digest", String(64)),
    Index(None, "position", unique=True),
)

daemon = Table(
    "daemon",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    # Counts up while the sending loop lives; a rescuer watches it on its own monotonic clock, so skewed hosts agree.
    Column("heartbeat", BigInteger, nullable=False),
)

imported_file = Table(
    "imported_file",
    metadata,
    row_id(),
    Column("kind", String(32), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("rejects", Integer, nullable=False),
    UniqueConstraint("kind", "sha256"),
)

switch = Table(
    "switch",
    metadata,
    Column("name", String(48), primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)
