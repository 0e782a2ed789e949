"""The page behind the form: whose it is, by its token. Everything on it is a free wish; closing the page is the no."""

from __future__ import annotations

import hashlib
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.rendering.german import german_time
from campaigns.tokens import GOODBYE
from contacts.cancellation import DeclarationKind
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


def receipt_of(house: House, case: Declared) -> str:
    """The confirmation of a declaration as a text to keep: content, day and time of receipt (§ 312k Abs. 4 BGB)."""
    cancellation = case.found.cancellation
    withdrawal = cancellation.kind is DeclarationKind.WITHDRAWAL
    day, time, zone = german_time(cancellation.received_at, ZoneInfo(house.timezone))
    company = house.company
    lines = (
        f"{'Eingangsbestätigung Ihres Widerrufs' if withdrawal else 'Eingangsbestätigung Ihrer Kündigung'}",
        "",
        f"Eingegangen am {day} um {time} Uhr ({zone}) bei {company.name},",
        f"{company.street}, {company.postcode} {company.city}.",
        "",
        cancellation.text,
        "",
        f"Kennung: {cancellation.external_id}",
    )
    return "\r\n".join("\n".join(lines).splitlines()) + "\r\n"
