"""`python tests/torture/letters.py --letters 10000`: the export dies at its lines, one after the other, and goes again.

After each death the next export must leave the very bytes of one that was never disturbed, here and in the shop's
folder, with nobody in it twice. Exit 0 when all of them do; 1 with what was wrong otherwise.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import structlog

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.rig.letter_scene import ROOT, apart, copied, export, faults, killed, lines_of, prepare, warm


def torture(folder: Path, letters: int, points: int, *, pdf: bool) -> dict[str, Any]:
    """Figures of one torture; `points` 0 = every line that an export executes."""
    started = time.monotonic()
    prepared, place = folder / "prepared", folder / "place"
    prepared.mkdir()
    warm()
    apart(lambda: prepare(prepared, letters))
    begun = time.monotonic()
    copied(prepared, place)
    reference = apart(lambda: export(place, pdf=pdf))
    one_export = time.monotonic() - begun
    copied(prepared, place)
    lines = apart(lambda: lines_of(place, pdf=pdf))
    chosen = (
        lines if not points else [lines[number * len(lines) // points] for number in range(min(points, len(lines)))]
    )
    wrong: list[str] = []
    deaths = 0
    for line in chosen:
        # Loops die in their middle as well as in their first round.
        for hit in dict.fromkeys((1, max(2, letters // 2))):
            copied(prepared, place)
            if not killed(place, line, hit, pdf=pdf):
                continue
            deaths += 1
            here = f"{Path(line[0]).relative_to(ROOT)}:{line[1]} ({hit}.)"
            wrong += [
                f"{here}: {fault}" for fault in faults(apart(lambda: export(place, pdf=pdf)), reference, place, letters)
            ]
    return {
        "holds": not wrong and deaths > 0,
        "letters": letters,
        "lines": len(lines),
        "deaths": deaths,
        "files": len(reference.shop),
        "pdf": pdf,
        "seconds_of_one_export": round(one_export, 2),
        "wrong": wrong[:10],
        "seconds": round(time.monotonic() - started, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--points", type=int, default=0, help="so many lines only, spread over the export (0 = all)")
    parser.add_argument("--pdf", action="store_true", help="with finished letters as PDF")
    parser.add_argument("--json", action="store_true", help="one line of JSON instead of a table")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="wds-letters-") as name:
        figures = torture(Path(name), options.letters, options.points, pdf=options.pdf)
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("".join(f"{name:>24}  {value}\n" for name, value in figures.items()))
    return 0 if figures["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
