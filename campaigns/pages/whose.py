"""Whose declaration it is: only where contract number and stored e-mail address belong together."""

from __future__ import annotations

from sqlalchemy import Connection

from contacts.medium import Medium
from store import people

_TRIED = 12
"""So many words of the contract field are looked up as a contract number."""


def whose(connection: Connection, contract: str, email: str) -> tuple[str, str] | None:
    """(contact, contract) for what was typed and the normalised address; None = a person assigns it."""
    words = contract.replace(",", " ").replace(";", " ").split()[:_TRIED]
    for number in dict.fromkeys((contract, *words, *(word.upper() for word in words))):
        found = people.contract(connection, number) if email and number else None
        if found is None:
            continue
        contact, addresses, _ = people.contact(connection, found[1])
        if any((one.medium, one.normalised, one.valid) == (Medium.EMAIL, email, True) for one in addresses):
            return contact.external_id, found[0].external_id
    return None
