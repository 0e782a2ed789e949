"""The files of a preview and its page: everything in one folder, readable without a network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from campaigns.house import House
from campaigns.preview.journey import Journey, Stop
from campaigns.preview.parts import Part, parts_of
from campaigns.preview.telling import page_values
from campaigns.rendering.pages import page

INDEX = "index.html"
_OURS = re.compile(r"\d\d-[a-z0-9_]+-(?:email|letter|phone|linkedin)\.(?:txt|html|eml)")
_MARK = 'content="wiedersehen preview"'


class ForeignFolder(ValueError):
    """The folder holds something that is no preview: nothing in it is touched."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A step that has no text on one channel, and why; `allowed` False: the law does not want it there anyway."""

    step: str
    channel: str
    reason: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: number of files, the page, and what could not be rendered."""

    files: int
    index: Path
    faults: tuple[Fault, ...]


def write(
    house: House, way: Journey, texts: Path, folder: Path, hindrances: Iterable[str], lived: Mapping[str, str]
) -> Written:
    """Render every step on every channel into `folder`. `lived`: step -> what really happened, as a sentence.

    A folder of an earlier preview is emptied first. Raises ForeignFolder for any other folder that is not empty.
    """
    _empty(folder)
    rendered = [(stop, parts_of(house, way, stop)) for stop in way.stops]
    count = 0
    for place, (stop, parts) in enumerate(rendered, start=1):
        for part in parts:
            for ending, content in part.files:
                _put(folder / file_name(place, stop, part, ending), content)
                count += 1
    values = page_values(house, way, rendered, tuple(hindrances), lived, file_name)
    _put(folder / INDEX, page(texts, "preview.html", values).encode())
    faults = tuple(
        Fault(stop.step.id, part.channel.value, part.fault, part.ruling.verdict.allows)
        for stop, parts in rendered
        for part in parts
        if part.fault
    )
    return Written(count + 1, folder / INDEX, faults)


def file_name(place: int, stop: Stop, part: Part, ending: str) -> str:
    """`03-story-email.html`: in the order of the way."""
    return f"{place:02}-{stop.step.id}-{part.channel.value}.{ending}"


def is_page(content: bytes) -> bool:
    """True for the page of a preview."""
    return _MARK.encode() in content[:2_000]


def is_ours(name: str) -> bool:
    """True for the name of a file that a preview writes."""
    return name == INDEX or _OURS.fullmatch(name) is not None


def _empty(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = sorted(folder.iterdir())
    index = folder / INDEX
    if held and not (index.is_file() and _MARK in index.read_text(encoding="utf-8", errors="replace")[:2_000]):
        raise ForeignFolder(str(folder))
    for path in held:
        if path.is_file() and is_ours(path.name):
            path.unlink()


def _put(path: Path, content: bytes) -> None:
    """Only for the one who asked: a preview holds a customer's name and address."""
    path.touch(mode=0o600)
    path.write_bytes(content)
