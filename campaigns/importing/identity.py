"""Is a row about the person whose id it carries? Two systems both count from 1."""

from __future__ import annotations

import re
from collections.abc import Collection

from campaigns.imports import CustomerRow
from contacts.contact import Contact, ContactPoint

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_PARTICLES = frozenset(("von", "vom", "van", "de", "den", "der", "di", "da", "zu", "zum", "zur", "auf", "und"))
_LEGAL_FORMS = frozenset(("gmbh", "ag", "kg", "ug", "se", "ohg", "gbr", "ev", "eg", "mbh", "co"))


def is_other_person(stored: Contact, points: Collection[ContactPoint], row: CustomerRow) -> bool:
    """True when the names differ and nothing else shows that both are one person.

    A person who has married keeps an address, or at least her first name and company; without any address on either
    side the first name decides. A name that is only spelt out (Schmidt, Müller-Schmidt) is the same name.
    """
    said = row.contact
    if _words(stored.last_name) & _words(said.last_name) or _same(stored.last_name, said.last_name):
        return False
    if _shares_address(stored, points, row):
        return False
    same_first_name = _same(stored.first_name, said.first_name)
    comparable = (points or stored.address) and (row.points or said.address)
    if not comparable or _same_company(stored, said):
        return not same_first_name
    return True


def _shares_address(stored: Contact, points: Collection[ContactPoint], row: CustomerRow) -> bool:
    there = {(point.medium, point.normalised) for point in points}
    if any((point.medium, point.normalised) in there for point in row.points):
        return True
    # The key of a postal address holds the name, which has just changed.
    return stored.address is not None and stored.address == row.contact.address


def _same_company(one: Contact, other: Contact) -> bool:
    firms = [contact.company.external_id for contact in (one, other) if contact.company is not None]
    return len(firms) > 1 and firms[0] == firms[1]


def _same(one: str, other: str) -> bool:
    return bool(one) and _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(name.casefold().translate(_UMLAUTS).split())


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _folded(name))) - _PARTICLES - _LEGAL_FORMS
