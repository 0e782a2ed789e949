"""Which stretch of a template is read by whom: subject, text, briefing, guide. The same words, another place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from campaigns.rendering.duties.phrase import Place
from campaigns.rendering.duties.readable import fold

_SECTION = re.compile(r"^==[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_ADVERTISES = re.compile(r"\bwerbe(?:anruf|gespraech)|\bwerbung\b")
_BASE = (
    (re.compile(r"(?:letter_)?advertising"), Place.AD_TEXT),
    (re.compile(r"call_(?:basis|never)|task_|linkedin_basis"), Place.BRIEF),
    (re.compile(r"call_"), Place.AD_CALL),
    (re.compile(r"linkedin_"), Place.MESSAGE),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a source, `offset` its start there."""

    place: Place
    source: str
    offset: int


def sections(folder: str, part: str, source: str, layout: str | None) -> Iterator[Section]:
    """What is read where in a file, or in the flattened source of a part (`part` without .du)."""
    if folder.startswith("_"):
        yield Section(_of_base(part), source, 0)
    elif part == "subject.txt":
        yield Section(Place.AD_SUBJECT if layout == "advertising" else Place.CONTRACT_TEXT, source, 0)
    elif part in ("phone.txt", "linkedin.txt"):
        yield from _task(source, layout)
    elif layout is not None:
        yield Section(Place.AD_TEXT if layout == "advertising" else Place.CONTRACT_TEXT, source, 0)


def _of_base(part: str) -> Place:
    """What is included everywhere has to be fit for contract post."""
    return next((place for pattern, place in _BASE if pattern.match(part)), Place.CONTRACT_TEXT)


def _task(source: str, layout: str | None) -> Iterator[Section]:
    cuts = [*_SECTION.finditer(source)]
    for cut, after in zip_longest(cuts, cuts[1:]):
        words = source[cut.end() : after.start() if after else len(source)]
        if cut[1] == "Briefing":
            yield Section(Place.BRIEF, words, cut.end())
        elif cut[1] == "Nachricht":
            yield Section(Place.MESSAGE, words, cut.end())
        elif cut[1] == "Leitfaden":
            advertises = layout == "advertising" or is_advertising_call(words)
            yield Section(Place.AD_CALL if advertises else Place.SERVICE_CALL, words, cut.end())
        elif cut[1] == "Text zum Kopieren":
            yield Section(Place.CONTRACT_TEXT, words, cut.end())


def is_advertising_call(guide: str) -> bool:
    """True when the opening of a call says that it advertises; a guide that does not may contain nothing of it."""
    return bool(_ADVERTISES.search(fold(guide.strip().split("\n\n")[0])))
