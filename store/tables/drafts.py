"""Advertising mails that wait for a person who reads them before they leave."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, String, Table, Text

from store.tables.base import EMPTY, link, metadata, row_id
from store.types import UtcTime

# One row per touch: asked again (after a pause), it holds the words and the task of the last time.
draft = Table(
    "draft",
    metadata,
    row_id(),
    link("touch_id", "touch", unique=True),
    link("task_id", "task", unique=True),
    Column("subject", Text, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("offer", String(128), nullable=False, server_default=EMPTY),  # id@end that the words name
    Column("state", String(16), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    Column("decided_by", Text, nullable=False, server_default=EMPTY),
    Index(None, "state"),
)
