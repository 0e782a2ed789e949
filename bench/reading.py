"""Mails read a second: a closed mix of the corpora parsed, trimmed and classified, beside bare parsing by the library.

The mix is what comes back to a company that writes to its customers: half answers of people with a quote below, a fifth
absences, a fifth bounces, the rest newsletters and complaints. No mail of a person occurs twice, so that no cache knows
its sentences. Rates are mails a second of CPU time of one core, which a busy machine does not change. Prints one JSON
object; exit 1 below the gate.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from email import policy
from email.parser import BytesParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.common import emit, show
from bench.mix import SHARES, mix
from replies.child import Parser
from replies.classify import classify
from replies.parse import parse_mail

GATE = 300.0
"""Mails a second and core."""
ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=1_000)
    chosen = parser.parse_args(arguments)
    mails = mix(chosen.mails)
    library = BytesParser(policy=policy.compat32)
    classify(parse_mail(mails[0]))  # the model is loaded once in the life of the daemon
    bare = best(lambda: each(library.parsebytes, mails))
    parsing = best(lambda: each(parse_mail, mails))
    inside = best(lambda: each(lambda raw: classify(parse_mail(raw)), mails))
    through = through_child(mails)
    figures = {
        "mails": len(mails),
        "mean_octets": sum(map(len, mails)) // len(mails),
        "shares": SHARES,
        "mails_per_second": round(len(mails) / inside, 1),
        "mails_per_second_through_child": round(len(mails) / through, 1),
        "mails_per_second_parsed_only": round(len(mails) / parsing, 1),
        "mails_per_second_bare_library": round(len(mails) / bare, 1),
        "times_bare_library": round(inside / bare, 2),
        "gate": GATE,
    }
    show(
        "Reading",
        [
            ("in process", f"{len(mails) / inside:8.0f} mails/s"),
            ("through the child", f"{len(mails) / through:8.0f} mails/s"),
            ("bare compat32", f"{len(mails) / bare:8.0f} mails/s"),
            ("ratio", f"{inside / bare:8.1f}"),
        ],
    )
    emit(figures)
    return 0 if min(len(mails) / inside, len(mails) / through) >= GATE else 1


def each(work: Callable[[bytes], object], mails: Sequence[bytes]) -> float:
    """CPU seconds for all mails."""
    started = time.process_time()
    for raw in mails:
        work(raw)
    return time.process_time() - started


def best(measured: Callable[[], float]) -> float:
    """The quickest of a few rounds: what else the machine does only ever adds."""
    return min(measured() for _ in range(ROUNDS))


def through_child(mails: Sequence[bytes]) -> float:
    """CPU seconds of both processes, as the daemon reads: the child parses, the parent classifies."""
    return min(_once(mails) for _ in range(ROUNDS))


def _once(mails: Sequence[bytes]) -> float:
    with Parser() as parser:
        parser.parse(mails[0])
        started = _both(parser)
        for raw in mails:
            classify(parser.parse(raw))
        return _both(parser) - started


def _both(parser: Parser) -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    child = Path(f"/proc/{parser.pid}/schedstat").read_text(encoding="ascii").split()[0]
    return usage.ru_utime + usage.ru_stime + int(child) / 1e9


if __name__ == "__main__":
    sys.exit(main())
