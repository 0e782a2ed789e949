"""On which networks' lists somebody stands who may not: of one person for `why`, of all for `status` and `doctor`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.audiences.judging import judged
from campaigns.audiences.looking import Looked
from campaigns.house import House
from contacts.medium import Platform
from store import audience_people, audiences


@dataclass(frozen=True, slots=True)
class Listed:
    """One network that may have addresses of hers since `since` (aware UTC).

    `state`: listed (she may be on the list), must_leave (she may not, and no removal list names her), removal_listed
    (one does; nobody has confirmed yet that the network carried it out).
    """

    platform: Platform
    state: str
    since: datetime
    addresses: int
    consents: tuple[str, ...]


def listed_of(connection: Connection, house: House, contact_pk: int, now: datetime) -> list[Listed]:
    """In the order of the networks; empty for somebody who stands on no list."""
    found = []
    members = audiences.members(connection, contact_pk=contact_pk)
    for platform in Platform:
        theirs = [one for one in members if one.platform is platform]
        if not theirs:
            continue
        (person,) = judged(connection, house, platform, [contact_pk], now)
        allowed = {one.sha256 for one in person.hashed}
        stale = [one for one in theirs if one.sha256 not in allowed and not person.waits]
        state = "listed" if not stale else "removal_listed" if all(one.listed for one in stale) else "must_leave"
        names = tuple(sorted({one.consent for one in theirs}))
        found.append(Listed(platform, state, min(one.at for one in theirs), len(theirs), names))
    return found


def waiting(house: House, connection: Connection, now: datetime) -> dict[Platform, int]:
    """Addresses on a network's list of which we know that they have to come out."""
    suspects, erased = audience_people.doubtful(connection, now)
    found: defaultdict[Platform, int] = defaultdict(int)
    for platform in Platform:
        theirs = [one for one in suspects if one.platform is platform]
        pks = sorted({one.contact_pk for one in theirs if one.contact_pk is not None})
        looked = Looked({one.contact_pk: one for one in judged(connection, house, platform, pks, now)})
        found[platform] += len(looked.stale(theirs)) + erased.get(platform, 0)
    return {platform: number for platform, number in found.items() if number}
