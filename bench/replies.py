"""`make bench-replies`: the classifier against the corpora, and the gates it has to pass; figures by set and label.

Prints one JSON object; `--write` also renews the tables of docs/replies.md. Exit 1 when a gate is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.replies.measure import Measured, measure, missed, read_set
from tests.replies.measure_bounces import BounceFigures, measure_bounces

GATED = ("tuning", "held_back", "fresh")
READ = ("tuning", "fresh", "oblique")
"""Sets that are tuned on; of the others nobody may see a mail."""
SETS = (*GATED, "oblique", "unseen")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all sets, print, compare with the gates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="renew the tables of docs/replies.md")
    parser.add_argument("--wrong", action="store_true", help="name each wrong mail of the sets that may be read")
    chosen = parser.parse_args(arguments)
    results = {name: measure(read_set(name)) for name in SETS}
    bounces = measure_bounces()
    if chosen.wrong:
        for name in READ:
            _tell(results[name].wrong)
    figures = {name: result.figures for name, result in results.items()} | {"bounces": bounces.figures}
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    if chosen.write:
        _write()
    failed = list(_failed(results, bounces))
    for line in failed:
        sys.stderr.write(line + "\n")
    return 1 if failed else 0


def _failed(results: dict[str, Measured], bounces: BounceFigures) -> Iterable[str]:
    for name in GATED:
        yield from (f"{name}: {gate}" for gate in missed(results[name].figures))
    yield from (f"bounces: {gate}" for gate in bounces.missed)


def _tell(wrong: Iterable[str]) -> None:
    for line in wrong:
        sys.stderr.write(line + "\n")


def _write() -> None:
    from tests.docs.blocks import BLOCKS, rewrite  # noqa: PLC0415 - the documents are only wanted here

    for (name, block), make in BLOCKS.items():
        if block.startswith("corpus"):
            rewrite(name, block, make())


if __name__ == "__main__":
    sys.exit(main())
