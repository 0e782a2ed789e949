"""The usual slips in a TOML text, each with its own German sentence and cure.

tomllib names the line where it gave up. The line is looked at with its strings and comments masked, the first
matching slip explains it, and the line is taken out so that the rest of the file can be read as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

DOUBLE = "⁂"
"""Name given to a table that stands twice, so that its keys are read but belong to nobody."""

_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_KEY = re.compile(r'^\s*(?:\[\[?\s*)?([^\s=:\[\]{}"\'#]+)')
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its place, its key, its sentence, and the lines without it."""

    line: int
    column: int
    key: str
    message: str
    repaired: list[str]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where tomllib stopped: its words, the 0-based line, the line and the line masked."""

    error: str
    row: int
    column: int
    line: str
    masked: str


def mask(line: str) -> str:
    """The line with strings turned into "xxx" and comments into blanks, so that only grammar is left to match."""

    def hide(match: re.Match[str]) -> str:
        found = match.group()
        return " " * len(found) if found.startswith("#") else f'"{"x" * (len(found) - 2)}"'

    return _STRING_OR_COMMENT.sub(hide, line)


def _pattern(regex: str, sentence: str) -> Callable[[_Spot], tuple[int, str] | None]:
    """A slip recognised by its look. `{0}` in the sentence is the first group; the column is where it starts."""
    compiled = re.compile(regex)

    def find(spot: _Spot) -> tuple[int, str] | None:
        match = compiled.search(spot.masked)
        return (match.start(1) + 1, sentence.format(match.group(1))) if match else None

    return find


def _words(start: str, sentence: str) -> Callable[[_Spot], tuple[int, str] | None]:
    """A slip recognised by the first words of tomllib's message."""
    return lambda spot: (spot.column, sentence) if spot.error.startswith(start) else None


_SLIPS: tuple[Callable[[_Spot], tuple[int, str] | None], ...] = (
    _words("Found invalid character", "unsichtbares Steuerzeichen; erlaubt sind Text, Leerzeichen und Tabulator"),
    _pattern(
        "([„“”‚‘’«»])",
        'typografisches Anführungszeichen {0}; erlaubt sind nur gerade, zum Beispiel "Text" (Zeichen über der Taste 2)',
    ),
    _pattern(
        "([\u00a0\u2007\u202f\u200b\ufeff])",
        "unsichtbares Sonderzeichen (geschütztes Leerzeichen); erlaubt sind Leerzeichen und Tabulator, "
        "tippen Sie die Lücke neu",
    ),
    _pattern(
        r"=\s*([+-]?\d+,\d+)",
        "Dezimalzahl {0} mit Komma; TOML schreibt den Punkt, zum Beispiel 0.10",
    ),
    _pattern(
        r"=\s*(\d{1,2}:\d{2})(?![:\d])",
        "Uhrzeit {0} ohne Sekunden; erlaubt ist die volle Form, zum Beispiel 09:00:00",
    ),
    _pattern(r"=\s*(\d:\d{2}:\d{2})", "Uhrzeit {0} mit einstelliger Stunde; erlaubt ist zum Beispiel 09:00:00"),
    _pattern(
        r"=\s*(\d{1,2}\.\d{1,2}\.\d{4})",
        "Datum {0}; erlaubt ist Jahr-Monat-Tag, zum Beispiel 2026-10-01",
    ),
    _pattern(
        r"[=\[,]\s*([+-]?0\d+)\s*(?=$|[,\]}])",
        "Zahl {0} mit führender Null; erlaubt ist die Zahl ohne Null davor, zum Beispiel 7",
    ),
    _pattern(
        r"=\s*((?i:true|false|yes|no|ja|nein|on|off|wahr|falsch))\s*(?=$|[,\]}])",
        "Wahrheitswert {0}; erlaubt sind true oder false, klein geschrieben",
    ),
    _pattern(
        r"=\s*([+-]?\d[\d_]*(?:\.\d+)?\s*(?:%|€|[A-Za-z]+))",
        "Zahl mit Einheit {0}; erlaubt ist nur die Zahl, die Einheit steht schon im Schlüssel",
    ),
    _words("Illegal character '\\n'", 'das schließende Anführungszeichen " fehlt in dieser Zeile'),
    _words("Illegal character", "unsichtbares Steuerzeichen im Text; erlaubt sind Text und Tabulator"),
    _words("Expected \"'", "das schließende Anführungszeichen ' fehlt"),
    _words("Unterminated string", 'der Text wird nicht geschlossen: """ fehlt'),
    _words("Unescaped '\\'", "einzelner Rückstrich \\ im Text; schreiben Sie \\\\ oder / oder '…' statt \"…\""),
    _words("Invalid hex value", "\\u im Text braucht vier Hexziffern; für einen Rückstrich schreiben Sie \\\\"),
    _words("Duplicate inline table key", "derselbe Schlüssel steht zweimal in { }; einmal ist erlaubt"),
    _words("Unclosed array", "die Liste wird nicht geschlossen oder ein Komma fehlt; erlaubt ist [1, 2, 3]"),
    _words("Expected ']", "die Überschrift wird nicht geschlossen; erlaubt ist [name] oder [[name]]"),
    _pattern(r"(//|;)", "Zeichen {0} hinter dem Wert; eine Bemerkung beginnt mit #"),
    _pattern(r'^\s*[\w."-]+\s*(:)', "Doppelpunkt {0} hinter dem Schlüssel; erlaubt ist schlüssel = wert"),
    _pattern(r"=\s*()$", "hinter dem Gleichheitszeichen fehlt der Wert{0}"),
    _pattern(r"=\s*([^\W\d][^\s,\]}}]*)", 'Text {0} ohne Anführungszeichen; erlaubt ist "{0}"'),
    _pattern(r"^\s*\[*\s*([\w.-]*[ÄÖÜäöüß][\w.-]*)", "Umlaut im Schlüssel {0}; erlaubt sind a-z, 0-9, _ und -"),
    _pattern(r"^\s*([\w.-]+)\s*$", "hinter {0} fehlt das Gleichheitszeichen; erlaubt ist schlüssel = wert"),
    _words("", "hier ist kein gültiges TOML; erlaubt sind [abschnitt], schlüssel = wert und # Bemerkung"),
)


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
    column, message = next(found for find in _SLIPS if (found := find(spot)) is not None)
    header = _HEADER.match(spot.line)
    if header and spot.error.startswith("Expected ']"):
        closed = f"{header[1]}{header[2]}{']' * len(header[1])}"
        return Slip(spot.row + 1, column, key, message, [*lines[: spot.row], closed, *lines[spot.row + 1 :]])
    last = _list_end(lines, spot.row) if spot.error.startswith("Unclosed array") else spot.row
    return Slip(spot.row + 1, column, key, message, _without(lines, spot.row, last))


