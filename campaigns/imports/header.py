"""The header: which cell is which column, what is unknown, what is missing, and whether it is another kind of file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from campaigns.imports.crm import KIND, permission_column, recognise
from campaigns.imports.crm.complete import HELPERS, STANDS_FOR
from campaigns.imports.crm.foreign import foreign
from campaigns.imports.crm.general import looks_like_opt_out, question
from campaigns.imports.crm.shape import Mark, Shape
from campaigns.imports.names import Names, Place
from campaigns.imports.schema import Breaks, Column, Problem, Schema
from campaigns.imports.table import fold
from campaigns.imports.words import did_you_mean
from contacts.normalize import has_control_characters


@dataclass(frozen=True, slots=True)
class Field:
    """A column and the places of its cells; the first filled one counts. `soft`: a bad cell is left out, no more."""

    column: Column[Any]
    places: tuple[int, ...]
    soft: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Header:
    """A header that fits. `labels` are its cells, made unique; `ignored` are (label, reason) of what a CRM adds."""

    labels: tuple[str, ...]
    fields: tuple[Field, ...]
    unknown: tuple[str, ...]
    shape: Shape | None = None
    ignored: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[int, str, Mark], ...] = ()
    """(place, the system it is known from, what its words mean) of each column about advertising."""

    @property
    def bound(self) -> tuple[tuple[int, Column[Any]], ...]:
        """Every place that holds a column of ours."""
        return tuple((place, field.column) for field in self.fields for place in field.places)

    def called(self, name: str) -> str:
        """A column as the user knows it: the file's own header, with our name behind it where that is another word."""
        places = next((field.places for field in self.fields if field.column.name == name), ())
        return self._named(" / ".join(self.labels[place] for place in places), name) if places else name

    def called_at(self, place: int) -> str:
        """The same for the column at one place."""
        name = next((column.name for at, column in self.bound if at == place), "")
        return self._named(self.labels[place], name)

    @staticmethod
    def _named(label: str, name: str) -> str:
        return label if not name or name in HELPERS or fold(label) == fold(name) else f"{label} ({name})"

    def breaks(self) -> Mapping[int, Breaks]:
        """What a line break means at each place that holds a column; elsewhere it does no harm."""
        return {place: column.breaks for place, column in self.bound}


def resolve(
    cells: tuple[str, ...], schema: Schema, others: Collection[Schema] = (), ignore: Collection[str] = ()
) -> Header | Problem:
    """Bind the cells of the first record to the columns of `schema`; `others` are the kinds it could be instead.

    `ignore` are unknown columns that a person leaves out on purpose: they are no opt-outs, whatever they look like.
    """
    names = _without_trailing_empty(cells)
    if has_control_characters("".join(names)):
        return Problem("Im Kopf stehen Steuerzeichen oder Zeilenumbrüche; das ist keine lesbare CSV-Datei.")
    header = _bind(names, schema)
    if isinstance(header, Problem):
        return header
    if schema.kind == KIND and (other := foreign(names)):
        return Problem(
            f"Das ist ein Export von {other.what}, nicht von Personen; daraus würden falsche Menschen. "
            f"Nichts wurde übernommen. Gebraucht wird: {other.wanted}."
        )
    problem = _missing(header, schema)
    if problem is not None:
        return _other_kind(names, header, schema, others) or problem
    return _without_ignored(header, ignore, people=schema.kind == KIND)


def _without_ignored(header: Header, ignore: Collection[str], *, people: bool) -> Header | Problem:
    """The header when a person knows of every column that could be an opt-out and is none of ours."""
    unknown = {fold(label): label for label in header.unknown}
    for name in ignore:
        if fold(name) not in unknown:
            return Problem(_cannot_be_ignored(name, header))
    left = [label for word, label in unknown.items() if word not in map(fold, ignore)]
    doubtful = next((label for label in left if people and looks_like_opt_out(label)), None)
    if doubtful is not None:
        return Problem(question(doubtful), doubtful, asks=True)
    said = tuple((unknown[fold(name)], "mit --ignore-column ausgelassen") for name in dict.fromkeys(ignore))
    return replace(header, unknown=tuple(left), ignored=(*header.ignored, *said))


