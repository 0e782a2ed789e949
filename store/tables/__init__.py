"""All tables of the data model, by theme; `metadata` knows every one of them."""

from store.tables import inbound, operation, people, permission, rights, runs
from store.tables.base import metadata

__all__ = ["inbound", "metadata", "operation", "people", "permission", "rights", "runs"]
