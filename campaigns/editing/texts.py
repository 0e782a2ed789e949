"""Texts: who gets one that is edited now. A run keeps its definition, not its texts: these are read by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from campaigns.editing.impact import Book, ahead
from sequences.definition import Step

_LAYOUTS = "_base"


@dataclass(frozen=True, slots=True)
class TextUse:
    """A template that people still have before them. `changed` is the newest file time, its layouts included.

    `edited`: a file is newer than the last message made from it. A state on a clock of its own (demo) knows no such
    thing: its files lie in the future.
    """

    template: str
    people: int
    changed: datetime | None
    used: datetime | None
    edited: bool


def text_uses(book: Book, folders: tuple[Path, ...]) -> tuple[TextUse, ...]:
    """Every template that somebody still gets, by name; `folders` are those of the texts."""
    people: Counter[str] = Counter()
    used: dict[str, datetime] = {}
    for row, pinned in book.progress:
        for step_id in ahead(row, pinned):
            for template in _templates(pinned.step(step_id)):
                people[template] += row.people
        for step in pinned.steps:
            at = book.made.get((row.sequence, row.hash, step.id))
            for template in _templates(step):
                if at is not None:
                    used[template] = max(at, used.get(template, at))
    layouts = _newest(folders, _LAYOUTS)
    changed = {name: max((*_newest(folders, name), *layouts), default=None) for name in people}
    return tuple(
        TextUse(name, people[name], changed[name], used.get(name), _edited(changed[name], used.get(name), book.now))
        for name in sorted(people)
    )


def _edited(changed: datetime | None, used: datetime | None, now: datetime) -> bool:
    return changed is not None and used is not None and used < changed <= now


def _templates(step: Step) -> Iterator[str]:
    yield step.template
    yield from step.variants.values()


def _newest(folders: tuple[Path, ...], name: str) -> tuple[datetime, ...]:
    files = (path for folder in folders for path in (folder / name).glob("*.*"))
    times = [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in files]
    return (max(times),) if times else ()
