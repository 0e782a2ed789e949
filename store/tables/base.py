"""The one MetaData and the column helpers every table shares."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts rowids only in a column declared INTEGER. Row ids never leave the database."""

EMPTY = text("''")
"""Server default of a text column that was added to tables with rows in them."""


def row_id() -> Column[int]:
    """A new primary key column `id`."""
    return Column("id", _Id, primary_key=True, autoincrement=True)


def link(name: str, target: str, *, nullable: bool = False, **extra: Any) -> Column[int]:
    """A foreign key column `name` to `target`.id."""
    return Column(name, _Id, ForeignKey(f"{target}.id"), nullable=nullable, **extra)
