"""A Radicale for a module, with an empty calendar for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.rig import machine, radicale


@pytest.fixture(scope="session")
def caldav() -> Iterator[radicale.Radicale]:
    machine.need(radicale.PROGRAM)
    server = radicale.Radicale()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def server(caldav: radicale.Radicale) -> Iterator[radicale.Radicale]:
    shutil.rmtree(caldav.folder / "collections" / "collection-root" / "amira", ignore_errors=True)
    caldav.make_calendar()
    yield caldav
    if caldav._process is None:
        caldav.start()
