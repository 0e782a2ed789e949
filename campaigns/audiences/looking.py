"""Everybody who may stand in a list, judged while nobody waits for it, and what has changed since.

To judge twenty thousand people takes longer than an objection may wait. So it is done in portions, in readings that
hold up nobody, and noted is only what stands against each person by then. Who writes or publishes looks again under the
locks that an objection takes as well: whoever has something new against her is judged anew, right there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from campaigns.audiences.judging import Judged, judged
from campaigns.house import House
from contacts.medium import Platform
from store import audience_people, locks
from store.audiences import Member, Row

PORTION = 500
"""People read, or written, at a time: an objection waits for one portion at most."""

_T = TypeVar("_T")
_NOTHING: frozenset[tuple[str, int]] = frozenset()


@dataclass(slots=True)
class Looked:
    """Everybody by row id as judged last, and what stood against her then."""

    people: dict[int, Judged] = field(default_factory=dict)
    signs: dict[int, frozenset[tuple[str, int]]] = field(default_factory=dict)

    def lawful(self) -> list[int]:
        """Who has something that may stand in the list; row ids."""
        return [pk for pk, person in self.people.items() if person.hashed]

    def rows(self, pks: Iterable[int]) -> list[Row]:
        """What of these people may stand in the list."""
        found = (self.people[pk] for pk in pks if pk in self.people)
        return [(person.contact_pk, one.medium, one.sha256, one.consent) for person in found for one in person.hashed]

    def stale(self, members: Iterable[Member]) -> list[Member]:
        """Whose addresses the network may have and may not keep; who is in doubt comes neither in nor out."""
        allowed = {(contact_pk, sha256) for contact_pk, _, sha256, _ in self.rows(self.people)}
        waits = {pk for pk, person in self.people.items() if person.waits}
        return [one for one in members if (one.contact_pk, one.sha256) not in allowed and one.contact_pk not in waits]


def look(house: House, platform: Platform, now: datetime) -> Looked:
    """Judge everybody who consented to lists or stands on this network's, one short reading for each portion."""
    looked = Looked()
    with house.store.read() as connection:
        pks = audience_people.asked(connection, platform)
    for some in portions(pks):
        with house.store.read() as connection:
            looked.signs |= audience_people.signs(connection, some, now)
            looked.people |= {one.contact_pk: one for one in judged(connection, house, platform, some, now)}
    return looked


def look_again(
    house: House,
    connection: Connection,
    looked: Looked,
    platform: Platform,
    pks: Collection[int],
    now: datetime,
    whom: Any = None,
) -> None:
    """Take the locks of these people, and judge anew whoever has something new against her; the erased go.

    `whom`: a statement that finds all of `pks`, where they are too many to be named.
    """
    asked = whom if whom is not None else sorted(pks)
    locks.lock_people(connection, pks)
    alive, signs = audience_people.alive(connection, asked), audience_people.signs(connection, asked, now)
    for pk in pks:
        if pk not in alive:
            looked.people.pop(pk, None)
    changed = [pk for pk in pks if pk in alive and not signs.get(pk, _NOTHING) <= looked.signs.get(pk, _NOTHING)]
    looked.people |= {one.contact_pk: one for one in judged(connection, house, platform, sorted(changed), now)}
    looked.signs |= {pk: signs[pk] for pk in changed}


def portions(every: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """What fits into one reading, or one transaction."""
    return (every[begin : begin + PORTION] for begin in range(0, len(every), PORTION))
