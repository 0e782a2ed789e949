"""One look at every configured calendar; each on its own, so that one that is away holds up no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from campaigns.handover.keeping import keep
from campaigns.handover.terms import CalendarOf
from campaigns.house import House
from campaigns.secrets import MissingCredential, credential
from handover.caldav import Account, CalDav, CalDavError, Fault
from handover.reconcile import Act
from store import calendars, operation

log = structlog.get_logger()

_TOLD = (Act.CREATE, Act.DRAW, Act.RESTORE, Act.CLOSE, Act.REMOVE, Act.FINISH, Act.OBJECT, Act.HINT, Act.DROP)


@dataclass(frozen=True, slots=True)
class Kept:
    """How one calendar answered; `trouble` is a German sentence, empty when all is well.

    `refused`: the login, which no new try mends.
    """

    person: str
    trouble: str = ""
    refused: bool = False


def account_of(owner: CalendarOf) -> Account:
    """Raises MissingCredential."""
    return Account(owner.url, owner.user, credential(owner.credential))


def keep_all(house: House, is_due: Callable[[str], bool] = lambda _person: True) -> list[Kept]:
    """Keep the calendars of those who are due; nothing while nobody could object, or a restored past is not settled.

    A pause is no reason to stay away: an entry that stands there must say that it is not to be carried out.
    """
    if not house.list_readable:
        return []
    with house.store.read() as connection:
        if operation.switch(connection, operation.RESTORED) is not None:
            return []
    owners = house.handover.calendars
    with house.store.write() as connection:
        calendars.forget_all_but(connection, {owner.person for owner in owners})
    return [_one(house, owner) for owner in owners if is_due(owner.person)]


def _one(house: House, owner: CalendarOf) -> Kept:
    try:
        with CalDav(account_of(owner)) as dav:
            done = keep(house, owner, dav)
    except CalDavError as error:
        kept = Kept(owner.person, str(error), error.fault in (Fault.LOGIN, Fault.FORBIDDEN))
    except MissingCredential as missing:
        kept = Kept(owner.person, str(missing), refused=True)
    else:
        kept = Kept(owner.person)
        counts = {act.value: done[act] for act in _TOLD if done[act]}
        if counts:
            log.info("calendar_kept", **counts)
    with house.store.write() as connection:
        calendars.tell(connection, owner.person, kept.trouble, house.clock.now())
    return kept
