"""Is somebody in the database a person who had been erased? By what an erasure leaves: keyed hashes, no names.

An address alone shows nothing: a mailbox of the whole office, the telephone of a family. The same external id does, and
so does the same full name with the same address, kept as one hash of both (Art. 17 Abs. 3 lit. b DSGVO): otherwise a
colleague would be taken for her, and be deleted.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.house import House
from contacts import normalize
from store import erasures, people


def marks_of(connection: Connection, house: House, contact_pk: int) -> frozenset[str]:
    """Keyed hashes of the full name with each address that a contact ever had; none without a first name."""
    contact, points, _ = people.contact(connection, contact_pk)
    name = normalize.named(contact.first_name, contact.last_name)
    # No external id holds a line break, so nothing else has this pseudonym.
    spelt = (f"{name}\n{point.medium.value}:{point.normalised}" for point in points if name)
    return frozenset(house.pseudonym(one) for one in spelt)


class Erasures:
    """What is on file about everybody who was erased, read once. Without the key of the list nobody is recognised."""

    def __init__(self, connection: Connection, house: House) -> None:
        self._connection, self._house = connection, house
        self._ids = erasures.known(connection) if house.list_readable else {}
        self._marks = erasures.by_mark(connection) if self._ids else {}

    def __bool__(self) -> bool:
        return bool(self._ids)

    def erased_at(self, contact_id: str) -> datetime | None:
        """When the person with this external id was erased last, also under another one; None for never."""
        if not self._ids:
            return None
        found = [self._ids.get(self._house.pseudonym(contact_id))]
        contact_pk = people.contact_pk(self._connection, contact_id) if self._marks else None
        if contact_pk is not None:
            found += [self._marks.get(mark) for mark in marks_of(self._connection, self._house, contact_pk)]
        return max((at for at in found if at is not None), default=None)
