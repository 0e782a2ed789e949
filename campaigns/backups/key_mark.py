"""Whether the keys are those that the database was used with.

A database that is restored without its hash key gets a new one, finds none of its objections, and writes to everybody
who said no. With another token key the links in all mails are dead, and what is sent again carries another Message-ID,
so that nobody sees it is the same. So the database knows a fingerprint of each, and nothing is built on a wrong one.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from campaigns.house import House
from campaigns.secrets import MissingCredential
from contacts.medium import Medium
from contacts.normalize import keyed_hash
from store import operation, people
from store.engine import Store

_NOBODY = "schluesselprobe@wiedersehen.invalid"


class WrongKey(MissingCredential):
    """The database was used with another key; the text is German."""


def list_mark_of(hash_key: bytes) -> str:
    """The fingerprint of the key of the suppression list: the hash of an address that nobody has."""
    return keyed_hash(hash_key, Medium.EMAIL, _NOBODY)[:32]


def token_mark_of(token_key: bytes) -> str:
    """The fingerprint of the token key."""
    return hmac.new(token_key, _NOBODY.encode(), hashlib.sha256).hexdigest()[:32]


def remember(house: House, connection: Connection) -> None:
    """Note the fingerprints when a daemon first runs on a database; of a key that is away, when it is back."""
    now = house.clock.now()
    marks = {operation.LINK_KEY_MARK: token_mark_of(house.message_key)}
    if house.list_readable:
        marks[operation.KEY_MARK] = house.address_hash(Medium.EMAIL, _NOBODY)[:32]
    for name, mark in marks.items():
        if operation.switch(connection, name) is None:
            operation.set_switch(connection, name, mark, now)


def take_token_key(connection: Connection, token_key: bytes, now: datetime) -> bool:
    """From now on `token_key` is the database's own, as somebody has decided; False when it was already."""
    mark = token_mark_of(token_key)
    if operation.switch(connection, operation.LINK_KEY_MARK) == mark:
        return False
    operation.set_switch(connection, operation.LINK_KEY_MARK, mark, now)
    operation.audit(connection, "token_key_replaced", now, None, {})
    return True


def in_use(store: Store) -> bool:
    """True when a daemon ran on the database or somebody is in it: then its keys exist somewhere."""
    with store.read() as connection:
        return operation.switch(connection, operation.KEY_MARK) is not None or not people.is_empty(connection)


def check_list(store: Store, hash_key: bytes, state: Path) -> None:
    """Raise WrongKey when the database knows another key of its suppression list."""
    if not _is_own(store, operation.KEY_MARK, list_mark_of(hash_key)):
        raise WrongKey(
            f"Der Schlüssel der Sperrliste passt nicht zur Datenbank: kein Widerspruch würde gefunden. Die Datei "
            f"hash.key, die zu dieser Datenbank gehört, nach {state} zurücklegen (oder das Credential aus "
            f"[secrets] hash_key)."
        )


def check(store: Store, token_key: bytes, state: Path) -> None:
    """Raise WrongKey when the database knows another key of its links."""
    if not _is_own(store, operation.LINK_KEY_MARK, token_mark_of(token_key)):
        raise WrongKey(
            "Der Schlüssel der Abmeldelinks passt nicht zur Datenbank: die Links in verschickten Mails wären tot. "
            f"Die Datei token.key, die zu dieser Datenbank gehört, nach {state} zurücklegen (oder das Credential "
            f"aus [secrets] token_key). Ist sie verloren: wiedersehen rekey."
        )


def _is_own(store: Store, name: str, mark: str) -> bool:
    with store.read() as connection:
        return operation.switch(connection, name) in (None, mark)
