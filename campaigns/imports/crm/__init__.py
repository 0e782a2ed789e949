"""The exports of three CRMs. Two headers of its signature make a file one of them, and only then its names count.

The columns that say who wants no advertising count in every file: an objection needs no form (Art. 21 Abs. 3 DSGVO).

A new CRM is one file with a SHAPE and one line here.
"""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.imports.crm import general, hubspot, pipedrive, salesforce
from campaigns.imports.crm.shape import Mark, Shape, first_mark
from campaigns.imports.table import fold

SHAPES = (hubspot.SHAPE, salesforce.SHAPE, pipedrive.SHAPE)

KIND = "customers"
"""The kind of file all of them are."""

_ENOUGH = 2


def recognise(headers: Iterable[str]) -> Shape | None:
    """The CRM whose signature most of the headers bear; None for fewer than two."""
    there = {fold(header) for header in headers}
    count, best = max(((shape.fits(there), shape) for shape in SHAPES), key=lambda found: found[0])
    return best if count >= _ENOUGH else None


def permission_column(header: str, shape: Shape | None) -> tuple[str, Mark] | None:
    """(system, mark) of a header that speaks of advertising: the shape's own first, then any CRM's, then a label."""
    ranked = sorted(SHAPES, key=lambda one: one is not shape)
    for one in ranked:
        if mark := one.mark(header):
            return (shape or one).title, mark
    mark = first_mark(general.MARKS, header, shape.suffix if shape else "")
    return (shape.title if shape else general.TITLE, mark) if mark else None
