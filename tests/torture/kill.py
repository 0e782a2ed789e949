"""`python tests/torture/kill.py --kills 1000 --seed 1 --json`: SIGKILL at random moments, then the oracle.

Exit 0 when nothing was sent twice, lost, invented or hidden; 1 with the violations otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.rig.oracle import judge, listed_as_uncertain
from tests.rig.sink import Sink
from tests.rig.torture import Plan, finish, kill_again_and_again, scene

PEOPLE_PER_KILL = 12


def torture(plan: Plan, folder: Path, sink_flags: list[str]) -> dict[str, Any]:
    """Figures of one torture; `holds` says whether every promise was kept."""
    started = time.monotonic()
    with Sink(folder / "sink.log", sink_flags) as sink:
        place = scene(folder, sink.port, plan)
        begun = time.monotonic()
        complaints = kill_again_and_again(place, plan)
        tortured = time.monotonic() - begun
        in_torture = len(sink.accepted())
        complaints += finish(place)
        accepted = sink.accepted()
    listed = listed_as_uncertain(place.config, place.state)
    verdict = judge(place.house.store, accepted, listed, plan.connections)
    place.house.store.close()
    return {
        "holds": verdict.holds and not complaints,
        "kills": plan.kills,
        "seed": plan.seed,
        "kills_between_go_and_result": verdict.kills_in_doubt,
        "mails_during_torture": in_torture,
        **verdict.figures(),
        "listed": len(listed),
        "complaints": complaints[:5],
        "kills_per_second": round(plan.kills / tortured, 1),
        "seconds": round(time.monotonic() - started, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, help=f"customers with two mails each (default {PEOPLE_PER_KILL} a kill)")
    parser.add_argument("--longest", type=float, default=0.4, help="seconds a life lasts at most")
    parser.add_argument("--delay", type=float, default=0.03, help="seconds the sink takes to answer the final dot")
    parser.add_argument("--drop", type=float, default=0.005, help="share of accepted mails whose answer gets lost")
    parser.add_argument("--keep", type=Path, help="folder for database and logs, kept afterwards")
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    options = parser.parse_args()
    people = options.people or max(150, options.kills * PEOPLE_PER_KILL)
    plan = Plan(options.kills, options.seed, people, longest=options.longest)
    flags = ["--delay", str(options.delay), "--drop-after-dot", str(options.drop), "--seed", str(options.seed)]
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        figures = torture(plan, options.keep, flags)
    else:
        with tempfile.TemporaryDirectory(prefix="wds-torture-") as name:
            figures = torture(plan, Path(name), flags)
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("".join(f"{name:>32}  {value}\n" for name, value in figures.items()))
    return 0 if figures["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
