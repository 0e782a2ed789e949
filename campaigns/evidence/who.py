"""Whom somebody means: an id, an e-mail or postal address, a number, a profile; who else uses the same address."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.house import House
from contacts import normalize
from contacts.medium import Medium
from store import finding, people, permissions

_CLOSE = 0.6
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """`contacts` are row ids, empty when nobody on file has the address; `medium` and `addresses` are empty for an id.

    `addresses` are all spellings it may be on file under: a postal address has one for each place where the last name
    may begin. `shown` is how a person reads it.
    """

    contacts: tuple[int, ...]
    medium: Medium | None = None
    addresses: tuple[str, ...] = ()
    shown: str | None = None

    @property
    def address(self) -> str | None:
        """The first spelling, None for an id."""
        return next(iter(self.addresses), None)


def meant(connection: Connection, house: House, who: str) -> Meant | None:
    """The contact with the id `who`, else everybody with that address; None when it is neither."""
    contact_pk = people.contact_pk(connection, who)
    if contact_pk is not None:
        return Meant((contact_pk,))
    medium, addresses = spellings(who)
    if medium is None or not addresses:
        return None
    found = {pk for one in addresses for pk in people.by_address(connection, house.address_hash(medium, one))}
    return Meant(tuple(sorted(found)), medium, addresses, who.strip() if medium is Medium.POST else addresses[0])


def spellings(who: str) -> tuple[Medium | None, tuple[str, ...]]:
    """What kind of address `who` is, and how it may be on file; (None, ()) for anything else."""
    letterbox = normalize.letterbox(who)
    if letterbox:
        return Medium.POST, letterbox
    medium = medium_of(who)
    address = normalize.normalise(medium, who) if medium is not None else None
    return medium, (address,) if address is not None else ()


def blocked(connection: Connection, house: House, found: Meant | None) -> list[tuple[str, datetime]]:
    """(scope, received at) of objections that name an address alone: it is suppressed though nobody has it."""
    if found is None:
        return []
    known = [row for digest in hashes_of(house, found) for row in permissions.objections_on_address(connection, digest)]
    return list(dict.fromkeys((scope, received_at) for scope, received_at, _ in known))


def hashes_of(house: House, found: Meant) -> list[str]:
    """The keyed hashes of the address that was named; none for an id."""
    return [house.address_hash(found.medium, one) for one in found.addresses] if found.medium is not None else []


def medium_of(who: str) -> Medium | None:
    """Which kind of address `who` is; None for an id, however much it looks like a number in letters (K-9999)."""
    if "@" in who:
        return Medium.EMAIL
    if "linkedin.com/" in who:
        return Medium.LINKEDIN_DM
    return Medium.PHONE if re.fullmatch(r"[+0][\d\s/().-]{5,}", who) else None


def near(connection: Connection, who: str) -> list[str]:
    """Up to three ids that `who` may have meant: those spelt alike, else those of the people with that last name."""
    alike = difflib.get_close_matches(who, finding.ids_beginning(connection, who), n=_SHOWN, cutoff=_CLOSE)
    return alike or finding.ids_of_name(connection, _last_name(who), _SHOWN)


def _last_name(who: str) -> str:
    """The last word before a comma: a letter is signed „Xaver Obermoser, Isargrund 7“."""
    words = who.partition(",")[0].split()
    return words[-1] if words else who


def suggestion(connection: Connection, who: str) -> str:
    """` Gemeint: K-1003?`, empty when nothing is near."""
    found = sorted(near(connection, who))
    return f" Gemeint: {', '.join(found)}?" if found else ""
