"""Does work grow with who is due or with who is enrolled? `python bench/growth.py [--large 1000000] [--json]`.

The same number of mails is due in a database with few and in one with many enrolled people; everything but the
receiver (the recording carrier) is the daemon's own. The ratio is what counts: 1 means that the enrolled cost nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.common import configured, emit, median, show
from bench.path import prepared
from campaigns.courier import Courier
from campaigns.house import House
from campaigns.play import run_pass
from campaigns.tick import tick
from channels.email.recording import RecordingCarrier
from daemon import keep_for_good

GOAL = 1.3


@dataclass(frozen=True, slots=True)
class Size:
    """Figures for one number of enrolled people; `seconds` per 1,000 due, median of the parts."""

    enrolled: int
    seconds: float
    file_mib: float


async def parts(house: House, number: int, each: int) -> list[float]:
    """Seconds per 1,000 mails in each of `number` passes of `each` due, after one untimed batch."""
    courier = Courier(house, RecordingCarrier(limit=10), 16)
    found = tick(house, "bench")
    await courier.deliver(found.leaving)
    keep_for_good()  # as the daemon does when it starts
    seconds = []
    for _ in range(number):
        started = time.perf_counter()
        done = 0
        while done < each:
            found = tick(house, "bench")
            done += await courier.deliver(found.leaving)
        seconds.append((time.perf_counter() - started) / done * 1000)
    await run_pass(house, courier, "bench")
    await courier.close()
    return seconds


def measured(enrolled: int, due: int, rounds: int) -> Size:
    """A fresh database with `enrolled` people of whom `due` are due in each round."""
    with tempfile.TemporaryDirectory(prefix="wds-growth-") as name:
        folder = Path(name)
        read = configured(folder, carrier="recording", kind="none")
        batch = read.settings.daemon.batch_size
        house = prepared(read, folder / "state", enrolled, due=due * rounds + batch)
        house.store.close()  # cold, as after a restart
        seconds = asyncio.run(parts(house, rounds, due))
        house.store.close()
        octets = sum(path.stat().st_size for path in (folder / "state").iterdir() if path.is_file())
        return Size(enrolled, median(seconds), octets / 2**20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=1000, help="due in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args()
    # Large first and small twice around it: what else the machine does must not look like growth.
    before = measured(options.small, options.due, options.rounds)
    large = measured(options.large, options.due, options.rounds)
    after = measured(options.small, options.due, options.rounds)
    small = (before.seconds + after.seconds) / 2
    ratio = large.seconds / small
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(
        f"seconds per 1,000 due ({options.due} due a round, {options.rounds} rounds)",
        [
            (f"{options.small:,} enrolled", f"{before.seconds:.3f} and {after.seconds:.3f} s"),
            (f"{options.large:,} enrolled", f"{large.seconds:.3f} s  (database {large.file_mib:.0f} MiB)"),
            ("ratio", f"{ratio:.2f}  (goal {GOAL})"),
            ("peak memory", f"{peak:.0f} MiB, with writing the million"),
        ],
    )
    if options.json:
        figures = {
            "bench": "growth",
            "due": options.due,
            "rounds": options.rounds,
            "small": options.small,
            "large": options.large,
            "seconds_small": [round(before.seconds, 3), round(after.seconds, 3)],
            "seconds_large": round(large.seconds, 3),
            "ratio": round(ratio, 3),
            "database_mib": round(large.file_mib),
        }
        emit(figures)


if __name__ == "__main__":
    main()
