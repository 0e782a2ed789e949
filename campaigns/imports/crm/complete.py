"""What a CRM keeps in another form than we do: a name or an address in one cell, companies without an id."""

from __future__ import annotations

import re
from typing import Any

from campaigns.imports.places import country
from campaigns.imports.rows import stable_id
from campaigns.imports.schema import Column, Problem
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import identifier, name, shown, text

FULL_NAME = Column("full_name", name(200), typed=False)
POSTAL_ADDRESS = Column("postal_address", text(300), typed=False)

HELPERS = frozenset({FULL_NAME.name, POSTAL_ADDRESS.name})
"""Columns of no kind of file: nobody has to know their names."""

STANDS_FOR = {"last_name": FULL_NAME.name}
"""A required column -> the helper that may stand in the file instead of it."""

TELLS = {
    FULL_NAME.name: ("last_name", "first_name"),
    POSTAL_ADDRESS.name: ("street", "postcode", "city", "country"),
}
"""A helper -> the columns that a file with it speaks about, also where its cell is empty."""

_ADDRESS = re.compile(
    r"(?P<street>[^,]+),\s*(?:[A-Z]{1,2}-)?(?P<postcode>[0-9]{4,5})\s+(?P<city>[^,]+)(?:,\s*(?P<country>[^,]+))?"
)
_PARTICLES = frozenset({"von", "vom", "van", "de", "den", "der", "di", "da", "zu", "zum", "zur", "auf", "ten", "ter"})
_TITLES = frozenset({"dr.", "dr", "prof.", "prof", "prof. dr."})


def first_identifier(cell: str, vocabulary: ImportVocabulary) -> str | Problem:
    """The first of several ids in a cell: the CRM puts the primary company in front."""
    return identifier(re.split(r"[;,]", cell)[0].strip() or cell, vocabulary)


def complete(values: dict[str, Any], system: str) -> Problem | None:
    """Add our columns to `values` (parsed cells by column) where they follow from others; the helpers leave it."""
    _name(values)
    _salutation(values)
    if "company_name" in values and "company_id" not in values:
        # The caps of a company need one id for all its people, the same in every export.
        key = " ".join(values["company_name"].casefold().split())
        values["company_id"] = f"{system}-{stable_id('company', key)[:16]}"
    return _address(values)


def _name(values: dict[str, Any]) -> None:
    whole = values.pop(FULL_NAME.name, None)
    if whole is None or "last_name" in values:
        return
    if "," in whole:
        last, _, first = (part.strip() for part in whole.partition(","))
    else:
        words = whole.split()
        cut = len(words) - 1
        while cut > 1 and words[cut - 1].casefold() in _PARTICLES:
            cut -= 1
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
    values["last_name"] = last
    if first:
        values.setdefault("first_name", first)


def _salutation(values: dict[str, Any]) -> None:
    """Salesforce offers Dr. and Prof. as salutations: that is a title and says nothing about Frau or Herr."""
    if str(values.get("salutation", "")).casefold() in _TITLES:
        values.setdefault("title", values.pop("salutation"))


def _address(values: dict[str, Any]) -> Problem | None:
    whole = values.pop(POSTAL_ADDRESS.name, None)
    if whole is None or "street" in values:
        return None
    found = _ADDRESS.fullmatch(whole)
    place = country(found["country"].strip(), ImportVocabulary()) if found and found["country"] else "DE"
    if found is None or isinstance(place, Problem):
        return Problem(
            f"{shown(whole)} lässt sich nicht zerlegen; eine Anschrift heißt „Straße 1, 20095 Ort, Land“.",
            POSTAL_ADDRESS.name,
        )
    values["street"], values["postcode"] = found["street"].strip(), found["postcode"]
    values["city"] = found["city"].strip()
    values.setdefault("country", place)
    return None
