"""Erased people whom a CRM brings back: recognised, blocked for advertising, reported; old declarations stay out.

Erasing them in a second place is for people to do there; until then nothing of advertising reaches them (Art. 21 Abs. 3
und Art. 17 Abs. 3 lit. b DSGVO; OLG Stuttgart 2 U 63/22). Whoever only shares an address with one of them is blocked
there as well (OLG Celle 13 U 15/14), but nobody has to delete anything.

What was declared before the erasure is old data on its way back and is left out. What somebody declares after it is
new: a cancellation works by itself (§ 130 BGB) and its receipt is owed (§ 312k Abs. 4 BGB), and an express consent
that can be proven lifts the block for its own way.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.erasing.recognising import Erasures
from campaigns.erasing.remainder import is_proof
from campaigns.house import House
from campaigns.importing.refusal import RowRefused
from contacts.cancellation import Cancellation
from contacts.consent import Consent
from store import erasing, erasures, people, points


class Returned:
    """Looks at the rows of one file; ids in the order of the file.

    `contacts` had been erased, `sharing` only use an address of somebody who was. `cancelled` and `consented` have
    declared something since their erasure.
    """

    def __init__(self, connection: Connection, house: House, now: datetime) -> None:
        self._connection, self._now = connection, now
        self._zone = ZoneInfo(house.timezone)
        self._erasures = Erasures(connection, house)
        self.contacts: dict[str, None] = {}
        self.sharing: dict[str, None] = {}
        self.cancelled: dict[str, None] = {}
        self.consented: dict[str, None] = {}

    def check(self, row: object) -> None:
        """Raise RowRefused for a declaration from before the erasure of the one whose it is."""
        if not isinstance(row, Cancellation | Consent):
            return
        erased_at = self._erasures.erased_at(row.contact_id)
        declared = row.received_at if isinstance(row, Cancellation) else row.granted_at
        if erased_at is not None and declared <= erased_at:
            raise RowRefused(self._refusal(row, declared, erased_at))

    def take(self, row: object) -> None:
        """Note a declaration that came in: somebody erased has made a new one."""
        if isinstance(row, Cancellation) and self._erasures.erased_at(row.contact_id):
            self.cancelled[row.contact_id] = None
        elif isinstance(row, Consent) and _counts(row) and self._erasures.erased_at(row.contact_id):
            self.consented[row.contact_id] = None

    def look(self, contact_id: str) -> None:
        """Whoever was erased is denied everything: by the address that is on the list, by every other one from now on.

        An id counts as well as an address: her new address is none that the list could know.
        """
        contact_pk = people.contact_pk(self._connection, contact_id) if self._erasures else None
        if contact_pk is None:
            return
        hashes = points.hashes(self._connection, contact_pk)
        erased_at = self._erasures.erased_at(contact_id)
        if erased_at is not None:
            erasing.block(self._connection, hashes, erased_at, self._now)
            self.contacts[contact_id] = None
        elif erasures.of_addresses(self._connection, hashes):
            self.sharing[contact_id] = None

    def _refusal(self, row: Cancellation | Consent, declared: datetime, erased_at: datetime) -> str:
        what, column = ("Kündigung", "received_at") if isinstance(row, Cancellation) else ("Einwilligung", "granted_at")
        return (
            f"Diese {what} ist vom {self._day(declared)}; die Person {row.contact_id} wurde am {self._day(erased_at)} "
            "gelöscht (Art. 17 DSGVO). Es sind alte Daten, die zurückkommen: nichts davon ist gespeichert oder "
            "bestätigt. Bitte auch im CRM löschen. Hat die Person es nach der Löschung neu erklärt, gehört dieser "
            f"Zeitpunkt in {column}."
        )

    def _day(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%d.%m.%Y, %H:%M Uhr}"


def _counts(consent: Consent) -> bool:
    """Express, provable and not taken back: a mark in a CRM lifts nothing."""
    return is_proof(consent) and consent.withdrawn_at is None
