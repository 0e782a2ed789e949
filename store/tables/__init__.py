"""All tables of the data model, by theme; `metadata` knows every one of them."""

from store.tables import audience, desk, drafts, handover, inbound, operation, people, permission, rights, runs
from store.tables.base import metadata

__all__ = [
    "audience", "desk", "drafts", "handover", "inbound", "metadata", "operation", "people", "permission", "rights",
    "runs",
]  # fmt: skip
