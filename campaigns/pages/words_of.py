"""Free words on a public page may hold an objection: it counts wherever it is written (AG München 142 C 1633/22)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_to
from campaigns.house import House
from compliance.facts import Via
from replies.objection import objection_in, objection_scope
from store.declared import Declared


def objection_of(
    connection: Connection, house: House, case: Declared, words: str, source: str, now: datetime
) -> Aftermath:
    """Carry out the objection in `words`, if there is one. `source` is the id of the form it stands in."""
    evidence = objection_in(words) if words else None
    if evidence is None:
        return Aftermath(changed=False)
    scope = objection_scope(words)
    return object_to(connection, house, case.contact_pk, scope, Via.TEXT, now, source=source, verbatim=evidence.text)
