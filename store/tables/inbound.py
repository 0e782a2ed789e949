"""What came in: replies and how far each mailbox folder has been read."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

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
    Column("return_date", Date),
    Column("resume", Date),
    Column("subtype", String(16)),
    Column("reason", String(32)),  # of a bounce, as replies/notices/reasons.py names it
    Column("new_contact", JSON),  # name, email, phone as the mail says them: a proposal, never applied unseen
    Column("matched_by", String(32)),
    # token, authenticated, unconfirmed: a stop counts at any trust, a consent or a changed address at none but the best
    Column("trust", String(16)),
    link("touch_id", "touch", nullable=True),
    link("contact_id", "contact", nullable=True, index=True),
    Column("effect", Text, nullable=False, default=""),
    Column("quarantined", Text),
    Column("raw", LargeBinary),
    Column("relabelled_from", String(32)),  # the label before a person put it right
    Column("relabelled_by", Text),
    Column("relabelled_at", UtcTime),
    Index(None, "received_at"),
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
