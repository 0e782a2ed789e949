"""Several at once: backups into one folder, daemons that count, and an erasure while others go on writing."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaigns.backups import archive, generation
from store import audit, operation
from store.engine import Store
from store.migrate import upgrade
from store.tables import operation as tables

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def url(request: pytest.FixtureRequest) -> str:
    made: str = request.getfixturevalue("postgres").database("at_once")
    store = Store(made)
    upgrade(store)
    store.close()
    return made


def together(url: str, number: int, act: Callable[[Store, int], None]) -> None:
    """Run `act` in as many threads, each with its own connections, beginning at the same time."""
    start = threading.Barrier(number)

    def one(which: int) -> None:
        store = Store(url)
        try:
            start.wait()
            act(store, which)
        finally:
            store.close()

    with ThreadPoolExecutor(number) as pool:
        list(pool.map(one, range(number)))


def test_backups_into_one_folder_wait_for_each_other(tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(os.urandom(4_000_000))
    folder = tmp_path / "kept"
    start = threading.Barrier(3)

    def write(number: int) -> Path:
        start.wait()
        return archive.write(folder, {"big": big}, {}, NOW + timedelta(seconds=number))

    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(write, range(3)))
    assert [archive.verify(path).faults for path in made] == [(), (), ()]
    assert not list(folder.glob(".*"))


def test_what_a_crash_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / f".{archive.PREFIX}20260301T000000Z{archive.SUFFIX}.part"
    left.write_bytes(b"half")
    (tmp_path / "one").write_bytes(b"1")
    archive.write(tmp_path, {"one": tmp_path / "one"}, {}, NOW)
    assert not left.exists()


@pytest.mark.real
def test_no_count_of_a_generation_gets_lost(url: str) -> None:
    counted: list[int] = []

    def count(store: Store, _: int) -> None:
        for _ in range(50):
            with store.write() as connection:
                counted.append(generation.bump(connection, NOW, least=7))

    together(url, 4, count)
    assert sorted(counted) == list(range(8, 208))


def test_two_daemons_write_the_mark_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: generation.write_marks(tmp_path, number), range(100)))
    assert generation.beside(tmp_path) in range(100)
    assert [path.name for path in tmp_path.iterdir()] == ["generation"]


@pytest.mark.real
def test_an_erasure_beside_writing_daemons(url: str) -> None:
    """On PostgreSQL events appear between the statements of a transaction; only sealed ones may be blanked."""

    def act(store: Store, which: int) -> None:
        for number in range(60):
            with store.write() as connection:
                if which == 0:
                    audit.forget(connection, "K-1")
                else:
                    operation.audit(connection, "probe", NOW, "K-1", {"number": number})

    together(url, 4, act)
    store = Store(url)
    with store.write() as connection:
        audit.forget(connection, "K-1")
    with store.read() as connection:
        found = audit.verify(connection)
        left = connection.execute(select(func.count()).where(tables.audit_event.c.contact == "K-1")).scalar_one()
    store.close()
    assert (found.broken, found.erased, left) == (None, 180, 0)
