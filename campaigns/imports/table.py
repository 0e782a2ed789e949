"""From text to records: delimiter, quotes, and the physical line every record begins on."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

DELIMITERS = (";", ",", "\t")
_EXCEL_HINT = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `line` is the physical line (from 1) its first cell stands on.

    With a `problem` (a German sentence) the record could not be split, and its only cell is the line as it stands.
    """

    line: int
    cells: tuple[str, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """From `line` on nothing can be read any more."""

    line: int
    message: str


def records(text: str, delimiter: str) -> Iterator[Record | Broken]:
    """The records of `text` without blank ones; a Broken is the last one."""
    hint = _EXCEL_HINT.match(text)
    lines = _Remembered(io.StringIO(text[hint.end() :] if hint else text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    skipped = 1 if hint else 0
    while True:
        line = reader.line_num + 1 + skipped
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            found = _quote_problem(line, "".join(lines.taken).strip(), len(lines.taken), str(error))
            yield found
            if isinstance(found, Broken):
                return
            continue
        if any(cell.strip() for cell in cells):
            yield Record(line, tuple(cells))


def detect_delimiter(text: str, known: Collection[str]) -> str:
    """The delimiter that makes most known columns (folded names) of the first record, then most cells."""
    if hint := _EXCEL_HINT.match(text):
        return hint[1]

    def score(delimiter: str) -> tuple[int, int]:
        first = next(records(text, delimiter), None)
        cells = first.cells if isinstance(first, Record) else ()
        return sum(fold(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def fold(header: str) -> str:
    """One spelling of a column name: case, spaces, hyphens and underscores do not count, ü is ü however composed."""
    return re.sub(r"[\s_-]+", "", unicodedata.normalize("NFC", header)).casefold()


def _quote_problem(line: int, raw: str, height: int, error: str) -> Record | Broken:
    if "unexpected end" in error:
        return Broken(line, "Ein Anführungszeichen wird hier geöffnet und bis zum Ende der Datei nicht geschlossen.")
    if "field limit" in error and height > 1:
        return Broken(
            line, "Ein Feld geht über viele Zeilen; vermutlich fehlt hier ein schließendes Anführungszeichen."
        )
    if "field limit" in error:
        return Record(line, (raw,), f"Ein Feld ist länger als {csv.field_size_limit()} Zeichen.")
    return Record(line, (raw,), 'Ein Anführungszeichen steht mitten im Feld; im Feld wird es verdoppelt ("").')


class _Remembered:
    """Hands lines on and keeps those of the record being read, so that a line that cannot be split is not lost."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.taken: list[str] = []
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken.append(line)
            yield line
