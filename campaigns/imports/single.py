"""One row that comes alone, by the columns of its kind of file: the same parsers, the same sentences."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.imports.cells import clean, unclean
from campaigns.imports.kinds import SCHEMAS
from campaigns.imports.rows import Row
from campaigns.imports.schema import Column, Problem, Values
from campaigns.imports.values import ImportVocabulary

MISSING = "Der Wert fehlt."


def row_of(kind: str, values: Mapping[str, str], vocabulary: ImportVocabulary) -> Row | tuple[Problem, ...]:
    """The row, or everything that is wrong with it; `values` by the name of our column, those of no column are ignored.

    Every problem names its column.
    """
    schema = SCHEMAS[kind]
    parsed: dict[str, object] = {}
    problems: list[Problem] = []
    for column in schema.columns:
        value = value_of(column, values.get(column.name, ""), vocabulary)
        if isinstance(value, Problem):
            problems.append(value)
        elif value is not None:
            parsed[column.name] = value
        elif column.required:
            problems.append(Problem(MISSING, column.name))
    if problems:
        return tuple(problems)
    row = schema.build(Values(parsed))
    return (Problem(row.message, row.column or schema.columns[0].name),) if isinstance(row, Problem) else row


def value_of(column: Column[object], text: str, vocabulary: ImportVocabulary) -> object | Problem | None:
    """One value, None for an empty one."""
    bare = text.strip()
    if not bare:
        return None
    if message := unclean(bare, column.breaks):
        return Problem(message, column.name)
    value = column.parse(clean(bare, column.breaks), vocabulary)
    return Problem(value.message, column.name) if isinstance(value, Problem) else value
