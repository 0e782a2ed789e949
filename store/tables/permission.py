"""Consent, objection, wishes and releases: append-only evidence of what we may and may not."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from store.tables.base import EMPTY, link, metadata, row_id
from store.types import UtcTime

consent = Table(
    "consent",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", index=True),
    Column("medium", String(24), nullable=False),
    Column("purposes", Text, nullable=False, default=""),  # comma-separated Purpose values
    Column("products", Text, nullable=False, default=""),  # comma-separated product families, empty = all
    Column("granted_at", UtcTime, nullable=False),
    Column("method", String(16), nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("text_version", Text, nullable=False, default=""),
    Column("proof_ref", Text, nullable=False, default=""),
    Column("confirmed_at", UtcTime),
    Column("valid_until", UtcTime),
    Column("withdrawn_at", UtcTime),
    Column("last_used_at", UtcTime),
    Column("recorded_at", UtcTime, nullable=False),
    # § 7a UWG and Art. 7 Abs. 1 DSGVO: who declared it where, who took it down, and what was shown beside it.
    Column("declared_name", Text, nullable=False, server_default=EMPTY),
    Column(
        "declared_address", Text, nullable=False, server_default=EMPTY
    ),  # home address as declared; phone: the number
    Column("receiver", Text, nullable=False, server_default=EMPTY),  # form id or pseudonym of the member of staff
    Column("language", String(8), nullable=False, server_default="de"),
    Column("privacy_version", Text, nullable=False, server_default=EMPTY),
    # For medium audience_upload: comma-separated Platform values, and the media of the addresses that may be matched.
    Column("platforms", Text, nullable=False, server_default=EMPTY),
    Column("matched_by", Text, nullable=False, server_default=EMPTY),
    # Set by retention or erasure when the proof may go; triggers refuse a deletion before.
    Column("released_at", UtcTime),
)

# What became of a consent, one row each, never changed: requested, mail_sent, confirmed, used, withdrawn, changed.
consent_event = Table(
    "consent_event",
    metadata,
    row_id(),
    link("consent_id", "consent", index=True),
    Column("at", UtcTime, nullable=False),
    Column("event", String(16), nullable=False),
    Column("data", JSON, nullable=False),
)

objection = Table(
    "objection",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", nullable=True, index=True),
    # The suppression list: one row per address the objection covers, matched by hash for every person using it.
    Column("address_hash", String(64)),
    Column("scope", String(24), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("via", String(16), nullable=False),
    Column("source", Text, nullable=False, default=""),
    Column("verbatim", Text, nullable=False, default=""),
    Column("recorded_at", UtcTime, nullable=False),
    Column("recorded_by", Text, nullable=False, server_default=EMPTY),  # the person who entered it, empty for a machine
    Index(None, "address_hash"),
)

# What the carrier sends nothing to any more (suppression list of Amazon SES): hashes alone, also of nobody on file.
carrier_block = Table(
    "carrier_block",
    metadata,
    row_id(),
    Column("address_hash", String(64), nullable=False, unique=True),
    Column("reason", String(16), nullable=False),
    Column("listed_at", UtcTime, nullable=False),
    Column("carrier", String(64), nullable=False),
    Column("read_at", UtcTime, nullable=False),
    Column("released_at", UtcTime),
    Column("released_by", Text, nullable=False, server_default=EMPTY),  # the person who gave the address back
)

# The recorded, released reason of a business call (§ 7 Abs. 2 Nr. 1 UWG: presumed consent).
presumption = Table(
    "presumption",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", index=True),
    Column("reason", String(32), nullable=False),
    Column("facts", Text, nullable=False),
    Column("offer", Text, nullable=False),
    Column("released_by", Text, nullable=False),
    Column("released_at", UtcTime, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
)

# How often and from when on somebody wants to hear from us; the newest row counts (preference centre).
preference = Table(
    "preference",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", index=True),
    Column("at", UtcTime, nullable=False),
    Column("paused_until", UtcTime),
    Column("min_gap_days", Integer),
    Column("source", Text, nullable=False, server_default=EMPTY),
)

# A call the person asked for: lawful on its topic until answered or for 14 days.
callback = Table(
    "callback",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", index=True),
    link("task_id", "task", nullable=True),
    Column("topic", Text, nullable=False),
    Column("phone", Text, nullable=False),  # for this call only, never a contact point (OLG Köln 6 U 191/11)
    Column("wished_from", UtcTime, nullable=False),
    Column("wished_until", UtcTime, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
)
