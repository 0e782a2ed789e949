"""What people do and what they read before: task, outcome, promise, offer_use, observation."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from store.tables.base import EMPTY, link, metadata, row_id
from store.types import UtcTime

task = Table(
    "task",
    metadata,
    row_id(),
    Column("external_id", String(36), nullable=False, unique=True),
    link("touch_id", "touch", nullable=True, unique=True),
    link("contact_id", "contact", index=True),
    Column("kind", String(32), nullable=False),
    Column("channel", String(16), nullable=False, default=""),
    Column("state", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("brief", Text, nullable=False),
    Column("guide", Text, nullable=False),
    Column("assignee", Text),
    Column("sample", Boolean, nullable=False, server_default=false()),
    Column("created_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("advertising", Boolean, nullable=False, server_default=false()),
    Column("priority", Integer, nullable=False, server_default="0"),  # tasks.priority: higher is sooner
    Column("claimed_at", UtcTime),
    Column("snoozed_until", UtcTime),
    Column("snooze_reason", Text, nullable=False, server_default=EMPTY),
    Column("escalated_at", UtcTime),
    Column("stands_in_for", Text, nullable=False, server_default=EMPTY),  # who is away and had it before
    Column("version", Integer, nullable=False, server_default="1"),  # grows with every change (RFC 5545 3.8.7.4)
    Index(None, "state", "expires_at"),
)

outcome = Table(
    "outcome",
    metadata,
    row_id(),
    Column("external_id", String(128), unique=True),
    link("task_id", "task", index=True),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False, default=""),
    Column("outcome", String(32), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("number", Text, nullable=False, server_default=EMPTY),  # the number that was shown (§ 15 Abs. 2 TDDDG)
    Column("via", String(16), nullable=False, server_default=EMPTY),  # terminal, page, calendar, api
    Column("minutes", Integer),
    Column("call_back_at", UtcTime),
)

promise = Table(
    "promise",
    metadata,
    row_id(),
    Column("external_id", String(128), nullable=False, unique=True),
    link("contact_id", "contact", index=True),
    link("task_id", "task", nullable=True),
    Column("text", Text, nullable=False),
    Column("owner_email", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("kept_at", UtcTime),
    Column("broken_at", UtcTime),  # somebody said that it was not kept
)

offer_use = Table(
    "offer_use",
    metadata,
    row_id(),
    link("contact_id", "contact", index=True),
    link("touch_id", "touch", nullable=True),
    Column("offer", String(64), nullable=False),  # cases.authority.Concession, or the mark of an offer of config.toml
    Column("at", UtcTime, nullable=False),
    Column("approved_by", Text),
    Column("amount", Integer, nullable=False, server_default="0"),
    Column("words", Text, nullable=False, server_default=EMPTY),
    Column("state", String(16), nullable=False, server_default=EMPTY),  # made, accepted, refused
    Column("made_by", Text, nullable=False, server_default=EMPTY),
    Column("told_in", String(36), nullable=False, server_default=EMPTY),  # the task it was said in
    Column("approval", String(36), nullable=False, server_default=EMPTY, index=True),  # the task that asks for it
)

# Usage, tickets, answers, turnover: material for briefs and segments, as imported.
observation = Table(
    "observation",
    metadata,
    row_id(),
    Column("kind", String(32), nullable=False),
    Column("external_id", String(128), nullable=False),
    link("contact_id", "contact", index=True),
    Column("at", UtcTime, nullable=False),
    Column("data", JSON, nullable=False),
    UniqueConstraint("kind", "external_id"),
)