def _list_end(lines: list[str], row: int) -> int:
    """The last row of a list that starts in `row`: what follows without a key or header belongs to it."""
    while row + 1 < len(lines) and lines[row + 1].strip() and "=" not in mask(lines[row + 1]):
        if _HEADER.match(lines[row + 1]):
            break
        row += 1
    return row


_OPENERS = {"Unclosed": r"=\s*[\[{]", "Expected \"'": "'", "Unterminated": '"""'}
"""tomllib notices these only later: what opened the list or text is looked for upwards."""


def _spot(lines: list[str], error: str) -> _Spot:
    """The line to blame. A list or text that is never closed is blamed on the line that opened it."""
    at = _AT.search(error)
    row, column = (int(at[1]) - 1, int(at[2])) if at else (len(lines) - 1, 1)
    opener = next((regex for start, regex in _OPENERS.items() if error.startswith(start)), None)
    if opener:
        matches = ((number, re.search(opener, mask(lines[number]))) for number in range(row, -1, -1))
        row, column = next(((number, match.end()) for number, match in matches if match), (row, column))
    return _Spot(error, row, column, lines[row], mask(lines[row]))


def _key(line: str) -> str:
    match = _KEY.match(line)
    return match.group(1) if match else ""


def _open_brace(spot: _Spot) -> int | None:
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


def _twice(lines: list[str], spot: _Spot, key: str) -> Slip:
    """A table or key that stands twice; a table's second copy is renamed, a key's second copy taken out."""
    header = _HEADER.match(spot.line)
    if header is None:
        where = "innerhalb von { }" if "{" in spot.masked else "in diesem Abschnitt"
        message = f"derselbe Schlüssel steht {where} zweimal; jeder Schlüssel darf einmal vorkommen"
        column = len(spot.line) - len(spot.line.lstrip()) + 1
        return Slip(spot.row + 1, column, key, message, _without(lines, spot.row, spot.row))
    same = re.compile(rf"^\s*\[\[?\s*{re.escape(header[2])}\s*\]")
    first = next((row + 1 for row, line in enumerate(lines[: spot.row]) if same.match(line)), None)
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
