"""Houses for the engine's tests: `home` on SQLite, `either_home` on both databases. They are closed by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.engine import Store
from store.migrate import upgrade
from tests.campaigns.house_of import HouseOf, house_of
from tests.store.databases import emptied

Build = Callable[..., HouseOf]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Build]:
    """Builds houses, each on a fresh SQLite file; arguments as for `house_of`."""
    yield from _builder(tmp_path, lambda _number: None)


@pytest.fixture(scope="session")
def crowd(request: pytest.FixtureRequest) -> Iterator[Callable[[int], str]]:
    """URLs of migrated PostgreSQL databases by number, each emptied when it is asked for."""
    stores: dict[int, Store] = {}

    def url(number: int) -> str:
        if number not in stores:
            stores[number] = Store(request.getfixturevalue("postgres").database(f"house{number}"))
            upgrade(stores[number])
        return emptied(stores[number]).url

    yield url
    for opened in stores.values():
        opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def either_home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Build]:
    """The same on SQLite and on PostgreSQL."""
    url = (lambda _number: None) if request.param == "sqlite" else request.getfixturevalue("crowd")
    yield from _builder(tmp_path, url)


def _builder(folder: Path, url: Callable[[int], str | None]) -> Iterator[Build]:
    built: list[HouseOf] = []

    def build(**options: object) -> HouseOf:
        number = len(built)
        built.append(house_of(folder / f"house{number}", url=url(number), **options))
        return built[-1]

    yield build
    for one in built:
        one.close()
