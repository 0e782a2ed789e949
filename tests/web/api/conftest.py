"""A caller in front of a house with one customer, on SQLite and on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.engine import Store
from store.migrate import upgrade
from tests.campaigns.house_of import house_of
from tests.store.databases import emptied
from tests.web.api.callers import Caller


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    """On SQLite; Wiebke (K-1) is a customer."""
    lived = house_of(tmp_path)
    lived.customer(phone="+49 431 1234567")
    yield Caller(lived)
    lived.close()


@pytest.fixture(scope="session")
def interface_postgres(request: pytest.FixtureRequest) -> Iterator[Store]:
    opened = Store(request.getfixturevalue("postgres").database("interface"))
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def either_caller(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Caller]:
    """The same on SQLite and on PostgreSQL."""
    url: Callable[[], str | None] = lambda: (  # noqa: E731 (asked for only where it is needed)
        None if request.param == "sqlite" else emptied(request.getfixturevalue("interface_postgres")).url
    )
    lived = house_of(tmp_path, url=url())
    lived.customer(phone="+49 431 1234567")
    yield Caller(lived)
    lived.close()
