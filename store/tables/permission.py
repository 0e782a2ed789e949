"""Consent and objection: append-only evidence of what we may and may not."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from store.tables.base import link, metadata, row_id
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
    Index(None, "address_hash"),
)
