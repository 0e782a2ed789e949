"""robinson: hits from a Robinson list, medium*, address*, listed_at*, list_name. They become objections.

`address` is the e-mail address or number; with medium post it is „Anna Nachname, Straße 1, 20095 Ort“.
"""

from __future__ import annotations

from campaigns.imports.kinds.objections import normalised_address
from campaigns.imports.schema import Column, Problem, Schema, Values
from campaigns.imports.times import moment
from campaigns.imports.words import MEDIA_IN_GERMAN, name, one_of, text
from contacts.consent import Objection
from contacts.medium import Medium

MEDIUM = Column("medium", one_of(Medium, MEDIA_IN_GERMAN), required=True)
ADDRESS = Column("address", text(300), required=True, typed=False)
LISTED_AT = Column("listed_at", moment, required=True)
LIST_NAME = Column("list_name", name(), typed=False)


def _build(values: Values) -> Objection | Problem:
    scope = values.need(MEDIUM).value
    address = normalised_address(values.need(ADDRESS), scope)
    if isinstance(address, Problem):
        return address
    listed = values.get(LIST_NAME, "Robinsonliste")
    first, *also = address
    return Objection(scope, values.need(LISTED_AT), address=first, also=tuple(also), source="robinson", verbatim=listed)


SCHEMA = Schema(kind="robinson", columns=(MEDIUM, ADDRESS, LISTED_AT, LIST_NAME), build=_build)
