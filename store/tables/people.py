"""Sender, brand, company, contact, contact point, contract, cancellation."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint, false, text, true

from store.tables.base import EMPTY, link, metadata, row_id
from store.types import Money, UtcTime

# One installation = one legal sender = one database; a group company installs again.
sender = Table("sender", metadata, row_id(), Column("name", Text, nullable=False))

brand = Table(
    "brand",
    metadata,
    row_id(),
    link("sender_id", "sender"),
    Column("external_id", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
)

company = Table(
    "company",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    Column("name", Text, nullable=False),
)

contact = Table(
    "contact",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("company_id", "company", nullable=True, index=True),
    Column("last_name", Text, nullable=False),
    Column("first_name", Text, nullable=False, default=""),
    Column("salutation", Text, nullable=False, default=""),
    Column("title", Text, nullable=False, default=""),
    Column("kind", String(16), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("street", Text),
    Column("postcode", String(16)),
    Column("city", Text),
    Column("country", String(2)),
    Column("land", String(2)),
    Column("timezone", String(64), nullable=False),
    Column("annual_value", Money),
    Column("customer_since", Date),
    Column("owner_email", Text),
    Column("brand", String(64)),
    Column("sender", Text),  # the address of ours that her mails come from, fixed by the first; None before it
    Column("minor", Boolean, nullable=False, server_default=false()),  # known to be under age: no advertising
    Column("restricted_at", UtcTime),  # Art. 18 DSGVO: stored, and not used
    Column("restricted_reason", Text),
)

contact_point = Table(
    "contact_point",
    metadata,
    row_id(),
    link("contact_id", "contact"),
    Column("medium", String(24), nullable=False),
    Column("raw", Text, nullable=False),
    Column("normalised", Text, nullable=False),
    # HMAC of the address: suppression is looked up by it and survives an erasure (Art. 17 Abs. 3 lit. b DSGVO).
    Column("hash", String(64), nullable=False),
    Column("source", Text, nullable=False, default=""),
    Column("valid", Boolean, nullable=False, server_default=true()),
    Column("since", UtcTime),  # current since, when it came in place of another address
    Column("superseded", Boolean, nullable=False, server_default=false()),  # the newest file names another one
    Column("soft_bounces", Integer, nullable=False, server_default="0"),
    UniqueConstraint("contact_id", "medium", "normalised"),
    Index(None, "hash"),
    # Who is counted is looked at once a day; everybody else is not read for it.
    Index(
        "ix_contact_point_counted",
        "soft_bounces",
        sqlite_where=text("soft_bounces > 0"),
        postgresql_where=text("soft_bounces > 0"),
    ),
)

contract = Table(
    "contract",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", index=True),
    Column("product_family", Text, nullable=False, default=""),
    Column("kind", String(16), nullable=False),
    Column("effective", Boolean, nullable=False, server_default=true()),
    Column("start", Date),
    Column("end", Date),
    Column("notice_days", Integer),
    Column("concluded_online", Boolean, nullable=False, server_default=false()),
    Column("address_source", String(16), nullable=False),
    Column("objection_notice", String(16), nullable=False),
    Column("letters_notice", Boolean, nullable=False, server_default=false()),
    # Evidence for § 7 Abs. 3 UWG: when the address was given, and which notice stood where.
    Column("address_given_on", Date),
    Column("notice_version", Text, nullable=False, server_default=EMPTY),
    Column("notice_place", Text, nullable=False, server_default=EMPTY),
)

cancellation = Table(
    "cancellation",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", index=True),
    link("contract_id", "contract", nullable=True),
    Column("received_at", UtcTime, nullable=False),
    Column("wished_end", Date),
    Column("reason", String(64), nullable=False),
    Column("reason_confirmed", String(64)),
    Column("feature", Text, index=True),
    Column("text", Text, nullable=False, default=""),
    Column("door", String(32), nullable=False),
    Column("receipt_confirmed_at", UtcTime),
    Column("competitor", Text),
    Column("competitor_source", Text),
    Column("recorded_at", UtcTime, nullable=False),
    # When its sequences were started (or refused): None = it has arrived, and its turn comes with the next pass.
    Column("handled_at", UtcTime),
    Column("kind", String(16), nullable=False, server_default="cancellation"),  # or withdrawal (§ 356a BGB)
    # The end that was confirmed to the customer; None while none could be computed and a later word is owed.
    Column("confirmed_end", Date),
    Index(None, "handled_at", "received_at"),
    Index(None, "door", "received_at"),
)
