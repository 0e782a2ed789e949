"""What is taken in while the key of the suppression list is away, and made good as soon as it is back."""

from __future__ import annotations

import uuid
from collections.abc import Collection

import structlog
from sqlalchemy import Connection

from campaigns.backups import key_mark
from campaigns.effects import take_back_sharing
from campaigns.erasing import again
from campaigns.export import write_recalls
from campaigns.house import House
from compliance.facts import Via
from contacts.consent import GLOBAL
from store import locks, operation, people, permissions, points
from store.points import UNHASHED, AddressHash

log = structlog.get_logger()


def hashing(connection: Connection, house: House) -> AddressHash:
    """How an address is stored that must not wait for the key: a cancellation from our own page (§ 312k Abs. 4 BGB).

    Its hash is made good by `mend`, before any advertising can look at it.
    """
    if house.list_readable:
        return house.address_hash
    operation.set_switch(connection, operation.UNHASHED, "1", house.clock.now())
    return lambda _medium, _normalised: f"{UNHASHED}{uuid.uuid4().hex}"


def mend(house: House) -> int:
    """Give every address its hash that was stored without the key; how many. Before each pass, as long as any waits.

    What somebody has objected to meanwhile now reaches whoever shares the address: what is past the gate is taken back.
    """
    with house.store.read() as connection:
        if operation.switch(connection, operation.UNHASHED) is None:
            return 0
    if not house.list_readable:
        return 0
    with house.store.write() as connection:
        # In this order: whoever stores one more meanwhile (the pages' own process) sets the switch anew.
        operation.clear_switch(connection, operation.UNHASHED)
        mended = points.rehash(connection, house.address_hash, house.clock.now())
        recalled = _take_back(connection, house, set(mended))
    write_recalls(house, recalled)
    log.info("addresses_hashed", number=len(mended))
    return len(mended)


def _take_back(connection: Connection, house: House, contacts: Collection[int]) -> set[str]:
    """The letter files in which something is recalled."""
    found = {pk: people.sharing(connection, pk) for pk in contacts}
    locks.lock_contacts(connection, {*found, *(other for others in found.values() for other in others)})
    recalled: set[str] = set()
    for pk in sorted(found):
        for stored in permissions.objections(connection, pk):
            fact = stored.fact
            if fact.shared_address or fact.via is Via.ROBINSON:
                continue  # of somebody else who was reached by it then; a list of addresses says nothing about others
            # Said in the cancellation itself it counts everywhere, whatever it names (OLG Schleswig 6 U 25/23).
            scope = GLOBAL if fact.via is Via.AT_CANCEL else fact.scope
            recalled |= take_back_sharing(connection, house, pk, scope, fact.via, house.clock.now()).recalled.keys()
    return recalled


def key_is_back(house: House) -> None:
    """What a start does with the key: its fingerprint, and people whom an older database had brought back."""
    with house.store.write() as connection:
        key_mark.remember(house, connection)
    again.at_start(house, running=True)
