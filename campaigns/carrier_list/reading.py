"""Reading back to whom Amazon SES sends nothing more: such an address gets no mail from us that nobody would send.

One page, one transaction; the network is used between them. What SES forgets stays blocked here: a person gives an
address back (campaigns.carrier_list.releasing). Ours is never written into theirs: it would stop contract mail as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.by_hand import by_hand
from campaigns.effects import object_address
from campaigns.export import write_recalls
from campaigns.house import House
from channels.email.ses_account import AccountFault, Listed, SesAccount
from compliance.facts import Via
from contacts import normalize
from contacts.medium import Medium
from store import carrier_blocks, courses, ledger, locks, operation, people
from store.carrier_blocks import SWALLOWED, Block

LISTED = "listed"
"""The reason of a block while SES has only said that there is one."""
COMPLAINT = "complaint"
SOURCE = "Sperrliste von Amazon SES"
_AGAIN = timedelta(days=1)
"""Read once more than needed: clocks differ, and an entry may show late."""


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a reading brought: entries told, new ones, people on file whom they concern, mails that reached nobody.

    `fault` ended it before the end, or it was `stopped`: what came before counts, and the next reading begins where
    this one did.
    """

    told: int = 0
    new: int = 0
    people: int = 0
    swallowed: int = 0
    fault: AccountFault | None = None
    stopped: bool = False

    def __add__(self, other: ListRead) -> ListRead:
        return ListRead(
            self.told + other.told,
            self.new + other.new,
            self.people + other.people,
            self.swallowed + other.swallowed,
            self.fault or other.fault,
            self.stopped or other.stopped,
        )


def read_list(
    house: House, account: SesAccount, *, everything: bool = False, still: Callable[[], bool] = lambda: True
) -> ListRead:
    """Take over what SES has added since the last complete reading, or its whole list. Needs the key of our list.

    `still` is asked behind each page: a long list holds up no end and no reload.
    """
    begun = house.clock.now()
    since = None if everything else _since(house, account.name, begun)
    done = ListRead()
    try:
        for page in account.listed(since):
            done += _page(house, account.name, page)
            if not still():
                return replace(done, stopped=True)
    except AccountFault as fault:
        with house.store.write() as connection:
            _one_at_a_time(connection)
            operation.set_switch(connection, operation.CARRIER_LIST_TROUBLE, str(fault), begun)
        return replace(done, fault=fault)
    with house.store.write() as connection:
        _one_at_a_time(connection)
        carrier_blocks.sweep(connection)
        operation.set_switch(connection, operation.CARRIER_LIST, account.name, begun)
        operation.clear_switch(connection, operation.CARRIER_LIST_TROUBLE)
    return done


def _one_at_a_time(connection: Connection) -> None:
    """Of two that read at the same moment one comes second, and sees what the first has noted. After the contacts."""
    locks.lock_word(connection, operation.CARRIER_LIST)


def _since(house: House, carrier: str, now: datetime) -> datetime | None:
    """From when on; None for the whole list: never read, another region's, or read by a clock that went ahead."""
    with house.store.read() as connection:
        whose = operation.switch(connection, operation.CARRIER_LIST)
        last = operation.switched_at(connection, operation.CARRIER_LIST)
    return None if last is None or last > now or whose != carrier else last - _AGAIN


def _page(house: House, carrier: str, page: Sequence[Listed]) -> ListRead:
    now, recalled = house.clock.now(), dict[str, list[str]]()
    found = _blocks(house, carrier, page)
    with house.store.write() as connection:
        everybody = carrier_blocks.users(connection, [block.address_hash for _, block in found])
        locks.lock_contacts(connection, {pk for several in everybody.values() for pk in several})
        _one_at_a_time(connection)
        known = carrier_blocks.known(connection, [block.address_hash for _, block in found])
        new = [(address, block) for address, block in found if _is_news(block, known)]
        users = {block.address_hash: everybody.get(block.address_hash, []) for _, block in new}
        carrier_blocks.put(connection, [block for _, block in new], now)
        swallowed = 0
        for address, block in new:
            swallowed += blocked(connection, house, block, users[block.address_hash])
            if block.reason == COMPLAINT:
                told = {"source": SOURCE, "verbatim": block.reason.upper()}
                scope = Medium.EMAIL
                done = object_address(connection, house, scope, address, scope.value, Via.COMPLAINT, block.at, **told)
                recalled.update(done.recalled)
    write_recalls(house, recalled)
    return ListRead(len(page), len(new), sum(map(len, users.values())), swallowed)


def _blocks(house: House, carrier: str, page: Sequence[Listed]) -> list[tuple[str, Block]]:
    """Address and block of every entry that names one; of two spellings of an address the newest entry counts."""
    found: dict[str, tuple[str, Block]] = {}
    for entry in sorted(page, key=lambda entry: entry.at):
        address = normalize.email(entry.address)
        if address is not None:
            digest = house.address_hash(Medium.EMAIL, address)
            found[digest] = address, Block(digest, entry.reason.lower()[:16] or LISTED, entry.at, carrier)
    return list(found.values())


def _is_news(block: Block, known: Mapping[str, Block]) -> bool:
    """False for what is known, or was given back by a person since it was listed."""
    before = known.get(block.address_hash)
    if before is None:
        return True
    if before.released_at is not None:
        return block.at > max(before.released_at, before.at)
    return before.reason == LISTED != block.reason or block.at > before.at


def blocked(connection: Connection, house: House, block: Block, contacts: Sequence[int]) -> int:
    """These people get no mail at this address any more; how many mails to it reached nobody already.

    In the caller's transaction, under the locks of the contacts.
    """
    now = house.clock.now()
    data = {"reason": block.reason, "carrier": block.carrier, "address": block.address_hash[:16]}
    carrier_blocks.put_out_of_use(connection, block.address_hash)
    for contact_pk in contacts:
        contact, _, _ = people.contact(connection, contact_pk)
        operation.audit(connection, "address_blocked", now, contact.external_id, data)
    activated = operation.switched_at(connection, operation.ACTIVATED)
    if not contacts or activated is None:
        return 0
    mails = carrier_blocks.swallowed(connection, contacts, block, activated)
    carrier_blocks.mark_swallowed(connection, mails, now)
    for case in courses.underway(connection, [mail.touch_id for mail in mails]):
        ledger.remove(connection, case.touch.id)
        by_hand(connection, house, case, case.touch, SWALLOWED, now)
        data = {"send_id": case.touch.send_id, "carrier": block.carrier}
        operation.audit(connection, "mail_swallowed", now, case.contact.external_id, data)
    return len(mails)


def heard_of(connection: Connection, house: House, address_hash: str, carrier: str, at: datetime) -> None:
    """SES says of a single mail that its address stands on the list, and not why: the next reading may tell.

    In the caller's transaction, under the lock of the contact the mail was for.
    """
    _one_at_a_time(connection)
    known = carrier_blocks.known(connection, [address_hash]).get(address_hash)
    if known is not None and (known.released_at is None or at <= known.released_at):
        return
    block = Block(address_hash, LISTED, at, carrier)
    carrier_blocks.put(connection, [block], house.clock.now())
    users = carrier_blocks.users(connection, [address_hash]).get(address_hash, [])
    blocked(connection, house, block, users)
