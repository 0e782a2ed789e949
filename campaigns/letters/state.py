"""How letters stand, for `status`, `doctor` and `letters`: what has not arrived at the shop, what somebody checks."""

from __future__ import annotations

from sqlalchemy import Connection

from channels.letter.address import doubtful
from contacts.contact import PostalAddress
from store import letter_batches


def shop_trouble(connection: Connection) -> str | None:
    """Why files have not reached the letter shop, in German; None when all have, or are on their way."""
    refused = [one for one in letter_batches.undelivered(connection) if one.trouble]
    if not refused:
        return None
    many = "1 Lieferung" if len(refused) == 1 else f"{len(refused)} Lieferungen"
    return f"{many} nicht bei der Druckerei ({refused[0].batch_id}): {refused[0].trouble}"


def doubt(columns: dict[str, str]) -> str | None:
    """What looks doubtful about the address on a letter; None for nothing."""
    country = "DE" if not columns["Land"] else columns["Land"]
    return doubtful(PostalAddress(columns["Straße"], columns["PLZ"], columns["Ort"], country))