def _cannot_be_ignored(name: str, header: Header) -> str:
    if fold(name) in map(fold, header.labels):
        return f"--ignore-column „{name}“: Diese Spalte kennen wir; auslassen lässt sich nur eine unbekannte."
    return f"--ignore-column „{name}“: Im Kopf steht sie nicht.{did_you_mean(name, header.unknown)}"


def _bind(names: tuple[str, ...], schema: Schema) -> Header | Problem:
    shape = recognise(names) if schema.kind == KIND else None
    book = Names(schema, shape)
    labels = _unique(names)
    found: dict[str, list[tuple[Place, int]]] = {}
    seen: dict[str, str] = {}
    unknown, ignored, marks = [], [], []
    for place, cell in enumerate(names):
        mark = permission_column(cell, shape) if schema.kind == KIND else None
        reason = shape.reasons.get(fold(cell)) if shape else None
        known = None if mark or reason else book.find(cell)
        if mark:
            marks.append((place, *mark))
        elif reason:
            ignored.append((labels[place], reason))
        elif known is None:
            unknown.append(labels[place])
        elif fold(cell) in seen:
            return Problem(f"Die Spalte „{seen[fold(cell)]}“ steht zweimal im Kopf.", seen[fold(cell)])
        else:
            seen[fold(cell)] = cell
            found.setdefault(known[0], []).append((known[1], place))
    return Header(labels, tuple(_fields(found, book, names)), tuple(unknown), shape, tuple(ignored), tuple(marks))


def _fields(found: Mapping[str, list[tuple[Place, int]]], book: Names, names: tuple[str, ...]) -> Iterator[Field]:
    for name, ranked in found.items():
        places = tuple(place for _, place in sorted(ranked))
        yield Field(book.columns[name], places, frozenset(p for p in places if book.is_soft(name, names[p])))


def _missing(header: Header, schema: Schema) -> Problem | None:
    bound = {field.column.name for field in header.fields}
    required = ", ".join(schema.required)
    if not bound:
        return Problem(
            f"Keine Spalte ist bekannt. Die erste Zeile muss die Spaltennamen nennen, mindestens: {required}."
        )
    stands = f"Im Kopf stehen: {', '.join(header.labels)}."
    for name in schema.required:
        if name not in bound and STANDS_FOR.get(name) not in bound:
            called = _expected(name, header.shape)
            return Problem(f"Die Pflichtspalte „{called}“ fehlt. {stands}{did_you_mean(name, header.unknown)}", name)
    if schema.one_of and not any(name in bound for name in schema.one_of):
        return Problem(f"Eine der Spalten {' oder '.join(schema.one_of)} muss da sein. {stands}", schema.one_of[0])
    return None


def _expected(name: str, shape: Shape | None) -> str:
    """A missing column under the name that the export gives it."""
    headers = shape.fields.get(name) if shape else None
    return f"{headers[0]} ({name})" if headers else name


def _other_kind(names: tuple[str, ...], ours: Header, schema: Schema, others: Collection[Schema]) -> Problem | None:
    """A whole file of another kind is no matter of one missing column."""
    fitting = []
    for other in others:
        header = _bind(names, other)
        if other.kind == schema.kind or isinstance(header, Problem) or _missing(header, other) is not None:
            continue
        fitting.append((len(header.bound) + len(header.marks), other.kind, header.shape))
    count, kind, shape = max(fitting, key=lambda found: found[0], default=(0, "", None))
    if count <= len(ours.bound):
        return None
    system = f"{shape.title}, " if shape else ""
    return Problem(
        f"Das sieht nach {kind} aus ({system}{count} von {len(names)} Spalten passen), nicht nach {schema.kind}. "
        f"Nichts wurde übernommen. Vermutlich gemeint: wiedersehen import {kind} DATEI."
    )


def _without_trailing_empty(cells: tuple[str, ...]) -> tuple[str, ...]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    labels: list[str] = []
    for number, name in enumerate(names, start=1):
        label = name or f"Spalte {number} ohne Namen"
        labels.append(label if label not in labels else f"{label} (Spalte {number})")
    return tuple(labels)
