"""A person gives an address back: taken off the list of Amazon SES first, then usable here. An objection stays one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from campaigns.carrier_list.reading import LISTED
from campaigns.house import House
from channels.email.ses_account import SesAccount
from contacts import normalize
from contacts.medium import Medium
from store import carrier_blocks, locks, operation, people
from store.carrier_blocks import Block


class NoAddress(ValueError):
    """What was given is no e-mail address; the text is German."""


@dataclass(frozen=True, slots=True)
class Released:
    """`listed`: did it stand on SES's list; `blocked`: did we know; `contacts`: who may be written to there again.

    `objected`: who of the users has objected to e-mail, which this does not lift.
    """

    address: str
    listed: bool
    blocked: bool
    contacts: tuple[str, ...]
    objected: tuple[str, ...]


def release(house: House, account: SesAccount, given: str, by: str) -> Released:
    """Give an address back. Raises NoAddress, AccountFault: then nothing has changed here."""
    address = normalize.email(given)
    if address is None:
        raise NoAddress(f"„{given}“ ist keine E-Mail-Adresse.")
    digest = house.address_hash(Medium.EMAIL, address)
    with house.store.read() as connection:
        spellings = dict.fromkeys([address, given.strip(), *carrier_blocks.raws(connection, digest)])
        known = carrier_blocks.known(connection, [digest]).get(digest)
    # There first: usable here and listed there would be mails that nobody sends.
    listed = [account.take_off(spelling) for spelling in spellings]
    if known is not None and not any(listed):
        listed.append(_take_off_as_listed(account, address, known))
    now = house.clock.now()
    with house.store.write() as connection:
        users = people.by_address(connection, digest)
        locks.lock_contacts(connection, set(users))
        locks.lock_word(connection, operation.CARRIER_LIST)
        blocked = carrier_blocks.is_blocked(connection, digest)
        if any(listed) and not blocked:
            # Listed there and not told yet: a page or a notice that is under way must not block it after this.
            carrier_blocks.put(connection, [Block(digest, LISTED, now, account.name)], now)
        again = carrier_blocks.release(connection, digest, by, now)
        data = {"address": digest[:16], "carrier": account.name, "listed": any(listed), "by": by}
        names = {pk: people.contact(connection, pk)[0].external_id for pk in users}
        operation.audit_all(connection, "address_released", now, [(name, data) for name in names.values() or [None]])
        objected = tuple(name for pk, name in names.items() if carrier_blocks.has_objected(connection, pk))
    return Released(address, any(listed), blocked, tuple(names[pk] for pk in again), objected)


def _take_off_as_listed(account: SesAccount, address: str, block: Block) -> bool:
    """SES has it with capitals that nobody here knows: look it up in the list. False when it is not there any more."""
    since = None if block.reason == LISTED else block.at - timedelta(minutes=1)
    entries = (entry.address for page in account.listed(since) for entry in page)
    spelling = next((entry for entry in entries if normalize.email(entry) == address), None)
    return spelling is not None and account.take_off(spelling)
