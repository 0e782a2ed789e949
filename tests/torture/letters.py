"""`python tests/torture/letters.py --letters 10000 --pdf`: the export dies at its lines, one after the other, and goes again.

It dies at every line of our own code that the undisturbed run executes, at its first execution, with --hits all also at
a middle one and at its last. A death is a fork that kills itself with SIGKILL there; a second fork goes on.

A second run knows nothing but what the dead have left, and SIGKILL writes nothing. So one life is stopped at each of
these executions first, and all bytes on its disk are looked at; there is one death for each disk that differs. With
--every each execution is a death of its own.

--scene export     then the same bytes must stand as without a death: every file here and in the shop's folder, the rows
                   of every table; nobody is printed twice.
--scene objection  three people object between the death and the second run: each is printed nowhere or stands in the
                   recall file once, and everybody else is printed once.
--scene address    the addresses of three are put right in between: each is printed once with the new one, or stands in
                   the recall file, and everybody else is printed once.
--scene recall     all letters are at the shop, three people object, and that dies: the recall must reach the shop, from
                   its commit on by the daemon alone, and name each of them once.

--plant shows that a broken export would be seen; the exit code is 0 when it was:
  aside     the description stands before its list: what a death leaves of it keeps the list of fewer people away
  clock     a batch is dated by the run that writes it, not by the one that formed it (see --later)
  untold    only the objection itself writes the recall, no later export

Resumable: with --results the same call goes on where it was ended; --minutes ends it. Exit 0 when all holds, 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from store.engine import Store
from tests.campaigns.house_of import HouseOf
from tests.rig import letter_judge as judge
from tests.rig import letter_scene as scene
from tests.rig.dying import Around, Spot, apart, killed, looks, program, spots_of
from tests.rig.letter_ground import Ground, Place, committed, unhurried
from tests.rig.letter_judge import Outcome
from tests.rig.postgres import Postgres
from tests.rig.resumable import resumed
from tests.torture.letter_plants import PLANTS, planted

Act = Callable[[HouseOf], None]
SCENES = ("export", "objection", "address", "recall")
_MEMORY = Path("/dev/shm")
"""Where copies cost least: a disk would sync each of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What dies how often: in the `lines` that begin so, `points` of them drawn by `seed` (0 = all).

    `later` hours until the second run.
    """

    letters: int
    scene: str = "export"
    hits: str = "first"
    pdf: bool = False
    points: int = 0
    seed: int = 1
    every: bool = False
    later: int = 0
    lines: str = ""


class Torture:
    """One scene on one ground: prepared, run once undisturbed, then killed again and again."""

    def __init__(self, plan: Plan, folder: Path, ground: Ground) -> None:
        self.plan, self.ground = plan, ground
        self._kept = folder / "compiled"
        self._kept.mkdir(exist_ok=True)
        scene.warm()
        self._prepared = ground.empty("prepared")
        apart(lambda: scene.prepare(self._prepared, plan.letters))
        if plan.scene == "recall":
            apart(lambda: self._live(self._prepared, scene.export, lambda act: act()))
        begun = time.monotonic()
        with ground.copy(self._prepared) as place:
            self.reference = apart(lambda: self._whole(place))
        self.one_run = time.monotonic() - begun
        with ground.copy(self._prepared) as place:
            self.spots: dict[Spot, int] = apart(lambda: spots_of(partial(self._live, place, self._act)))

    def cases(self) -> list[tuple[Spot, int]]:
        """(line, execution) at which it dies, in the order of their first executions."""
        found = []
        for spot, often in self.spots.items():
            if not f"{spot.file} {spot.name}".startswith(self.plan.lines):
                continue
            hits = (1,) if self.plan.hits == "first" else (1, (often + 1) // 2, often)
            found += [(spot, hit) for hit in dict.fromkeys(hits)]
        if self.plan.points:
            chosen = set(random.Random(self.plan.seed).sample(range(len(found)), min(self.plan.points, len(found))))
            found = [case for number, case in enumerate(found) if number in chosen]
        return found

    def case(self, spot: Spot, hit: int) -> tuple[str, list[str]]:
        """(what was done, what is wrong) with one death."""
        with self.ground.copy(self._prepared) as place:
            if not killed(partial(self._live, place, self._act), spot, hit):
                return "missed", ["was not reached so often as before"]
            try:
                return "killed", apart(lambda: self._again(place))
            except RuntimeError as error:
                return "killed", [str(error)]

    def marks(self, cases: Sequence[tuple[Spot, int]]) -> dict[tuple[Spot, int], str]:
        """What stands at each of these executions: all bytes on the disk; for PostgreSQL files and what is committed."""
        if self.plan.every:
            return {}
        with self.ground.copy(self._prepared) as place:
            store = None if self.ground.database == "sqlite" else Store(place.url)

            def look() -> str:
                return place.mark() + (committed(store) if store is not None else "")

            def live(around: Around) -> None:
                with scene.opened(place, self._kept, pdf=self.plan.pdf) as one:
                    unhurried(one.house.store)
                    around(lambda: self._act(one))

            return apart(lambda: looks(live, cases, look))

    def _act(self, one: HouseOf) -> None:
        """What dies."""
        if self.plan.scene == "recall":
            scene.objection(one, self.plan.letters)
        scene.export(one)

    def _live(self, place: Place, act: Act, around: Around) -> None:
        with scene.opened(place, self._kept, pdf=self.plan.pdf) as one:
            around(lambda: act(one))

    def _whole(self, place: Place) -> Outcome:
        with scene.opened(place, self._kept, pdf=self.plan.pdf) as one:
            self._act(one)
            return judge.outcome(one, place)

    def _again(self, place: Place) -> list[str]:
        later = timedelta(hours=self.plan.later)
        with scene.opened(place, self._kept, pdf=self.plan.pdf, later=later) as one:
            return getattr(self, f"_{self.plan.scene}_again")(one, place)  # type: ignore[no-any-return]

    def _export_again(self, one: HouseOf, place: Place) -> list[str]:
        settled = not self.plan.later or judge.frozen(one)
        scene.export(one)
        found = judge.outcome(one, place)
        wrong = judge.differing(found, self.reference, tables=not self.plan.later) if settled else []
        return wrong + judge.everybody_once(found)

    def _objection_again(self, one: HouseOf, place: Place) -> list[str]:
        scene.objection(one, self.plan.letters)
        scene.export(one)
        return judge.respected(judge.outcome(one, place), scene.objectors(self.plan.letters))

    def _address_again(self, one: HouseOf, place: Place) -> list[str]:
        scene.moved(one, self.plan.letters)
        scene.export(one)
        return judge.followed(judge.outcome(one, place), scene.objectors(self.plan.letters), scene.NEW_STREET)

    def _recall_again(self, one: HouseOf, place: Place) -> list[str]:
        wrong = []
        if scene.objected(one):
            scene.export(one)
            found = judge.outcome(one, place)
            wrong = [f"by the daemon alone: {fault}" for fault in self._recalled(found)]
        scene.objection(one, self.plan.letters)
        scene.export(one)
        found = judge.outcome(one, place)
        return wrong + self._recalled(found) + judge.differing(found, self.reference, tables=not self.plan.later)

    def _recalled(self, found: Outcome) -> list[str]:
        objectors = scene.objectors(self.plan.letters)
        once = [] if found.recalled == dict.fromkeys(objectors, 1) else [f"recalled {dict(found.recalled)}"]
        return once + judge.respected(found, objectors)


def torture(
    plan: Plan, folder: Path, ground: Ground, results: Path | None = None, minutes: float = 0
) -> dict[str, Any]:
    """Figures of one torture; `results` of the same plan are gone on with, for `minutes` at most (0 = to the end)."""
    started = time.monotonic()
    progress = resumed(results, _named(plan, ground))
    before = progress.seconds
    tortured = Torture(plan, folder, ground)
    cases = tortured.cases()

    def figures() -> dict[str, Any]:
        kinds = list(progress.done.values())
        complete = len(kinds) >= len(cases)
        return {
            "holds": complete and not progress.wrong and kinds != [],
            "plan": _named(plan, ground),
            "lines": len(tortured.spots),
            "lines_of_the_export": sum(spot.file.startswith(scene.OWN) for spot in tortured.spots),
            "cases": len(cases),
            "deaths": kinds.count("killed"),
            "stops_at_a_known_disk": kinds.count("known"),
            "files": len(tortured.reference.shop),
            "seconds_of_one_run": round(tortured.one_run, 2),
            "wrong": progress.wrong[:50],
            "seconds": round(before + time.monotonic() - started, 1),
        }

    marks = tortured.marks(cases)
    held: set[str] = set()
    for spot, hit in cases:
        name, mark = f"{spot} ({hit}.)", marks.get((spot, hit), "")
        if name in progress.done:
            continue
        if mark in held:
            progress.done[name] = "known"
            continue
        if minutes and time.monotonic() - started > minutes * 60:
            break
        progress.done[name], wrong = tortured.case(spot, hit)
        progress.wrong += [f"{name}: {fault}" for fault in wrong]
        held |= {mark} if mark and not wrong else set()
        progress.save(figures())
    progress.save(figures(), now=True)
    return figures()


def _named(plan: Plan, ground: Ground) -> dict[str, Any]:
    """The plan, where it is carried out, and the program."""
    return asdict(plan) | {"database": ground.database, "code": program()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--scene", choices=SCENES, default="export")
    parser.add_argument("--hits", choices=("first", "all"), default="first")
    parser.add_argument("--pdf", action="store_true", help="with finished letters as PDF")
    parser.add_argument("--points", type=int, default=0, help="so many deaths only, drawn by the seed (0 = all)")
    parser.add_argument("--lines", default="", help="only where 'path function' begins so")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", action="store_true", help="die at each, also where the disk is known already")
    parser.add_argument("--later", type=int, default=0, help="hours between the death and the second run")
    parser.add_argument("--plant", choices=PLANTS, help="break the export; 0 = the torture has seen it")
    parser.add_argument("--postgres", action="store_true", help="start a private PostgreSQL server")
    parser.add_argument("--folder", type=Path, default=_MEMORY if _MEMORY.is_dir() else None, help="for the copies")
    parser.add_argument("--results", type=Path, help="JSON file that says what is done; an ended run goes on with it")
    parser.add_argument("--minutes", type=float, default=0, help="end after so many (0 = when all is done)")
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    given = parser.parse_args()
    plan = Plan(**{name: getattr(given, name) for name in Plan.__slots__})
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, servers and copies go as well
    with ExitStack() as stack:
        stack.enter_context(planted(given.plant))
        server = None
        if given.postgres:
            server = Postgres()
            stack.callback(server.stop)
            server.start()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wds-letters-", dir=given.folder)))
        figures = torture(plan, folder, Ground(folder, server), given.results, given.minutes)
    if given.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("".join(f"{name:>24}  {value}\n" for name, value in figures.items()))
    return int(not (figures["wrong"] if given.plant else figures["holds"]))


if __name__ == "__main__":
    sys.exit(main())
