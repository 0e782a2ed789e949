"""What a cell may hold before anybody asks what it means: line breaks, control characters, the guard of an export."""

from __future__ import annotations

import re
from collections.abc import Callable

from campaigns.imports.header import Header
from campaigns.imports.schema import Breaks, Problem
from campaigns.imports.words import FORMULA_START
from contacts.normalize import has_control_characters

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # characters that show a text in another order than it is stored
_BREAK = re.compile(r"\r\n|\r|\n")
_HARMLESS = {
    Breaks.REFUSED: re.compile(r"(?!)"),
    Breaks.JOINED: re.compile(r"[\r\n]"),
    Breaks.KEPT: re.compile(r"[\r\n\t]"),
}


def fault(cells: tuple[str, ...], header: Header, is_row: Callable[[str], bool]) -> Problem | None:
    """Why these cells cannot be trusted. `is_row` says whether one line of a cell would make a row of its own."""
    joined = "".join(cells)
    if not has_control_characters(joined) and not _BIDI.search(joined):
        return None
    breaks = header.breaks()
    for place, cell in enumerate(cells):
        message = unclean(cell, breaks.get(place, Breaks.KEPT))
        if message:
            return Problem(message, header.called_at(place))
        if any(is_row(line) for line in _BREAK.split(cell)[1:]):
            message = "Im Wert stehen ganze Zeilen der Datei; davor fehlt ein schließendes Anführungszeichen."
            return Problem(message, header.called_at(place))
    return None


def unclean(cell: str, breaks: Breaks) -> str:
    """Why one cell cannot be trusted, by what a line break means in it; empty for nothing."""
    bare = _HARMLESS[breaks].sub(" ", cell)
    if "\n" in bare or "\r" in bare:
        return "Der Wert enthält einen Zeilenumbruch."
    if has_control_characters(bare) or _BIDI.search(bare):
        return "Der Wert enthält ein Steuerzeichen."
    return ""


def clean(cell: str, breaks: Breaks) -> str:
    """The cell without the apostrophe with which an export guards a formula character, and with one kind of break.

    A street of several lines becomes one line with commas: an address window has a line for it.
    """
    text = cell.strip()
    if len(text) > 1 and text[0] == "'" and text[1] in FORMULA_START:
        text = text[1:]
    if breaks is Breaks.JOINED:
        return ", ".join(part for part in (line.strip(" ,\t") for line in _BREAK.split(text)) if part)
    return _BREAK.sub("\n", text)
