"""Erased people whom a CRM brings back: found by their id or by an address, blocked for advertising, and reported.

Erasing them in a second place is for people to do there; until then nothing of advertising reaches them (Art. 21 Abs. 3
und Art. 17 Abs. 3 lit. b DSGVO; OLG Stuttgart 2 U 63/22).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.house import House
from store import erasing, erasures, people, points


class Returned:
    """Looks at the rows of one file; `contacts` are the ids of those who had been erased, in the order of the file."""

    def __init__(self, connection: Connection, house: House, now: datetime) -> None:
        self._connection, self._house, self._now = connection, house, now
        self._erased = frozenset(erasures.known(connection))
        self.contacts: dict[str, None] = {}

    def look(self, contact_id: str) -> None:
        """Whoever was erased is denied everything: by the address that is on the list, by every other one from now on.

        An id counts as well as an address: her new address is none that the list could know.
        """
        contact_pk = people.contact_pk(self._connection, contact_id) if self._erased else None
        if contact_pk is None:
            return
        hashes = points.hashes(self._connection, contact_pk)
        if self._house.pseudonym(contact_id) in self._erased:
            erasing.block(self._connection, hashes, self._now)
        elif not erasures.of_addresses(self._connection, hashes):
            return
        self.contacts[contact_id] = None
