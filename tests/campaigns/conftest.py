"""Houses for the engine's tests: `home` on SQLite, `either_home` on both databases. They are closed by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.campaigns.house_of import HouseOf, house_of

Build = Callable[..., HouseOf]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Build]:
    """Builds houses, each on a fresh SQLite file; arguments as for `house_of`."""
    yield from _builder(tmp_path, lambda _number: None)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def either_home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Build]:
    """The same on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield from _builder(tmp_path, lambda _number: None)
    else:
        server = request.getfixturevalue("postgres")
        yield from _builder(tmp_path, lambda number: str(server.database(f"house{number}")))


def _builder(folder: Path, url: Callable[[int], str | None]) -> Iterator[Build]:
    built: list[HouseOf] = []

    def build(**options: object) -> HouseOf:
        number = len(built)
        built.append(house_of(folder / f"house{number}", url=url(number), **options))
        return built[-1]

    yield build
    for one in built:
        one.close()
