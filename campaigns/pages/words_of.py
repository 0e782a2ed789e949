"""Free words on a public page may hold an objection: it counts wherever it is written (AG München 142 C 1633/22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_to
from campaigns.export import write_recalls
from campaigns.house import House
from compliance.facts import Via
from replies.meaning.objection import objection_in, objection_scope
from store.declared import Declared


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that comes back: field -> German sentence. `objected`: an objection in its words is in force already."""

    errors: Mapping[str, str]
    objected: bool = False


def refused(house: House, case: Declared, errors: Mapping[str, str], words: str, source: str) -> Refused:
    """Refuse a form and keep the objection in its words: it waits for nothing (Art. 21 Abs. 3 DSGVO)."""
    if not words or objection_in(words) is None:
        return Refused(errors)
    with house.store.write() as connection:
        done = objection_of(connection, house, case, words, source, house.clock.now())
    write_recalls(house, done.recalled)
    return Refused(errors, objected=True)


def objection_of(
    connection: Connection, house: House, case: Declared, words: str, source: str, now: datetime
) -> Aftermath:
    """Carry out the objection in `words`, if there is one. `source` is the id of the form it stands in."""
    evidence = objection_in(words) if words else None
    if evidence is None:
        return Aftermath(changed=False)
    scope = objection_scope(words)
    return object_to(connection, house, case.contact_pk, scope, Via.TEXT, now, source=source, verbatim=evidence.text)
