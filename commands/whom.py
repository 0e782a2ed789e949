"""The person an argument means, or a sentence about why that is not clear."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commands.options import FINDINGS, configured, fail

if TYPE_CHECKING:
    from campaigns.house import House


def the_one(house: House, who: str, *, kind: str = "Den Kontakt") -> tuple[int, str]:
    """(row id, external id) of the one contact with this id or address; ends with exit 1 when there is not one."""
    from campaigns.evidence.who import blocked, meant, suggestion
    from store import erasures, people

    with configured(house.state), house.store.read() as connection:  # an address is found by its hash alone
        found = meant(connection, house, who)
        if found is None or not found.contacts:
            erased = erasures.erased_at(connection, house.pseudonym(who))
            if erased is not None:
                # No id of somebody else behind it: the next command might be another erasure.
                fail(f"{kind} {who} gibt es nicht mehr: gelöscht am {_day(house, erased)}.", FINDINGS)
            near = suggestion(connection, who)
            what = kind if found is None else "Einen Kontakt mit der Adresse"
            fail(f"{what} {who} gibt es nicht.{near}{_told(house, blocked(connection, house, found))}", FINDINGS)
        ids = [people.contact(connection, pk)[0].external_id for pk in found.contacts]
    if len(ids) > 1:
        fail(f"{who} benutzen mehrere: {', '.join(ids)}. Bitte eine Kennung angeben.", FINDINGS)
    return found.contacts[0], ids[0]


def _day(house: House, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(house.timezone)):%d.%m.%Y um %H:%M Uhr}"


def _told(house: House, found: Iterable[tuple[str, datetime]]) -> str:
    from campaigns.evidence.words import when
    from commands.person_text import scope_words

    zone = ZoneInfo(house.timezone)
    line = "\nGesperrt ist sie: Widerspruch gegen {} vom {}."
    return "".join(line.format(scope_words(scope), when(at, zone)) for scope, at in found)
