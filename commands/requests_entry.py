"""Entering a request: whose it is, and what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.house import House
    from store.requests import Request

_NEXT = {
    "access": "Auskunft schreiben: wiedersehen access {contact} --out ORDNER",
    "portability": "Daten herausgeben: wiedersehen access {contact} --portable --out ORDNER",
    "erasure": "Erst ansehen: wiedersehen erase {contact} --request {request} --by WER --dry-run",
    "restriction": "Einschränken: wiedersehen restrict {contact} --reason GRUND",
    "rectification": "Berichtigte Daten mit der nächsten Kundendatei einlesen, dann: "
    "wiedersehen requests close {request} --rectified",
}


def next_step(request: Request) -> str:
    """The command that answers a request of this kind."""
    return _NEXT[request.kind].format(contact=request.contact, request=request.external_id)


def receive(
    house: House, who: str, kind: str, received_at: datetime, door: str, by: str
) -> tuple[Request | None, bool, str]:
    """(request, whether it stood there before, ""), or (None, False, why it is not clear whose it is).

    Somebody unknown is entered under the address.
    """
    from campaigns.evidence.who import meant, suggestion
    from campaigns.rights import requests
    from store import people
    from store import requests as stored

    with house.store.write() as connection:
        person = meant(connection, house, who)
        if person is None:
            return None, False, f"Den Kontakt {who} gibt es nicht.{suggestion(connection, who)}"
        if len(person.contacts) > 1:
            ids = [people.contact(connection, pk)[0].external_id for pk in person.contacts]
            return None, False, f"{who} benutzen mehrere: {', '.join(ids)}. Bitte eine Kennung angeben."
        contact_pk = next(iter(person.contacts), None)
        address = person.address or ""
        before = {one.external_id for one in stored.listing(connection, everything=True, kind=kind)}
        opened = requests.receive(
            connection, house, kind, received_at, contact_pk=contact_pk, address=address, door=door, by=by
        )
        return opened, opened.external_id in before, ""
