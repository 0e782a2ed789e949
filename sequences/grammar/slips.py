"""The usual slips in a TOML text, each with its own German sentence and cure.

tomllib names the line where it gave up. The line is looked at with its strings and comments masked, the first
matching slip explains it, and the line is taken out so that the rest of the file can be read as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sequences.grammar.slip_table import INVISIBLE, SLIPS, Spot, mask

DOUBLE = "⁂"
"""Name given to a table that stands twice, so that its keys are read but belong to nobody."""

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_KEY = re.compile(rf'^[\s{"".join(INVISIBLE)}]*(?:\[\[?\s*)?(\w[^\s=:\[\]{{}}"\'#{"".join(INVISIBLE)}]*)')
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its place, its key, its sentence, and the lines without it."""

    line: int
    column: int
    key: str
    message: str
    repaired: list[str]


def diagnose(lines: list[str], error: str) -> Slip:
    """Explain tomllib's `error` about the text of `lines`; the answer holds the lines without the slip."""
    spot = _spot(lines, error)
    key = _key(spot.line)
    if spot.error.startswith("Cannot"):
        return _twice(lines, spot, key)
    opened = _open_brace(spot)
    if opened is not None:
        last = _closing(lines, spot.row)
        message = "Zeilenumbruch innerhalb von { }; alles zwischen { und } gehört in eine einzige Zeile"
        return Slip(spot.row + 1, opened + 1, key, message, _without(lines, spot.row, last))
    column, message = next(found for find in SLIPS if (found := find(spot)) is not None)
    closed = _meant_header(spot)
    if closed is not None:
        return Slip(spot.row + 1, column, key, message, [*lines[: spot.row], closed, *lines[spot.row + 1 :]])
    last = _list_end(lines, spot.row) if spot.error.startswith("Unclosed array") else spot.row
    return Slip(spot.row + 1, column, key, message, _without(lines, spot.row, last))


_BROKEN_HEADER = re.compile(r"^\s*(\[?)\s*(\[?)\s*([A-Za-z0-9_.-]+)\s*(\]{0,2})")


def _meant_header(spot: Spot) -> str | None:
    """The header that a line was meant to be, so that the keys below it keep their section; None when it is none."""
    match = _BROKEN_HEADER.match(spot.masked)
    if match is None or "=" in spot.masked or not (match[1] or match[4]) or spot.error.startswith("Invalid value"):
        return None
    double = bool(match[1] and match[2]) or match[4] == "]]"
    return f"[[{match[3]}]]" if double else f"[{match[3]}]"


def _list_end(lines: list[str], row: int) -> int:
    """The last row of a list that starts in `row`: what follows without a key or header belongs to it."""
    while row + 1 < len(lines) and lines[row + 1].strip() and "=" not in mask(lines[row + 1]):
        if _HEADER.match(lines[row + 1]):
            break
        row += 1
    return row


_OPENERS = {"Unclosed": r"=\s*[\[{]", "Expected \"'": "'", "Unterminated": '"""'}
"""tomllib notices these only later: what opened the list or text is looked for upwards."""


def _spot(lines: list[str], error: str) -> Spot:
    """The line to blame. A list or text that is never closed is blamed on the line that opened it."""
    at = _AT.search(error)
    row, column = (int(at[1]) - 1, int(at[2])) if at else (len(lines) - 1, 1)
    opener = next((regex for start, regex in _OPENERS.items() if error.startswith(start)), None)
    if opener:
        matches = ((number, re.search(opener, mask(lines[number]))) for number in range(row, -1, -1))
        row, column = next(((number, match.end()) for number, match in matches if match), (row, column))
    return Spot(error, row, column, lines[row], mask(lines[row]))


def _key(line: str) -> str:
    match = _KEY.match(line)
    return match.group(1) if match else ""


def _open_brace(spot: Spot) -> int | None:
    if spot.masked.count("{") <= spot.masked.count("}"):
        return None
    return spot.masked.index("{")


def _closing(lines: list[str], row: int) -> int:
    """The row of the `}` that belongs to the `{` of `row`, or `row` when it is not within reach."""
    for candidate in range(row + 1, min(row + 20, len(lines))):
        if _HEADER.match(lines[candidate]):
            break
        if "}" in mask(lines[candidate]):
            return candidate
    return row


def _without(lines: list[str], first: int, last: int) -> list[str]:
    """The lines with `first` to `last` blanked."""
    return [*lines[:first], *("" for _ in range(first, last + 1)), *lines[last + 1 :]]


_SEVERAL = ("step", "brand", "cap")
"""Tables that may stand more than once."""


def _single_bracket(lines: list[str], row: int, first: int | None, name: str) -> int | None:
    """The row of a `[step]` among tables written `[[step]]`: the one of `row` or the `first`, whichever it is."""
    if first is None or name not in _SEVERAL:
        return None
    return next((one for one in (first - 1, row) if not lines[one].lstrip().startswith("[[")), None)


def _twice(lines: list[str], spot: Spot, key: str) -> Slip:
    """A table or key that stands twice; a table's second copy is renamed, a key's second copy taken out."""
    header = _HEADER.match(spot.line)
    if header is None:
        where = "innerhalb von { }" if "{" in spot.masked else "in diesem Abschnitt"
        message = f"derselbe Schlüssel steht {where} zweimal; jeder Schlüssel darf einmal vorkommen"
        column = len(spot.line) - len(spot.line.lstrip()) + 1
        return Slip(spot.row + 1, column, key, message, _without(lines, spot.row, spot.row))
    same = re.compile(rf"^\s*\[\[?\s*{re.escape(header[2])}\s*\]")
    first = next((row + 1 for row, line in enumerate(lines[: spot.row]) if same.match(line)), None)
    single = _single_bracket(lines, spot.row, first, header[2])
    if single is not None:
        message = f"einfache Klammern sind hier nicht erlaubt; erlaubt ist ein Abschnitt [[{header[2]}]]"
        doubled = [*lines[:single], f"[[{header[2]}]]", *lines[single + 1 :]]
        return Slip(single + 1, lines[single].index("[") + 2, key, message, doubled)
    if first:
        message = (
            f"der Abschnitt [{header[2]}] steht zweimal (zuerst in Zeile {first}); fassen Sie beide zusammen. "
            "Nur [[step]], [[brand]] und [[cap]], mit doppelten Klammern, dürfen mehrmals vorkommen"
        )
    else:
        message = (
            f"den Namen {header[2]} gibt es darüber schon als Schlüssel; fassen Sie beides in einem Abschnitt zusammen"
        )
    renamed = f'["{DOUBLE}{spot.row}"]'
    return Slip(spot.row + 1, header.start(2) + 1, key, message, [*lines[: spot.row], renamed, *lines[spot.row + 1 :]])
