"""What came in: replies and how far each mailbox folder has been read."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, LargeBinary, String, Table, Text, UniqueConstraint, false

from store.tables.base import link, metadata, row_id
from store.types import UtcTime

reply = Table(
    "reply",
    metadata,
    row_id(),
    # sha256 of the raw bytes: the identity that survives UIDVALIDITY changes, moves and two pollers.
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("mail_date", UtcTime),
    Column("message_id", Text),
    Column("from_address", Text),
    Column("subject", Text, nullable=False, default=""),
    Column("kind", String(16), nullable=False),
    Column("label", String(32)),
    Column("stop", String(32), nullable=False),
    Column("review", Boolean, nullable=False, server_default=false()),
    Column("evidence_rule", Text, nullable=False, default=""),
    Column("evidence_text", Text, nullable=False, default=""),
    Column("new_text", Text, nullable=False, default=""),
    Column("resume", Date),
    Column("matched_by", String(32)),
    link("touch_id", "touch", nullable=True),
    link("contact_id", "contact", nullable=True, index=True),
    Column("effect", Text, nullable=False, default=""),
    Column("quarantined", Text),
    Column("raw", LargeBinary),
)

mailbox_cursor = Table(
    "mailbox_cursor",
    metadata,
    row_id(),
    Column("account", String(255), nullable=False),
    Column("folder", String(255), nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
    Column("read_at", UtcTime, nullable=False),
    UniqueConstraint("account", "folder"),
)
