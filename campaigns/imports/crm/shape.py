"""What a CRM's export is known by, what its columns mean, and which of them speak of permission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from campaigns.imports.german import without_prefix
from campaigns.imports.rows import Sign
from campaigns.imports.schema import Column
from campaigns.imports.table import fold
from campaigns.imports.words import NO, YES


@dataclass(frozen=True, slots=True)
class Mark:
    """A column about advertising. Its words are a hint, an objection or neither; none of them is a consent.

    `headers`: the first is the name in our records, unless they are `apart` and each keeps its own; one that ends with
    * stands for all that begin alike. `scope` is the medium. A word outside the three sets is `neither` too, unless
    `strict`: then it might be an objection in words we do not know, and counts as one.
    """

    headers: tuple[str, ...]
    scope: str
    hints: frozenset[str] = frozenset()
    opt_outs: frozenset[str] = frozenset()
    neither: frozenset[str] = frozenset()
    strict: bool = False
    apart: bool = False

    def means(self, header: str) -> bool:
        """True when `header` is this column."""
        word = fold(header)
        return any(
            word.startswith(fold(name[:-1])) if name.endswith("*") else word == fold(name) for name in self.headers
        )

    def called(self, header: str) -> str:
        """The column's name in our records: what stands apart are several columns, with one objection each."""
        if not self.apart:
            return self.headers[0]
        return next((name for name in self.headers if fold(name) == fold(header)), header)

    def read(self, cell: str) -> Sign:
        """What a cell says; an empty one is silent, one in doubt a no (Art. 21 Abs. 3 DSGVO)."""
        word = _word(cell)
        if word in self.opt_outs or self.doubts(cell):
            return Sign.OPT_OUT
        return Sign.HINT if word in self.hints else Sign.SILENT

    def doubts(self, cell: str) -> bool:
        """True when the cell might be an objection in words we do not know."""
        word = _word(cell)
        return self.strict and bool(word) and word not in self.opt_outs | self.hints | self.neither


def opt_out(scope: str, *headers: str) -> Mark:
    """A column in which yes means that the person does not want advertising by `scope`."""
    return Mark(headers, scope, opt_outs=YES, neither=NO, strict=True)


def named_apart(scope: str, *headers: str) -> Mark:
    """Opt-out columns that are alike without being the same: one of them says nothing about the others."""
    return replace(opt_out(scope, *headers), apart=True)


def first_mark(marks: Iterable[Mark], header: str, suffix: str = "") -> Mark | None:
    """The mark that `header` is, as it stands or without what a CRM puts around a field of one's own."""
    bare = without_prefix(header, "Person")
    spellings = (header, bare, bare[: -len(suffix)] if suffix and bare.casefold().endswith(suffix) else bare)
    return next((mark for spelling in spellings for mark in marks if mark.means(spelling)), None)


def _word(cell: str) -> str:
    return " ".join(cell.casefold().split())


@dataclass(frozen=True)
class Shape:
    """One CRM. `fields`: our column -> its headers, the first filled one counts. `ignored`: header -> why not taken.

    `signature` are headers that it is known by; with `person` one of those must be among them, or the export may be one
    of companies.

    `columns` replace the columns of the same name, or hold what `complete` makes our columns of. `suffix` is cut off
    headers before they are looked up among ours and the German ones.
    """

    name: str
    title: str
    signature: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    ignored: Mapping[str, str]
    marks: tuple[Mark, ...]
    columns: tuple[Column[Any], ...] = ()
    suffix: str = ""
    person: tuple[str, ...] = ()

    @cached_property
    def known_by(self) -> frozenset[str]:
        """The folded headers of the signature."""
        return frozenset(fold(header) for header in self.signature)

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Folded header -> why it is not taken."""
        return {fold(header): reason for header, reason in self.ignored.items()}

    def fits(self, there: AbstractSet[str]) -> int:
        """How many of the folded headers `there` it is known by; 0 without a person."""
        if self.person and there.isdisjoint(map(fold, self.person)):
            return 0
        listed = {word for word in there for mark in self.marks if mark.apart and mark.means(word)}
        return len(there & self.known_by | listed)

    def mark(self, header: str) -> Mark | None:
        """The permission column that `header` is."""
        return first_mark(self.marks, header, self.suffix)

    def headers(self) -> Iterator[str]:
        """Every header this shape knows."""
        yield from (header for headers in self.fields.values() for header in headers)
        yield from self.ignored
        yield from (header for mark in self.marks for header in mark.headers)
