"""How requests of Art. 15-20 DSGVO read, for people and machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from campaigns.reason_words import REQUEST_KINDS, REQUEST_OUTCOMES

if TYPE_CHECKING:
    from campaigns.house import House
    from store.requests import Notice, Request


def line(house: House, request: Request) -> str:
    """`DS-1a2b3c4d  Auskunft  K-1003  eingegangen 02.03.2026, Antwort bis 02.04.2026 (noch 9 Tage)`."""
    zone = ZoneInfo(house.timezone)
    head = (
        f"{request.external_id}  {REQUEST_KINDS[request.kind]:<20} {_who(request):<12} "
        f"eingegangen {request.received_at.astimezone(zone):%d.%m.%Y}"
    )
    if request.closed_at is not None:
        return f"{head}, {REQUEST_OUTCOMES[request.outcome or '']} {request.closed_at.astimezone(zone):%d.%m.%Y}"
    return f"{head}, Antwort bis {request.due_at.astimezone(zone):%d.%m.%Y} ({left_words(house, request)})"


def left_words(house: House, request: Request) -> str:
    """How much time is left, in words."""
    from campaigns.rights.deadline import days_left

    left = days_left(request, house.clock.now(), house.timezone)
    words = {0: "heute ist der letzte Tag", 1: "noch 1 Tag", -1: "seit gestern überfällig"}
    return words.get(left) or (f"noch {left} Tage" if left > 0 else f"seit {-left} Tagen überfällig")


def lines(house: House, request: Request, notices: Sequence[Notice]) -> Iterator[str]:
    """One request with everything noted about it, then the texts for the recipients."""
    from campaigns.rights.recipients import letter_to

    zone = ZoneInfo(house.timezone)
    yield line(house, request)
    noted = (
        ("Woher", request.door),
        ("Eingetragen von", request.recorded_by),
        ("Zweifel an der Identität", request.identity_doubt),
        ("Verlängert, weil", request.extension_reason),
        ("Dazu" if request.outcome != "refused" else "Abgelehnt, weil", request.reason),
    )
    for name, words in noted:
        if words:
            yield f"  {name}: {words}"
    if notices:
        yield "\nWem es mitzuteilen ist (Art. 19 DSGVO):"
    for notice in notices:
        if notice.told_at is not None:
            on = f"{notice.told_at.astimezone(zone):%d.%m.%Y}"
            yield f"  {notice.recipient}: unterrichtet am {on} durch {notice.told_by}"
            continue
        command = f"wiedersehen requests told {request.external_id} {notice.recipient}"
        yield f"  {notice.recipient}: noch nicht. Ist es geschehen: {command}\n"
        for text in letter_to(house, notice, request.external_id).splitlines():
            yield f"    {text}"


def request_json(house: House, request: Request) -> dict[str, Any]:
    """A request for machines; times ISO 8601 in the house's zone."""
    from campaigns.rights.deadline import days_left
    from campaigns.touch_json import iso

    zone = ZoneInfo(house.timezone)
    return {
        "request": request.external_id,
        "kind": request.kind,
        "contact": request.contact,
        "received_at": iso(request.received_at, zone),
        "due_at": iso(request.due_at, zone),
        "days_left": days_left(request, house.clock.now(), house.timezone) if request.closed_at is None else None,
        "door": request.door,
        "identity_doubt": request.identity_doubt or None,
        "extended_at": iso(request.extended_at, zone),
        "extension_reason": request.extension_reason or None,
        "closed_at": iso(request.closed_at, zone),
        "outcome": request.outcome,
        "reason": request.reason or None,
    }


def notice_json(house: House, request: Request, notice: Notice) -> dict[str, Any]:
    """Whom to tell, with the ready text."""
    from campaigns.rights.recipients import letter_to
    from campaigns.touch_json import iso

    return {
        "recipient": notice.recipient,
        "kind": notice.kind,
        "reference": notice.reference,
        "told_at": iso(notice.told_at, ZoneInfo(house.timezone)),
        "told_by": notice.told_by or None,
        "text": letter_to(house, notice, request.external_id),
    }


def _who(request: Request) -> str:
    return request.contact if len(request.contact) < len("0" * 64) else "(Prüfsumme)"
