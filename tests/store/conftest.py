"""The store on both databases: every test that asks for `store` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import Store
from store.migrate import upgrade
from tests.store.databases import emptied, fresh_sqlite
from tests.store.rows_of import Rows

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.real))


@pytest.fixture(scope="session")
def migrated_postgres(request: pytest.FixtureRequest) -> Iterator[Store]:
    """One migrated database for the session; each test gets it empty (see `store`)."""
    opened = Store(request.getfixturevalue("postgres").database("store"))
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def postgres_store(migrated_postgres: Store) -> Store:
    """The PostgreSQL database, emptied."""
    return emptied(migrated_postgres)


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A migrated, empty database."""
    if request.param == "postgres":
        yield request.getfixturevalue("postgres_store")
        return
    opened = fresh_sqlite(tmp_path / "store.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def rows(store: Store) -> Rows:
    """Short ways to put a person, a run and a touch into the database."""
    return Rows(store)
