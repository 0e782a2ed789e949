"""What should happen and what did: definition, enrollment, touch, attempt, decision, ledger, batch, event."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from sequences.touch import PENDING, TouchState
from store.tables.base import EMPTY, link, metadata, row_id
from store.types import Money, UtcTime


def _values(states: frozenset[TouchState]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


definition = Table(
    "definition",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("stored_at", UtcTime, nullable=False),
)

enrollment = Table(
    "enrollment",
    metadata,
    row_id(),
    link("cancellation_id", "cancellation"),
    link("contact_id", "contact", index=True),
    link("company_id", "company", nullable=True),
    Column("sequence", String(64), nullable=False),
    Column("definition_hash", String(64), nullable=False),
    Column("occurrence", Integer, nullable=False, server_default="1"),
    Column("group_name", String(64)),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("last_step", String(64)),
    Column("paused_until", UtcTime),
    Column("contract_end_at", UtcTime),
    Column("returned_at", UtcTime),
    Column("saved_at", UtcTime),
    Column("released_at", UtcTime),
    Column("enrolled_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    UniqueConstraint("cancellation_id", "sequence", "occurrence"),
    Index(None, "state"),  # the few that wait are looked at once a minute, the many that have ended are not
)

touch = Table(
    "touch",
    metadata,
    row_id(),
    link("enrollment_id", "enrollment"),
    link("contact_id", "contact", index=True),
    link("company_id", "company", nullable=True),
    Column("sequence", String(64), nullable=False),
    Column("step", String(64), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("at_once", Boolean, nullable=False, server_default=false()),
    Column("channel", String(16)),
    Column("variant", String(64)),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("due_at", UtcTime, nullable=False),
    Column("planned_on", Date, nullable=False),  # the local day the plan asked for; postponing never moves it
    Column("wait_event", String(32)),
    Column("owner", String(36)),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("copies", Integer, nullable=False, server_default="0"),
    Column("refusals", Integer, nullable=False, server_default="0"),  # the other side was asked and said: not now
    Column("refused_since", UtcTime),
    Column("send_id", String(36), nullable=False, unique=True),
    Column("message_id", String(255), unique=True),
    Column("created_at", UtcTime, nullable=False),
    Column("made_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("maybe_delivered", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("enrollment_id", "step"),
    CheckConstraint(f"state IN ({_values(frozenset(TouchState))})", name="touch_state"),
    # The claim reads only what is due: work grows with it, never with who is enrolled.
    Index("ix_touch_due", "state", "due_at"),
    Index(
        "ix_touch_at_once_due",
        "state",
        "due_at",
        sqlite_where=text("at_once IS 1"),
        postgresql_where=text("at_once IS true"),
    ),
    Index(
        "uq_touch_one_pending",
        "enrollment_id",
        unique=True,
        sqlite_where=text(f"state IN ({_values(PENDING)})"),
        postgresql_where=text(f"state IN ({_values(PENDING)})"),
    ),
)

attempt = Table(
    "attempt",
    metadata,
    row_id(),
    link("touch_id", "touch"),
    Column("number", Integer, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("transport", String(64), nullable=False, default=""),
    Column("outcome", String(16)),
    Column("code", Integer, nullable=False, server_default="0"),
    Column("detail", Text, nullable=False, default=""),
    Column("sha256", String(64), nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("raw", LargeBinary),  # contract mail in full; advertising keeps subject, text part and sha256
    Column("address_hash", String(64)),  # where the mail went: a late bounce must not kill the address that came since
    Column("bounced_at", UtcTime, index=True),
    Column("bounce", Text),
    Column("carrier_id", String(128), index=True),  # the carrier's own Message-ID, which replies and events cite
    Column("delivered_at", UtcTime),  # a positive delivery notice or the carrier's event said so
    UniqueConstraint("touch_id", "number"),
)

decision = Table(
    "decision",
    metadata,
    row_id(),
    link("enrollment_id", "enrollment", index=True),
    link("touch_id", "touch", nullable=True, index=True),
    Column("step", String(64), nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    Column("decision", String(16), nullable=False),
    Column("channel", String(16)),
    Column("until", UtcTime),
    Column("reason", Text, nullable=False, default=""),
    Column("verdict", String(16)),
    Column("rule", String(64)),
    Column("ruling", JSON),
)

ledger = Table(
    "ledger",
    metadata,
    row_id(),
    link("contact_id", "contact"),
    link("company_id", "company", nullable=True),
    Column("medium", String(24), nullable=False),
    Column("at", UtcTime, nullable=False),
    link("touch_id", "touch", nullable=True, unique=True),
    Column("activity_id", String(128), unique=True),
    Column("by", Text, nullable=False, default=""),
    Column("cost", Money),
    Column("offer", String(128), nullable=False, server_default=EMPTY),  # id@end that was told (Anhang Nr. 7 UWG)
    Index(None, "contact_id", "at"),
    Index(None, "company_id", "at"),
    Index(None, "medium", "at"),
)

batch = Table(
    "batch",
    metadata,
    row_id(),
    Column("external_id", String(64), nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
    Column("exported_at", UtcTime),
    Column("sha256", String(64)),
    Column("delivered_at", UtcTime),  # handed to the shop: until then its files stand in our folder alone
    Column("posted_on", Date),
    Column("arrives_on", Date),
    Column("processor", String(64), nullable=False, server_default=EMPTY),  # contract under Art. 28 DSGVO
    Column("postage", String(16), nullable=False, server_default=EMPTY),
    Column("tries", Integer, nullable=False, server_default="0"),  # in vain, since something last reached the shop
    Column("retry_at", UtcTime),
    Column("trouble", Text, nullable=False, server_default=EMPTY),  # why the shop did not take it
)

batch_row = Table(
    "batch_row",
    metadata,
    row_id(),
    link("touch_id", "touch", unique=True),
    link("batch_id", "batch", nullable=True, index=True),
    Column("columns", JSON, nullable=False),
    Column("recalled_at", UtcTime),
    Column("response_code", String(16), index=True),  # typed into an answer; nearly unique, so the index is not
    Column("cost", Money),
    Column("returned_at", UtcTime),  # the shop's return file: what became of it
    Column("returned", String(16), nullable=False, server_default=EMPTY),
    Column("recall_told_at", UtcTime),  # when the recall file that names this letter reached the shop
    Column("readdressed_at", UtcTime),  # when it got another address after it was frozen
)

event = Table(
    "event",
    metadata,
    row_id(),
    Column("source", String(32), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("kind", String(32), nullable=False),
    link("contact_id", "contact", nullable=True, index=True),
    Column("feature", Text),
    Column("at", UtcTime, nullable=False),
    Column("annual_value", Money),
    Column("handled_at", UtcTime),
    UniqueConstraint("source", "external_id"),
    Index(None, "handled_at", "at"),
)
