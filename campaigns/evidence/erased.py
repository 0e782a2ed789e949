"""Somebody who was erased, found again by what she can still name: for access, and for the proof of a consent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from campaigns.evidence.who import meant, spellings
from campaigns.house import House
from contacts import normalize
from contacts.medium import Medium
from store import erasures, retained
from store.retained import Item

_PSEUDONYM = re.compile(r"[0-9a-f]{16,64}")
"""As the audit log shows it, or whole."""


def pseudonyms(connection: Connection, house: House, what: str) -> list[str]:
    """Under which pseudonyms something may be kept of whoever `what` means; sorted, empty when of nobody.

    `what` is an old contact id, a pseudonym or its beginning, the id of a request, or an address of any kind, also a
    number that she only declared. A shared address has several.
    """
    word = what.strip()
    own = house.pseudonym(word)
    found = {own} if erasures.erased_at(connection, own) is not None else set()
    found |= set(erasures.of_request(connection, word))
    if _PSEUDONYM.fullmatch(word.casefold()):
        found |= set(erasures.beginning(connection, word.casefold()))
    medium, addresses = spellings(word)
    if medium is not None and addresses:
        found |= retained.by_address(connection, [house.address_hash(medium, one) for one in addresses])
        found |= set(_declaring(connection, medium, frozenset(addresses)))
    return sorted(found)


def kept_consents(connection: Connection, house: House, what: str) -> list[Item]:
    """The kept proofs that `what` means: a consent by its id, else all of an erased person as in `pseudonyms`.

    Empty while somebody on file answers to it: then she is meant.
    """
    named = retained.named(connection, retained.CONSENT, what)
    living = meant(connection, house, what)
    if named or (living is not None and living.contacts):
        return named
    found = pseudonyms(connection, house, what)
    return [item for one in found for item in retained.of(connection, one) if item.kind == retained.CONSENT]


def declared_numbers(house: House, proofs: list[Mapping[str, Any]]) -> set[str]:
    """Keyed hashes of the numbers that were declared with a consent and are on file nowhere else."""
    numbers = {normalize.phone(part) for proof in proofs for part in _parts(proof.get("declared_address"))}
    return {house.address_hash(Medium.PHONE, number) for number in numbers if number}


def _declaring(connection: Connection, medium: Medium, addresses: frozenset[str]) -> Iterator[str]:
    """By the proofs themselves: an erasure of an older version has left no hash that leads to them."""
    for item_of, data in retained.consents(connection):
        person = data.get("person") or {}
        said = _parts(data.get("declared_address"))
        if isinstance(person, dict):
            said += [*_parts(person.get("reached_at")), str(person.get("address", ""))]
        if addresses & {normalize.normalise(medium, one) for one in said if one}:
            yield item_of


def _parts(said: object) -> list[str]:
    """„Isargrund 7, 80331 München; 089 99998 231“ as a person may have declared it: each part by itself."""
    return [part.strip() for part in re.split(r"[;,]", str(said or "")) if part.strip()]
