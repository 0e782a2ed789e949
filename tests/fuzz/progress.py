"""What a run has done and found, in a folder, so that a stopped run goes on."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

LIMIT_SECONDS = 2.0
"""CPU time of one input; the child that reads mail in the daemon is killed at the same limit."""
_KEPT = 20
"""Inputs kept of one kind of finding."""
_EVERY = 200


class TooSlow(BaseException):
    """One input took too long; no `except Exception` of a product may take it for its own."""


@dataclass(slots=True)
class Figures:
    """Sums over all starts of a run. `seconds` are of the wall clock; `deaths` ends of the process itself."""

    inputs: int = 0
    seconds: float = 0.0
    slowest_ms: float = 0.0
    max_rss_mib: int = 0
    deaths: int = 0
    starts: int = 0
    exceptions: dict[str, int] = field(default_factory=dict)


class Progress:
    """The figures of one run in `folder`, written every few hundred inputs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "progress.json"
        (folder / "found").mkdir(parents=True, exist_ok=True)
        self.figures = Figures(**json.loads(self._path.read_text())) if self._path.exists() else Figures()
        self._before, self._since = self.figures.seconds, time.monotonic()

    def save(self) -> None:
        """Write the figures as one replaced file."""
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.figures.max_rss_mib = max(self.figures.max_rss_mib, own)
        self.figures.seconds = round(self._before + time.monotonic() - self._since, 1)
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps(asdict(self.figures)))
        written.replace(self._path)

    def attempt(self, run: Callable[[bytes], None], data: bytes) -> bool:
        """Run one input under the limit, count it, keep what goes wrong; False when something did."""
        started = time.process_time()
        fault = guarded(run, data)
        spent = (time.process_time() - started) * 1000
        self.figures.inputs += 1
        if spent > self.figures.slowest_ms:
            self.figures.slowest_ms = round(spent, 1)
            (self.folder / "slowest.bin").write_bytes(data)
        if fault is not None:
            self._keep(fault, data)
        if self.figures.inputs % _EVERY == 0 or fault is not None:
            self.save()
        return fault is None

    def _keep(self, fault: str, data: bytes) -> None:
        count = self.figures.exceptions[fault] = self.figures.exceptions.get(fault, 0) + 1
        if count <= _KEPT:
            name = f"{hashlib.sha256(fault.encode()).hexdigest()[:8]}-{hashlib.sha256(data).hexdigest()[:12]}"
            (self.folder / "found" / name).write_bytes(data)


def guarded(run: Callable[[bytes], None], data: bytes) -> str | None:
    """What went wrong with one input (the kind of error and its place in the product), None when nothing did."""
    signal.signal(signal.SIGPROF, _too_slow)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS)
    try:
        run(data)
    except TooSlow as error:
        return _name(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return _name(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return None


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


def _name(error: BaseException) -> str:
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if f"{os.sep}tests{os.sep}fuzz" not in frame.filename and "site-packages" not in frame.filename:
            place = f"{Path(frame.filename).name}:{frame.name}"
    return f"{type(error).__name__} {place}{': ' + str(error)[:80] if place == '' else ''}".strip()
