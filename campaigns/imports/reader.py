"""Read one file: refuse it as a whole, or give its rows and its rejects."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from pathlib import Path

from campaigns.imports.header import Header, known_names, resolve
from campaigns.imports.kinds import SCHEMAS
from campaigns.imports.rows import Row
from campaigns.imports.schema import Problem, Schema, Values
from campaigns.imports.shifted import Misfit, find_shift
from campaigns.imports.table import Broken, Record, detect_delimiter, records
from campaigns.imports.text import Loaded, Unreadable, load
from campaigns.imports.values import EXTRA_CELLS, ImportFile, ImportRefused, ImportVocabulary, Reject
from campaigns.imports.words import FORMULA_START, unknown_word
from contacts.normalize import has_control_characters

_NOTHING = ' \t\r\n;,"'  # a sheet without any cell filled still has its separators
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # characters that show a text in another order than it is stored


def read(kind: str, path: Path, vocabulary: ImportVocabulary | None = None) -> ImportFile | ImportRefused:
    """Read the CSV file at `path` as a file of `kind` (a key of SCHEMAS).

    Never raises for what the file holds: a fault of a row is a Reject, a fault of the file an ImportRefused.
    """
    schema = SCHEMAS.get(kind)
    if schema is None:
        return ImportRefused(str(path), None, None, unknown_word(kind, SCHEMAS).message)
    loaded = load(path)
    if isinstance(loaded, Unreadable):
        return ImportRefused(str(path), loaded.line, None, loaded.message)
    return _read_text(schema, loaded, str(path), vocabulary or ImportVocabulary())


def _read_text(schema: Schema, loaded: Loaded, file: str, vocabulary: ImportVocabulary) -> ImportFile | ImportRefused:
    found = records(loaded.text, detect_delimiter(loaded.text, known_names(schema)))
    first = next(found, None)
    if first is None or not loaded.text.strip(_NOTHING):
        return ImportRefused(file, None, None, "Die Datei ist leer.")
    if isinstance(first, Broken):
        return ImportRefused(file, first.line, None, first.message)
    header = Problem(first.problem) if first.problem else resolve(first.cells, schema)
    if isinstance(header, Problem):
        return ImportRefused(file, first.line, header.column, header.message)
    reading = _Reading(schema, header, vocabulary)
    broken = reading.take_all(found)
    if broken is not None:
        return ImportRefused(file, broken.line, None, broken.message)
    if shift := find_shift(header, reading.misfits, reading.count, vocabulary):
        return ImportRefused(file, shift.line, shift.problem.column, shift.problem.message)
    return ImportFile(
        kind=schema.kind,
        rows=tuple(reading.rows),
        rejects=tuple(reading.rejects),
        unknown_columns=header.unknown,
        header=header.labels,
        sha256=loaded.sha256,
        origins=tuple(reading.origins),
    )


class _Reading:
    """Collects rows and rejects of one file."""

    def __init__(self, schema: Schema, header: Header, vocabulary: ImportVocabulary) -> None:
        self.rows: list[Row] = []
        self.origins: list[tuple[int, tuple[str, ...]]] = []
        self.rejects: list[Reject] = []
        self.misfits: list[Misfit] = []
        self.count = 0
        self._schema = schema
        self._header = header
        self._width = len(header.labels)
        self._vocabulary = vocabulary
        self._seen: dict[Hashable, tuple[int, Row]] = {}

    def take_all(self, found: Iterator[Record | Broken]) -> Broken | None:
        """Take every record; a Broken ends it and is handed back."""
        for record in found:
            if isinstance(record, Broken):
                return record
            self.count += 1
            self._take(record)
        return None

    def _take(self, record: Record) -> None:
        split = record.problem is None
        cells = self._trimmed(record.cells) if split else (*[""] * self._width, *record.cells)
        if fault := self._fault(record, cells):
            self._reject(record.line, cells, [fault])
            if split:
                self.misfits.append(Misfit(record.line, cells))
            return
        values, problems, failed = self._parse(cells)
        if problems:
            self._reject(record.line, cells, problems)
            self.misfits.append(Misfit(record.line, cells, failed))
            return
        row = self._schema.build(Values(values))
        if isinstance(row, Problem):
            self._reject(record.line, cells, [row])
            return
        self._keep(record.line, cells, row, self._identity(values, row))

    def _trimmed(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Without empty cells beyond the header: spreadsheets write them where a column was once used."""
        end = len(cells)
        while end > self._width and not cells[end - 1].strip():
            end -= 1
        return cells[:end]

    def _fault(self, record: Record, cells: tuple[str, ...]) -> Problem | None:
        if record.problem is not None:
            return Problem(record.problem)
        if len(cells) != self._width:
            return Problem(f"Die Zeile hat {len(cells)} Werte, der Kopf {self._width} Spalten.")
        return self._control_character(cells)

    def _control_character(self, cells: tuple[str, ...]) -> Problem | None:
        joined = "".join(cells)
        if not has_control_characters(joined) and not _BIDI.search(joined):
            return None
        for index, cell in enumerate(cells):
            if "\n" in cell or "\r" in cell:
                return Problem("Der Wert enthält einen Zeilenumbruch.", self._header.labels[index])
            if has_control_characters(cell) or _BIDI.search(cell):
                return Problem("Der Wert enthält ein Steuerzeichen.", self._header.labels[index])
        return None

    def _parse(self, cells: tuple[str, ...]) -> tuple[dict[str, object], list[Problem], tuple[int, ...]]:
        values: dict[str, object] = {}
        problems: list[Problem] = []
        failed: list[int] = []
        for index, column in self._header.bound:
            cell = _unguarded(cells[index].strip())
            if not cell:
                if column.required:
                    problems.append(Problem("Der Wert fehlt.", column.name))
                continue
            value = column.parse(cell, self._vocabulary)
            if isinstance(value, Problem):
                problems.append(Problem(value.message, column.name))
                failed.append(index)
            else:
                values[column.name] = value
        return values, problems, tuple(failed)

    def _identity(self, values: dict[str, object], row: Row) -> Hashable:
        return row if self._schema.identity is None else self._schema.identity(Values(values))

    def _keep(self, line: int, cells: tuple[str, ...], row: Row, identity: Hashable) -> None:
        earlier = self._seen.get(identity)
        if earlier is None:
            self._seen[identity] = (line, row)
            self.rows.append(row)
            self.origins.append((line, cells))
        elif earlier[1] != row:
            message = f"Dieselbe Kennung steht schon in Zeile {earlier[0]}, aber mit anderen Angaben."
            self._reject(line, cells, [Problem(message, self._schema.columns[0].name)])

    def _reject(self, line: int, cells: tuple[str, ...], problems: list[Problem]) -> None:
        first, *others = problems
        reason = " ".join([first.message, *(f"Außerdem {other.column}: {other.message}" for other in others)])
        values = dict(zip(self._header.labels, cells, strict=False))
        if len(cells) > self._width:
            values[EXTRA_CELLS] = " | ".join(cells[self._width :])
        self.rejects.append(Reject(line, first.column, reason, values))


def _unguarded(cell: str) -> str:
    """Without the apostrophe that a guarded export puts before a formula character."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in FORMULA_START else cell
