"""What a long run has done already: a JSON file that the same call goes on with, as long as the program is the same."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SAVED_EVERY = 20.0
"""Seconds between two writings."""


@dataclass(slots=True)
class Progress:
    """Cases by name and what was done with each, what was wrong, and how long it took before."""

    path: Path | None
    done: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    _saved: float = 0.0

    def save(self, figures: dict[str, Any], *, now: bool = False) -> None:
        """Write figures and cases, not after every case unless it is to be `now`."""
        if self.path is not None and (now or time.monotonic() - self._saved > _SAVED_EVERY):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            half = self.path.with_suffix(".half")
            half.write_text(json.dumps({**figures, "done": self.done}, indent=0), "utf-8")
            half.replace(self.path)
            self._saved = time.monotonic()


def resumed(path: Path | None, plan: dict[str, Any]) -> Progress:
    """What `path` says of this plan, else a beginning: what another program has survived says nothing."""
    if path is None or not path.exists():
        return Progress(path)
    found = json.loads(path.read_text("utf-8"))
    if found["plan"] != plan:
        sys.stderr.write(f"{path} is of another plan or program, and is begun anew\n")
        return Progress(path)
    return Progress(path, found["done"], found["wrong"], found["seconds"])
