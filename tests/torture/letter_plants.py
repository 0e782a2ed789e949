"""The letter export with faults of the kinds that its torture is there to find."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from campaigns import export
from campaigns.letters import delivering, writing
from channels.letter import batch

PLANTS = ("aside", "clock", "untold")


@contextmanager
def planted(plant: str | None) -> Iterator[None]:
    """The export as it is, or with a fault."""
    match plant:
        case None:
            yield
        case "aside":
            with mock.patch.object(batch, "_publish", _aside):
                yield
        case "clock":
            with mock.patch.object(writing, "_about", lambda house, _batch: [f"Erstellt: {house.clock.now()}"]):
                yield
        case _:
            with mock.patch.object(export, "write_recalls"), mock.patch.object(delivering, "write_recall", _at_first):
                yield


def _at_first(folder: Path, batch_id: str, send_ids: Iterable[str]) -> Path:
    asked_by = sys._getframe(1).f_code.co_name  # the way to the shop asks as well
    return batch.write_recall(folder, batch_id, send_ids) if asked_by == "write_recalls" else folder


def _aside(folder: Path, name: str, content: bytes, beside: tuple[str, bytes] | None = None, **_: bool) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = [*([beside] if beside else []), (name, content)]
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in reversed(files))
    for file, data in (*files, (f"{name}.sha256", sums.encode())):
        batch._put(folder / file, data)
    return folder / name
