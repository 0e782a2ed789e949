"""The key of the suppression list, and how the house lives on while it is away.

Without it no address can be looked up on the list, and nobody erased is recognised. Receipts and contract mail are owed
all the same (§ 312k Abs. 4 BGB) and need no list; advertising waits (Art. 25 Abs. 2 DSGVO). A new key would find no
objection and look right, so none is ever made for a database in use: the old one is looked for until it is back.
"""

from __future__ import annotations

from collections.abc import Callable

from campaigns.secrets import MissingCredential
from contacts.medium import Medium
from contacts.normalize import keyed_hash, pseudonym


class ListKey:
    """`load` raises MissingCredential while the key is not there or not the database's own; asked again each time."""

    def __init__(self, load: Callable[[], bytes]) -> None:
        self._load = load
        self._key: bytes | None = None

    def trouble(self) -> str | None:
        """Why it is away, in German with what to do; None once it has been read, for as long as the process lives."""
        try:
            self.read()
        except MissingCredential as away:
            return str(away)
        return None

    def address_hash(self, medium: Medium, normalised: str) -> str:
        """Keyed hash of an address; raises MissingCredential while the key is away."""
        return keyed_hash(self.read(), medium, normalised)

    def pseudonym(self, contact_id: str) -> str:
        """Keyed hash of an external id; raises MissingCredential while the key is away."""
        return pseudonym(self.read(), contact_id)

    def read(self) -> bytes:
        """The key; raises MissingCredential."""
        if self._key is None:
            self._key = self._load()
        return self._key
