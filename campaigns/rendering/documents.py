"""Documents for lawyers, officers and the persons themselves: one value, printed as an HTML page and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from campaigns.rendering.pages import page

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `quoted` words of somebody keep their line breaks."""

    words: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """One record: names and values, with a heading of its own where it needs one."""

    pairs: Sequence[tuple[str, str]]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of words."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Text | Pairs | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `own_page` begins a new one when printed."""

    title: str
    blocks: Sequence[Block]
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A page of German words. `letterhead` leaves room at the top of the first printed page."""

    title: str
    sections: Sequence[Section]
    subtitle: str = ""
    letterhead: bool = False


def html(document: Document, texts: Path) -> str:
    """The self-contained, printable page; `texts` is the folder of the shipped texts. No foreign host is named."""
    sections = [
        {
            "title": section.title,
            "own_page": "ja" if section.own_page else "",
            "blocks": [_values(block) for block in section.blocks],
        }
        for section in document.sections
    ]
    values = {"title": document.title, "subtitle": document.subtitle, "sections": sections}
    return page(texts, "document.html", values | {"letterhead": "ja" if document.letterhead else ""})


def _values(block: Block) -> dict[str, object]:
    match block:
        case Text(words, quoted):
            return {"kind": "quote" if quoted else "text", "words": words}
        case Pairs(pairs, title):
            return {"kind": "pairs", "title": title, "pairs": [list(pair) for pair in pairs]}
        case Grid(heads, rows):
            return {"kind": "grid", "heads": list(heads), "rows": [list(row) for row in rows]}


def plain(document: Document) -> str:
    """The same as text."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield document.title
    yield "=" * len(document.title)
    if document.subtitle:
        yield document.subtitle
    for section in document.sections:
        if section.title:
            yield from ("", section.title, "-" * len(section.title))
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Text(words, quoted):
            for line in words.splitlines() or [""]:
                yield from ([f"    {line}"] if quoted else wrap(line, _WIDTH) or [""])
        case Pairs(pairs, title):
            if title:
                yield from ("", title)
            width = max((len(name) for name, _ in pairs), default=0) + 2
            for name, value in pairs:
                first, *rest = value.splitlines() or [""]
                yield f"  {name + ':':<{width}}{first}"
                yield from (f"  {'':<{width}}{line}" for line in rest)
        case Grid(heads, rows):
            yield from _grid(heads, rows)


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A record per row: long German sentences fit no column of a terminal."""
    if not rows:
        yield "  nichts"
    for row in rows:
        yield f"  {row[0]}"
        for head, cell in zip(heads[1:], row[1:], strict=True):
            yield from wrap(f"{head}: {cell}", _WIDTH, initial_indent="    ", subsequent_indent="      ")
