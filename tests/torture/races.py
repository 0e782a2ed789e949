"""`python tests/torture/races.py --races 10000 --url URL --seed 1 --json`: stops against goes, at the same moment.

Real threads meet at the real gate: an objection (to everything, to mail, of somebody on the same address), the
withdrawal of the consent, or a second mail under the same cap. After each race the log says who came first. Nothing may
leave behind a committed stop, nothing beyond a cap. Every stop and both mails of a cap must win sometimes: races that
one side always wins show nothing.

Without --url on a fresh SQLite file, with --postgres on a private server, with --url on an empty database.

--plant proves that the races would see a broken gate; the exit code is 0 when they did:
  stale     the gate decides on what was read when the mail was prepared, not on what is in force now
  unlocked  the gate takes no row locks (PostgreSQL; SQLite has one writer instead, and nothing to leave out)

Exit 0 when all holds, 1 with the violations otherwise, 2 for a plant that this database cannot have.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import Connection

from campaigns import gate, tick
from store import cases
from store.case import Case
from store.cases import Horizon
from store.engine import Store
from store.migrate import upgrade
from tests.rig import postgres
from tests.store.databases import emptied
from tests.torture.ring import CAPS, STOPS, Ring, Tally
from tests.torture.rivals import AT_ONCE

KINDS = (*STOPS, *CAPS)
LEAST_SHARE = 0.1
"""Of the races of a kind, what each side has to win at least."""
PLANTS = ("stale", "unlocked")


def race(races: int, folder: Path, url: str | None, seed: int, kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    """Figures of `races` races, shared out evenly among `kinds`."""
    started = time.monotonic()
    rng = random.Random(seed)
    tallies = {}
    for place, kind in enumerate(kinds):
        share = races // len(kinds) + (place < races % len(kinds))
        tallies[kind] = _fought(kind, share, folder / kind, url, rng)
    seconds = time.monotonic() - started
    violations = [violation for tally in tallies.values() for violation in tally.violations]
    lopsided = [kind for kind, tally in tallies.items() if not _fair(tally)]
    return {
        "holds": not violations and not lopsided,
        "races": sum(tally.races for tally in tallies.values()),
        "seed": seed,
        "database": url.split(":")[0] if url else "sqlite",
        **{kind: dict(sorted(tally.won.items())) for kind, tally in tallies.items()},
        "lopsided": lopsided,
        "violations": len(violations),
        "first_violations": violations[:5],
        "races_per_second": round(races / seconds, 1),
        "seconds": round(seconds, 1),
    }


def _fought(kind: str, races: int, folder: Path, url: str | None, rng: random.Random) -> Tally:
    tally = Tally()
    folder.mkdir(parents=True, exist_ok=True)
    if url is not None:
        _empty(url)
    ring = Ring(folder, url, kind, rng)
    try:
        while tally.races < races:
            ring.fight(tally, min(AT_ONCE, races - tally.races))
    finally:
        ring.close()
    return tally


def _fair(tally: Tally) -> bool:
    return len(tally.won) >= 2 and min(tally.won.values()) > LEAST_SHARE * tally.races


def _empty(url: str) -> None:
    store = Store(url)
    upgrade(store)
    emptied(store).close()


@contextmanager
def planted(plant: str | None) -> Iterator[None]:
    """The gate with a fault of the kind that these races are there to find."""
    match plant:
        case None:
            yield
        case "unlocked":
            with mock.patch.object(gate, "locks", SimpleNamespace(lock_people=lambda *_, **__: None)):
                yield
        case _:
            stale = SimpleNamespace(load=_Stale().load)
            with mock.patch.object(tick, "cases", stale), mock.patch.object(gate, "cases", stale):
                yield


class _Stale:
    """Loads a case when its mail is prepared, and believes in it ever after."""

    def __init__(self) -> None:
        self._known: dict[int, Case] = {}

    def load(self, connection: Connection, touch_ids: list[int], now: datetime, horizon: Horizon) -> list[Case]:
        fresh = cases.load(connection, touch_ids, now, horizon)
        for case in fresh:
            self._known.setdefault(case.touch.id, case)
        believed = [(self._known[case.touch.id], case.touch.fence) for case in fresh]
        return [replace(old, touch=replace(old.touch, fence=fence)) for old, fence in believed]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--races", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--url", help="an empty PostgreSQL database; everything in it is deleted")
    parser.add_argument("--postgres", action="store_true", help="start a private PostgreSQL server for the races")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--plant", choices=PLANTS, help="break the gate; 0 = the races have seen it")
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    options = parser.parse_args()
    if options.plant == "unlocked" and not (options.url or options.postgres):
        parser.error("--plant unlocked: SQLite has no row locks to leave out; use --url or --postgres")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wds-races-")))
        url = options.url
        if options.postgres:
            server = postgres.Postgres()
            stack.callback(server.stop)
            server.start()
            url = server.database("races")
        stack.enter_context(planted(options.plant))
        figures = race(options.races, folder, url, options.seed, tuple(options.kinds))
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("".join(f"{name:>24}  {value}\n" for name, value in figures.items()))
    return int(not (figures["violations"] if options.plant else figures["holds"]))


if __name__ == "__main__":
    sys.exit(main())
