"""Does work grow with who is due or with who is enrolled? `python bench/growth.py [--large 1000000] [--json]`.

The same number of mails is due in a database with few and in one with many enrolled people; everything but the
receiver (the recording carrier) is the daemon's own. The ratio is what counts: 1 means that the enrolled cost nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.common import configured, emit, median, show
from bench.path import prepared
from campaigns.courier import Courier
from campaigns.service.memory import keep_for_good
from campaigns.tick import tick
from channels.email.recording import RecordingCarrier

GOAL = 1.3


class Place:
    """A database with `enrolled` people, of whom `due` are due in each of `rounds`, and a daemon's courier on it."""

    def __init__(self, folder: Path, enrolled: int, due: int, rounds: int) -> None:
        folder.mkdir()
        read = configured(folder, carrier="recording", kind="none")
        self.due = due
        everybody = due * rounds + read.settings.daemon.batch_size
        self.house = prepared(read, folder / "state", enrolled, due=everybody)
        self.file = folder / "state" / "wiedersehen.sqlite3"
        self.courier = Courier(self.house, RecordingCarrier(limit=10))

    async def batch(self) -> int:
        """One batch of the daemon, from claim to receipt."""
        found = tick(self.house, "bench")
        return await self.courier.deliver(found.leaving)

    async def round(self) -> float:
        """Seconds per 1,000 due."""
        started = time.perf_counter()
        done = 0
        while done < self.due:
            left = await self.batch()
            if not left:
                raise RuntimeError(f"{done} of {self.due} mails left")
            done += left
        return (time.perf_counter() - started) / done * 1000


async def compared(small: Place, large: Place, rounds: int) -> list[tuple[float, float]]:
    """(small, large) seconds of each round. They take turns: what else the machine does must not look like growth."""
    for place in (small, large):
        await place.batch()  # untimed: templates, calendars, the first pages of the file
    keep_for_good()  # as the daemon does when it starts
    pairs = [(await small.round(), await large.round()) for _ in range(rounds)]
    await small.courier.close()
    await large.courier.close()
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=1000, help="due in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wds-growth-") as name:
        few = Place(Path(name) / "few", options.small, options.due, options.rounds)
        many = Place(Path(name) / "many", options.large, options.due, options.rounds)
        pairs = asyncio.run(compared(few, many, options.rounds))
        mib = many.file.stat().st_size / 2**20
        few.house.store.close()
        many.house.store.close()
    small, large = median([one for one, _ in pairs]), median([other for _, other in pairs])
    ratio = median([other / one for one, other in pairs])
    show(
        f"seconds per 1,000 due, {options.rounds} rounds of {options.due} in turns",
        [
            (f"{options.small:,} enrolled", f"{small:.3f} s"),
            (f"{options.large:,} enrolled", f"{large:.3f} s  (database {mib:.0f} MiB)"),
            ("ratio", f"{ratio:.2f}  (goal {GOAL})"),
        ],
    )
    if options.json:
        figures = {
            "bench": "growth",
            "due": options.due,
            "small": options.small,
            "large": options.large,
            "rounds": [{"small": round(one, 3), "large": round(other, 3)} for one, other in pairs],
            "ratio": round(ratio, 3),
            "database_mib": round(mib),
        }
        emit(figures)


if __name__ == "__main__":
    main()
