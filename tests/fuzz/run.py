"""`python -m tests.fuzz.run TARGET --inputs 1000000 --seed 1 --state DIR`: fuzz one target, and go on where it stopped.

Prints one JSON object. Exit 0 when the inputs are done and nothing was found, 1 with findings (their inputs lie in
DIR/TARGET/found), 2 when the fuzzer is missing. Ctrl-C or SIGTERM ends it; the same command goes on.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.fuzz.progress import Progress

NAMES = ("mime", "report", "quoting", "dates")
MOST_DEATHS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path, required=True, help="folder for corpus, progress and findings")
    parser.add_argument("--engine", choices=("atheris", "plain"), default="atheris")
    chosen = parser.parse_args(arguments)
    if chosen.engine == "atheris" and importlib.util.find_spec("atheris") is None:
        sys.stderr.write("atheris is missing: make fuzz installs it; --engine plain needs nothing.\n")
        return 2
    folder = chosen.state / chosen.target
    folder.mkdir(parents=True, exist_ok=True)
    stopped = _live(chosen, folder)
    result = figures(chosen, folder)
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0 if result["done"] and not result["exceptions"] and not result["deaths"] and not stopped else 1


def _live(chosen: argparse.Namespace, folder: Path) -> bool:
    """Lives of the engine until the goal is reached; True when somebody ended it."""
    goal, seed = str(chosen.inputs), str(chosen.seed)
    command = [sys.executable, "-m", "tests.fuzz.engine", chosen.target, str(folder), goal, seed, chosen.engine]
    ended: list[int] = []
    while (before := Progress(folder).figures).inputs < chosen.inputs:
        starts = before.starts
        with (folder / "engine.log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda got, _frame, child=process: (ended.append(got), child.terminate()))
        process.wait()
        if ended:
            return True
        if process.returncode:
            progress = Progress(folder)
            if progress.figures.starts == starts:
                sys.stderr.write(f"The engine does not start: {folder / 'engine.log'}\n")
                return True
            progress.figures.deaths += 1
            progress.save()
            if progress.figures.deaths >= MOST_DEATHS:
                return True
    return False


def figures(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """The result so far as printed."""
    found = Progress(folder).figures
    corpus = folder / "corpus"
    return {
        "target": chosen.target,
        "engine": chosen.engine,
        "seed": chosen.seed,
        "inputs": found.inputs,
        "goal": chosen.inputs,
        "done": found.inputs >= chosen.inputs,
        "seconds": found.seconds,
        "inputs_per_second": round(found.inputs / found.seconds, 1) if found.seconds else 0.0,
        "exceptions": found.exceptions,
        "deaths": found.deaths,
        "slowest_ms": found.slowest_ms,
        "max_rss_mib": found.max_rss_mib,
        "corpus": len(list(corpus.iterdir())) if corpus.exists() else 0,
        "starts": found.starts,
    }


if __name__ == "__main__":
    sys.exit(main())
