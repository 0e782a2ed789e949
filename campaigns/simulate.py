"""`simulate`: the same store code on a copy, a virtual clock, carriers that only remember. Nothing leaves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from campaigns.bootstrap import ROOT, Read, build
from campaigns.catalog import load_catalog
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.play import play
from campaigns.settings import load_settings
from campaigns.spending import spending
from channels.email.recording import RecordingCarrier
from channels.letter.shop import KeptHere
from sequences.grammar.problem import Problem
from store import decisions, drafts, operation, simulating
from store.copying import copy_database
from store.engine import Store, sqlite_url

_OWNER = "simulation"


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was decided (rows as of store.decisions), who looks after whom, and letter euros spent before the start."""

    rows: list[dict[str, Any]]
    owners: Mapping[str, str]
    spent: Decimal


@contextmanager
def copied(store: Store) -> Iterator[tuple[Store, Path]]:
    """A copy of the database as a SQLite file in a folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wiedersehen-") as folder:
        path = Path(folder)
        target = Store(sqlite_url(path / "copy.sqlite3"), scratch=True)
        try:
            copy_database(store, target)
            yield target, path
        finally:
            target.close()


async def simulate(
    read: Read, state: Path, store: Store, start: datetime, until: datetime, *, replay: bool = False
) -> Simulated:
    """Decisions from `start` to `until` as they would be made with no reply, outcome, bounce or return.

    A pause counts as ended: the question is what goes out once it is over. Of a mail that a person reads first it is
    assumed that she approves it at once.
    `replay`: as if nobody had begun yet, every cancellation starting its sequences at its own moment.
    """
    with copied(store) as (copy, folder):
        with copy.write() as connection:
            operation.clear_switch(connection, operation.PAUSED)
            if replay:
                simulating.forget_runs(connection)
            drafts.free_all(connection, start)  # what waits for a person: she approves it
        clock = VirtualClock(start)
        house = build(read, state, copy, clock)
        letters = replace(house.letters, folder=folder / "letters")
        house = replace(house, letters=letters, shop=KeptHere(), approvals=False)
        with copy.read() as connection:
            spent = spending(connection, house, start).letter_euro_month
        courier = Courier(house, RecordingCarrier(limit=1), in_turn=True)
        try:
            await play(house, courier, _OWNER, clock, until)
        finally:
            await courier.close()
        with copy.read() as connection:
            return Simulated(list(decisions.history(connection, since=start)), simulating.owners(connection), spent)


def read_beside(folder: Path, config: Path) -> Read | tuple[Problem, ...]:
    """A second configuration: the files of `folder`, and `config` with its texts wherever `folder` has none.

    A relative folder of `[paths] sequences` that lies in `folder` replaces the other one, texts are laid over the
    other ones. What would make both sides silently the same is a problem.
    """
    own = folder / "config.toml"
    settings = load_settings(own if own.is_file() else config)
    if isinstance(settings, tuple):
        return settings
    names = [*settings.paths.sequences, *settings.paths.templates]
    if not own.is_file() and not any(_lies_in(folder, name) for name in names):
        wanted = " oder ".join(["config.toml", *(f"{name}/" for name in names if not Path(name).is_absolute())])
        message = f"nichts zu vergleichen; hier müsste liegen: {wanted}"
        return (Problem(str(folder), 1, 1, "", message),)
    hidden = _hidden(folder, settings.paths.sequences)
    if hidden:
        return hidden
    beside = folder.resolve()
    sequences = [str(beside / name) if _lies_in(folder, name) else name for name in settings.paths.sequences]
    texts = [str(beside / name) for name in settings.paths.templates if _lies_in(folder, name)]
    paths = settings.paths.model_copy(
        update={"sequences": sequences, "templates": list(dict.fromkeys([*settings.paths.templates, *texts]))}
    )
    settings = settings.model_copy(update={"paths": paths})
    catalog = load_catalog(settings, ROOT)
    return catalog if isinstance(catalog, tuple) else Read(settings, catalog)


def _lies_in(folder: Path, name: str) -> bool:
    return not Path(name).is_absolute() and (folder / name).is_dir()


def _hidden(folder: Path, names: list[str]) -> tuple[Problem, ...]:
    """Changed sequences of `folder` that do not count, because a later folder that only the other side has wins."""
    problems = []
    for number, name in enumerate(names):
        if not _lies_in(folder, name):
            continue
        for path in sorted((folder / name).glob("*.toml")):
            places = {later: folder if _lies_in(folder, later) else ROOT for later in names[number:]}
            wins = next(later for later in reversed(names[number:]) if (places[later] / later / path.name).is_file())
            same = ROOT / name / path.name
            if places[wins] == folder or (same.is_file() and same.read_bytes() == path.read_bytes()):
                continue
            problems.append(Problem(str(path), 1, 1, "", f"zählt nicht, denn {wins}/{path.name} gewinnt{_cure(wins)}"))
    return tuple(problems)


def _cure(wins: str) -> str:
    if Path(wins).is_absolute():
        return "; Abhilfe: die Datei entfernen oder eine eigene config.toml dazulegen, mit anderen [paths] sequences"
    return f"; Abhilfe: den Ordner {wins} auch hierher kopieren und die Datei dort ändern"
