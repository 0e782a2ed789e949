"""Read one file: refuse it as a whole, or give its rows and its rejects."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from campaigns.imports.header import resolve
from campaigns.imports.kinds import SCHEMAS
from campaigns.imports.names import known_names
from campaigns.imports.schema import Problem, Schema
from campaigns.imports.shifted import find_shift
from campaigns.imports.table import Broken, detect_delimiter, records
from campaigns.imports.taking import Reading
from campaigns.imports.text import Loaded, Unreadable, load
from campaigns.imports.values import ImportFile, ImportRefused, ImportVocabulary
from campaigns.imports.words import unknown_word

_NOTHING = ' \t\r\n;,"'  # a sheet without any cell filled still has its separators


def read(
    kind: str, path: Path, vocabulary: ImportVocabulary | None = None, ignore: Collection[str] = ()
) -> ImportFile | ImportRefused:
    """Read the CSV file at `path` as a file of `kind` (a key of SCHEMAS).

    `ignore` names unknown columns that a person leaves out on purpose; any other that looks like an opt-out stops.
    Never raises for what the file holds: a fault of a row is a Reject, a fault of the file an ImportRefused.
    """
    schema = SCHEMAS.get(kind)
    if schema is None:
        return ImportRefused(str(path), None, None, unknown_word(kind, SCHEMAS).message)
    loaded = load(path)
    if isinstance(loaded, Unreadable):
        return ImportRefused(str(path), loaded.line, None, loaded.message)
    return _read_text(schema, loaded, str(path), vocabulary or ImportVocabulary(), ignore)


def _read_text(
    schema: Schema, loaded: Loaded, file: str, vocabulary: ImportVocabulary, ignore: Collection[str]
) -> ImportFile | ImportRefused:
    delimiter = detect_delimiter(loaded.text, known_names(schema))
    found = records(loaded.text, delimiter)
    first = next(found, None)
    if first is None or not loaded.text.strip(_NOTHING):
        return ImportRefused(file, None, None, "Die Datei ist leer.")
    if isinstance(first, Broken):
        return ImportRefused(file, first.line, None, first.message)
    header = Problem(first.problem) if first.problem else resolve(first.cells, schema, SCHEMAS.values(), ignore)
    if isinstance(header, Problem):
        return ImportRefused(file, first.line, header.column, header.message, header.asks)
    reading = Reading(schema, header, vocabulary, delimiter)
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
        system=header.shape.title if header.shape else "",
        ignored=header.ignored,
        notes=reading.notes(),
        stray=tuple(reading.stray),
    )
