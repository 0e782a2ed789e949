"""The whole path of a mail against the physical limit: `python bench/path.py [--mails N] [--rounds R] [--json]`.

Due touches on SQLite are claimed, their facts loaded, the law asked, caps counted, mails rendered, the go committed,
the mail handed over by the SMTP carrier and the receipt recorded: everything the daemon does. The receiver is Debian's
smtp-sink; smtp-source sends as many octets into the same sink in the same round. Ratios hold, absolutes do not.
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

from bench.common import configured, emit, median, need_tools, show, smtp_settings, smtp_sink, smtp_source
from bench.population import MONDAY, WINBACK, populate
from campaigns.bootstrap import Read, build, open_store
from campaigns.carriers import carrier_of
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.dispatch import dispatch
from campaigns.house import House
from campaigns.service.memory import keep_for_good
from campaigns.tick import tick
from channels.channel import Mail
from store import operation, touches
from store.migrate import upgrade


@dataclass(frozen=True, slots=True)
class Round:
    """Mails a second of ours and of smtp-source, and the octets of one mail."""

    ours: float
    source: float
    octets: int


def prepared(read: Read, state: Path, people: int, due: int | None = None) -> House:
    """A house with `people` enrolled, activated, on a clock that stands on MONDAY."""
    store = open_store(read.settings, state)
    upgrade(store)
    house = build(read, state, store, VirtualClock(MONDAY))
    populate(house, people, (WINBACK,), due=due)
    with store.write() as connection:
        operation.set_switch(connection, operation.ACTIVATED, MONDAY.isoformat(), MONDAY)
    return house


async def timed(house: House, read: Read, mails: int) -> tuple[float, int]:
    """Seconds for `mails` due touches after one untimed batch (templates, connections), and the octets of a mail."""
    courier = Courier(house, carrier_of(house, read.settings))
    warm = tick(house, "bench")
    await courier.deliver(warm.leaving)
    keep_for_good()  # as the daemon does when it starts
    started = time.perf_counter()
    claimed = await dispatch(house, courier, "bench", lambda: True)
    seconds = time.perf_counter() - started
    await courier.close()
    if claimed != mails:
        raise RuntimeError(f"{claimed} touches claimed instead of {mails}")
    leaving = warm.leaving[0].leaving
    if not isinstance(leaving, Mail):
        raise TypeError("the first due touch is no mail")
    return seconds, len(leaving.raw)


def one_round(mails: int, connections: int) -> Round:
    """Both senders into one sink, one after the other."""
    with tempfile.TemporaryDirectory(prefix="wds-bench-") as name, smtp_sink() as port:
        folder = Path(name)
        read = configured(folder, **smtp_settings(port, connections), kind="none")
        house = prepared(read, folder / "state", mails + read.settings.daemon.batch_size)
        seconds, octets = asyncio.run(timed(house, read, mails))
        with house.store.read() as connection:
            sent = touches.counts(connection).get("sent", 0)
        if sent != mails + read.settings.daemon.batch_size:
            raise RuntimeError(f"{sent} mails sent instead of {mails}")
        house.store.close()
        return Round(mails / seconds, smtp_source(port, max(mails, 5000), octets, connections), octets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args()
    need_tools()
    rounds = [one_round(options.mails, options.connections) for _ in range(options.rounds)]
    ours, source = median([one.ours for one in rounds]), median([one.source for one in rounds])
    ratio = median([one.ours / one.source for one in rounds])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(
        f"whole path, {options.mails} mails of {rounds[0].octets} octets, {options.connections} connections, SQLite",
        [
            ("wiedersehen", f"{ours:8.0f} mails/s"),
            ("smtp-source", f"{source:8.0f} mails/s"),
            ("ratio", f"{ratio:8.3f}  (goal 0.10)"),
            ("peak memory", f"{peak:8.0f} MiB"),
        ],
    )
    if options.json:
        figures = {
            "bench": "path",
            "mails": options.mails,
            "octets": rounds[0].octets,
            "connections": options.connections,
            "rounds": [{"ours": round(one.ours, 1), "smtp_source": round(one.source, 1)} for one in rounds],
            "mails_per_second": round(ours, 1),
            "smtp_source": round(source, 1),
            "ratio": round(ratio, 4),
            "peak_mib": round(peak, 1),
        }
        emit(figures)


if __name__ == "__main__":
    main()
