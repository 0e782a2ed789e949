"""Running the house: audit events, daemons, imported files, switches."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from store.tables.base import EMPTY, metadata, row_id
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

# Our own people: who is away and who does her tasks meanwhile.
absence = Table(
    "absence",
    metadata,
    row_id(),
    Column("person", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False, index=True),
    Column("deputy", Text),
    Column("recorded_at", UtcTime, nullable=False),
    Column("recorded_by", Text, nullable=False, server_default=EMPTY),
)

# The morning mail to one of our own people: one row a person and day, written at its go.
digest = Table(
    "digest",
    metadata,
    row_id(),
    Column("person", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", String(16), nullable=False),  # nothing, leaving, sent, failed
    Column("tasks", Integer, nullable=False),
    UniqueConstraint("person", "day"),
)

# What stands in the calendar of one of our own people (CalDAV). The task is named, not linked: when it is erased, the
# entry has to be found and taken away.
calendar_item = Table(
    "calendar_item",
    metadata,
    row_id(),
    Column("task", String(36), nullable=False, index=True),
    Column("person", Text, nullable=False),
    Column("href", Text, nullable=False),
    Column("etag", Text, nullable=False),  # empty: the server named none
    Column("version", Integer, nullable=False),  # of the task that was drawn last
    Column("at", UtcTime, nullable=False),
    Column("state", String(16), nullable=False),  # open, closed, dropped (deleted by the person)
    Column("redrawn", Integer, nullable=False),  # how often an edit was undone in this version
    Column("hint", String(32), nullable=False, server_default=EMPTY),  # why a tick was not taken
    UniqueConstraint("person", "task"),
)

calendar = Table(
    "calendar",
    metadata,
    row_id(),
    Column("person", Text, nullable=False, unique=True),
    Column("seen_at", UtcTime),  # the last pass that went well
    Column("trouble", Text, nullable=False, server_default=EMPTY),
    Column("since", UtcTime),
)
