"""Which header means which column: ours, a recognised CRM's, or a German label. Where several do, an order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from campaigns.imports.crm import KIND, SHAPES
from campaigns.imports.crm.general import MARKS
from campaigns.imports.crm.shape import Shape
from campaigns.imports.german import LABELS, prefix, without_prefix
from campaigns.imports.schema import Column, Schema
from campaigns.imports.table import fold

_OURS, _CRM, _GERMAN = 0, 1, 2

Place = tuple[int, int]
"""Rank of a header among those of its column: ours before the CRM's before German ones, then in the stated order."""

_SOFT = frozenset({"owner_email", "land"})
"""In a CRM a name stands where we want a mail address, and a foreign region where we want a Bundesland."""


_OF_THE_CUSTOMER = frozenset(
    {
        *("contract_id", "product_family", "contract_kind", "contract_start", "contract_end", "notice_days"),
        *("concluded_online", "address_source", "objection_notice", "letters_notice", "effective"),
        *("address_given_on", "notice_version", "notice_place"),
        *("company_id", "company_name", "annual_value", "customer_since", "tier"),
    }
)
"""Columns that a deal or an organisation may tell for its person: its name and its phone number are not hers."""


class Names:
    """The headers of one kind of file in one shape (None: our own)."""

    def __init__(self, schema: Schema, shape: Shape | None) -> None:
        own = {column.name: column for column in schema.columns}
        self.columns: dict[str, Column[Any]] = {**own, **{column.name: column for column in _replaced(shape)}}
        self._shape = shape
        self._of_people = schema.kind == KIND
        self._ours = {fold(name): name for name in own}
        self._german = {
            fold(label): (name, number)
            for name, labels in LABELS.items()
            if name in own
            for number, label in enumerate(labels)
        }
        self._crm = {
            fold(header): (name, number)
            for name, headers in (shape.fields.items() if shape else ())
            for number, header in enumerate(headers)
        }

    def find(self, header: str) -> tuple[str, Place] | None:
        """(our column, rank) of a header, None when it is unknown."""
        word = fold(header)
        if word in self._crm:
            name, number = self._crm[word]
            return name, (_CRM, number)
        if word in self._ours:
            return self._ours[word], (_OURS, 0)
        return self._in_german(word) or self._prefixed(header) or self._without_suffix(header)

    def is_soft(self, name: str, header: str) -> bool:
        """True when a cell of another type is left out instead of rejecting its row."""
        return name in _SOFT and fold(header) != fold(name)

    def _in_german(self, word: str) -> tuple[str, Place] | None:
        found = self._german.get(word)
        return (found[0], (_GERMAN, found[1])) if found else None

    def _prefixed(self, header: str) -> tuple[str, Place] | None:
        found = self._in_german(fold(without_prefix(header)))
        if found and self._of_people and prefix(header).casefold() != "person":
            return found if found[0] in _OF_THE_CUSTOMER else None
        return found

    def _without_suffix(self, header: str) -> tuple[str, Place] | None:
        suffix = self._shape.suffix if self._shape else ""
        if not suffix or not header.casefold().endswith(suffix):
            return None
        bare = fold(header[: -len(suffix)])
        return (self._ours[bare], (_OURS, 0)) if bare in self._ours else self._in_german(bare)


def _replaced(shape: Shape | None) -> tuple[Column[Any], ...]:
    return shape.columns if shape else ()


@cache
def known_names(schema: Schema) -> frozenset[str]:
    """Every folded header that could mean something in a file of this kind: what the delimiter is found out by."""
    return frozenset(map(fold, _known(schema)))


def _known(schema: Schema) -> Iterator[str]:
    names = {column.name for column in schema.columns}
    yield from names
    yield from (label for name, labels in LABELS.items() if name in names for label in labels)
    if schema.kind == KIND:
        yield from (header for shape in SHAPES for header in shape.headers())
        yield from (header for mark in MARKS for header in mark.headers)
