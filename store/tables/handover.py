"""What passes between us and other systems: calls that came in, events that go out, and what became of each."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint

from store.tables.base import EMPTY, link, metadata, row_id
from store.types import UtcTime

# One row per call with an effect: the same key again gives the same answer. Key and body as keyed hashes only.
api_call = Table(
    "api_call",
    metadata,
    row_id(),
    Column("source", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", JSON, nullable=False),
    UniqueConstraint("source", "key"),
    Index(None, "at"),
)

# Written in the transaction of what it tells of; ids only. Empty while nobody outside wants to hear of anything.
outbox = Table(
    "outbox",
    metadata,
    row_id(),
    Column("external_id", String(36), nullable=False, unique=True),
    Column("kind", String(48), nullable=False),
    Column("at", UtcTime),  # None where the writer knows no time: filled when it is shared out
    link("contact_id", "contact", nullable=True, index=True),
    Column("data", JSON, nullable=False),  # external ids by what they name: task, contact, cancellation, reply
    Column("shared_at", UtcTime),  # when it became deliveries
    Index(None, "shared_at"),
)

delivery = Table(
    "delivery",
    metadata,
    row_id(),
    link("outbox_id", "outbox"),
    Column("target", String(64), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", UtcTime),  # None when it is over
    Column("done_at", UtcTime),
    Column("gave_up_at", UtcTime),
    Column("code", Integer, nullable=False, server_default="0"),  # of HTTP, 0 when nobody answered
    Column("detail", Text, nullable=False, server_default=EMPTY),  # our own word for what went wrong
    UniqueConstraint("outbox_id", "target"),
    Index(None, "target", "next_at"),
)
