"""Rights of the persons: requests and their clock, recipients told, what has to outlive an erasure, written files."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, LargeBinary, String, Table, Text

from store.tables.base import link, metadata, row_id
from store.types import UtcTime

# Art. 15-21 DSGVO: one row per request, answered within a month (Art. 12 Abs. 3). Kept after an erasure as the proof
# that it was carried out; `contact` is then a keyed hash.
data_request = Table(
    "data_request",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", nullable=True, index=True),
    Column("contact", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("door", Text, nullable=False, default=""),
    Column("recorded_by", Text, nullable=False, default=""),
    Column("identity_doubt", Text, nullable=False, default=""),  # Art. 12 Abs. 6: asked only where doubt is recorded
    Column("extended_at", UtcTime),
    Column("extension_reason", Text, nullable=False, default=""),
    Column("closed_at", UtcTime),
    Column("outcome", String(16)),
    Column("reason", Text, nullable=False, default=""),
    Index(None, "closed_at", "due_at"),
)

# Art. 19 DSGVO: whoever received the data is told of erasure, rectification and restriction.
recipient_notice = Table(
    "recipient_notice",
    metadata,
    row_id(),
    link("request_id", "data_request", index=True),
    Column("recipient", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("reference", Text, nullable=False),  # ids of letter files or sends, no name
    Column("created_at", UtcTime, nullable=False),
    Column("told_at", UtcTime),
    Column("told_by", Text, nullable=False, default=""),
)

# What a statute demands to keep of an erased person, restricted (Art. 17 Abs. 3, Art. 18 DSGVO): read for proof,
# access and retention only.
retained = Table(
    "retained",
    metadata,
    row_id(),
    Column("pseudonym", String(64), nullable=False, index=True),  # keyed hash of the contact's external id
    Column("kind", String(32), nullable=False),
    Column("external_id", String(128), nullable=False, default=""),
    Column("statute", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("keep_until", Date, nullable=False, index=True),
    Column("data", JSON, nullable=False),
    Column("raw", LargeBinary),
)

# Who was erased when: a re-import and a restored backup are noticed by it.
erasure = Table(
    "erasure",
    metadata,
    row_id(),
    Column("pseudonym", String(64), nullable=False, unique=True),
    Column("at", UtcTime, nullable=False),
    Column("request", String(128), nullable=False, default=""),
    # Keyed hashes of the name together with each address: another id in the CRM, and still the same person.
    Column("marks", JSON),
)

# Files with personal data that a command wrote outside the database, so that an erasure finds the copies.
written_file = Table(
    "written_file",
    metadata,
    row_id(),
    Column("path", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("at", UtcTime, nullable=False),
    link("contact_id", "contact", nullable=True, index=True),  # whose file it is, where it is about one person alone
)
