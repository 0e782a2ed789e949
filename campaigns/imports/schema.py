"""The words a kind of file is described with: columns with parsers, and how a row is built from their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar, cast, overload

from campaigns.imports.rows import Row
from campaigns.imports.values import ImportVocabulary

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell (or with `column` a row as a whole) cannot be taken: a German sentence.

    `asks` of a whole file: it can be read, and a person has to decide something first.
    """

    message: str
    column: str | None = None
    asks: bool = False


Parser = Callable[[str, ImportVocabulary], T | Problem]
"""Reads one cell that is stripped and not empty."""


class Breaks(Enum):
    """What a line break inside a quoted cell means.

    REFUSED where it could break a mail header, an address window or an id; KEPT in what people wrote; JOINED with a
    comma where a CRM has a field of several lines (street).
    """

    REFUSED = "refused"
    KEPT = "kept"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Column(Generic[T_co]):
    """A canonical column; which other headers mean it stands in german.py and crm/.

    `typed` is False where any words are fine, so that a shifted column cannot be noticed there. `lasting` is True where
    an empty cell takes nothing back of what an earlier file said, because what is assumed then would help the sender.
    """

    name: str
    parse: Callable[[str, ImportVocabulary], T_co | Problem]
    required: bool = False
    typed: bool = True
    breaks: Breaks = Breaks.REFUSED
    lasting: bool = False


class Values:
    """The parsed cells of one row, asked for by column; empty and absent cells are None."""

    __slots__ = ("_called", "_cells")

    def __init__(self, cells: Mapping[str, object], called: Callable[[str], str] = str) -> None:
        self._cells = cells
        self._called = called

    @overload
    def get(self, column: Column[T]) -> T | None: ...
    @overload
    def get(self, column: Column[T], default: D) -> T | D: ...
    def get(self, column: Column[T], default: D | None = None) -> T | D | None:
        """The value of an optional column."""
        # A cell under this name was read by this column's own parser, which returns T.
        return cast("T | D | None", self._cells.get(column.name, default))

    def need(self, column: Column[T]) -> T:
        """The value of a required column; KeyError when the schema does not require it."""
        return cast("T", self._cells[column.name])  # read by this column's own parser

    def called(self, column: Column[object]) -> str:
        """How the file at hand calls this column, for a sentence to its owner."""
        return self._called(column.name)

    def filled(self, *columns: Column[object]) -> tuple[str, ...]:
        """The names, as the file has them, of those columns that hold something."""
        return tuple(self.called(column) for column in columns if column.name in self._cells)


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of file.

    `build` makes the row or says what does not fit together. `identity` is the external id that may stand in a file
    once, None where a row has no id of its own. `one_of` are columns of which the header needs at least one.
    """

    kind: str
    columns: tuple[Column[Any], ...]
    build: Callable[[Values], Row | Problem]
    identity: Callable[[Values], str] | None = None
    one_of: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns without which the file is refused."""
        return tuple(column.name for column in self.columns if column.required)
