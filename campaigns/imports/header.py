"""The header: which cell is which column, what is unknown, what is missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from campaigns.imports.schema import Column, Problem, Schema
from campaigns.imports.table import fold
from campaigns.imports.words import did_you_mean
from contacts.normalize import has_control_characters


@dataclass(frozen=True, slots=True)
class Header:
    """A header that fits. `labels` are its cells, made unique; `bound` says which index holds which column."""

    labels: tuple[str, ...]
    bound: tuple[tuple[int, Column[Any]], ...]
    unknown: tuple[str, ...]


def known_names(schema: Schema) -> dict[str, Column[Any]]:
    """Column by every folded name it goes by."""
    return {fold(name): column for column in schema.columns for name in (column.name, *column.aliases)}


def resolve(cells: tuple[str, ...], schema: Schema) -> Header | Problem:
    """Bind the cells of the first record to the columns of `schema`."""
    names = _without_trailing_empty(cells)
    if has_control_characters("".join(names)):
        return Problem("Im Kopf stehen Steuerzeichen oder Zeilenumbrüche; das ist keine lesbare CSV-Datei.")
    known = known_names(schema)
    bound: dict[str, int] = {}
    for index, cell in enumerate(names):
        column = known.get(fold(cell))
        if column is None:
            continue
        if column.name in bound:
            return Problem(f"Die Spalte „{column.name}“ steht zweimal im Kopf.", column.name)
        bound[column.name] = index
    labels = _unique(names)
    unknown = tuple(labels[index] for index in range(len(names)) if index not in bound.values())
    if problem := _missing(bound, schema, labels, unknown):
        return problem
    columns = {column.name: column for column in schema.columns}
    return Header(labels, tuple((index, columns[name]) for name, index in bound.items()), unknown)


def _missing(
    bound: Collection[str], schema: Schema, labels: tuple[str, ...], unknown: tuple[str, ...]
) -> Problem | None:
    required = ", ".join(schema.required)
    if not bound:
        return Problem(
            f"Keine Spalte ist bekannt. Die erste Zeile muss die Spaltennamen nennen, mindestens: {required}."
        )
    stands = f"Im Kopf stehen: {', '.join(labels)}."
    for name in schema.required:
        if name not in bound:
            return Problem(f"Die Pflichtspalte „{name}“ fehlt. {stands}{did_you_mean(name, unknown)}", name)
    if schema.one_of and not any(name in bound for name in schema.one_of):
        return Problem(f"Eine der Spalten {' oder '.join(schema.one_of)} muss da sein. {stands}", schema.one_of[0])
    return None


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
