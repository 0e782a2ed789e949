"""The page behind the form: whose it is, by its token. Everything on it is a free wish; closing the page is the no."""

from __future__ import annotations

import hashlib

from campaigns.house import House
from campaigns.tokens import GOODBYE
from store import declared
from store.declared import Declared


def case_of(house: House, token: str) -> Declared | None:
    """The declaration behind a goodbye token; None for one that is forged, or whose case is gone (erasure)."""
    external_id = house.tokens.read(GOODBYE, token)
    if external_id is None:
        return None
    with house.store.read() as connection:
        return declared.by_external_id(connection, external_id)


def id_of(what: str, *parts: str) -> str:
    """The id of one form as it was sent: the same form sent twice (double click, reload) has the same, 36 at most."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{what}-{digest}"[:36]
