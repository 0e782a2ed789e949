"""`simulate`: the same store code on a copy, a virtual clock, carriers that only remember. Nothing leaves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from campaigns.bootstrap import Read, build
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.play import play
from channels.email.recording import RecordingCarrier
from store import decisions
from store.copying import copy_database
from store.engine import Store, sqlite_url

_OWNER = "simulation"


@contextmanager
def copied(store: Store) -> Iterator[tuple[Store, Path]]:
    """A copy of the database as a SQLite file in a folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wiedersehen-") as folder:
        path = Path(folder)
        target = Store(sqlite_url(path / "copy.sqlite3"))
        try:
            copy_database(store, target)
            yield target, path
        finally:
            target.close()


async def simulate(read: Read, state: Path, store: Store, start: datetime, until: datetime) -> list[dict[str, object]]:
    """Decisions from `start` to `until` as they would be made with no reply, outcome, bounce or return."""
    with copied(store) as (copy, folder):
        clock = VirtualClock(start)
        house = build(read, state, copy, clock)
        house = replace(house, letters=replace(house.letters, folder=folder / "letters"))
        courier = Courier(house, RecordingCarrier(limit=1), connections=8)
        try:
            await play(house, courier, _OWNER, clock, until)
        finally:
            await courier.close()
        with copy.read() as connection:
            return list(decisions.history(connection, since=start))
