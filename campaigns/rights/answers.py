"""What a person is told about her request: that it takes longer, that it is refused and why, that it is done."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.reason_words import REQUEST_KINDS
from campaigns.rendering.german import german_date
from store.requests import Request


def extended(house: House, request: Request) -> str:
    """The notice of Art. 12 Abs. 3 Satz 3 DSGVO, within the first month and with the reason."""
    until = german_date(request.due_at.astimezone(ZoneInfo(house.timezone)).date())
    return _letter(
        house,
        request,
        f"Ihre Anfrage ist umfangreich, deshalb brauchen wir länger als einen Monat. Der Grund:\n"
        f"{request.extension_reason}\n\n"
        f"Sie bekommen unsere Antwort spätestens am {until} (Art. 12 Abs. 3 DSGVO). Bis dahin müssen Sie nichts tun.",
    )


def refused(house: House, request: Request) -> str:
    """The refusal of Art. 12 Abs. 4 DSGVO: reasons, complaint, court. Costs nothing (Abs. 5)."""
    return _letter(
        house,
        request,
        f"wir kommen Ihrer Anfrage nicht nach. Unsere Gründe:\n{request.reason}\n\n"
        f"Wenn Sie das anders sehen, können Sie sich bei einer Datenschutz-Aufsichtsbehörde beschweren, zum Beispiel "
        f"bei {authority(house)} (Art. 77 DSGVO), oder vor Gericht gehen (Art. 79 DSGVO). Diese Antwort kostet nichts.",
    )


def authority(house: House) -> str:
    """The authority that is ours, or how to find one."""
    return house.company.supervisory_authority or "der Aufsichtsbehörde Ihres Bundeslandes"


def lifting(house: House, contact_name: str) -> str:
    """What the person is told before a restriction ends (Art. 18 Abs. 3 DSGVO)."""
    return (
        f"Guten Tag {contact_name},\n\n"
        "wir haben die Verarbeitung Ihrer Daten auf Ihren Wunsch eingeschränkt. Wir heben diese Einschränkung jetzt "
        "auf (Art. 18 Abs. 3 DSGVO): Ihre Daten werden dann wieder wie zuvor verwendet. Ein Widerspruch gegen Werbung "
        "gilt weiter. Sind Sie nicht einverstanden, antworten Sie bitte auf diese Nachricht.\n\n" + _signature(house)
    )


def _letter(house: House, request: Request, body: str) -> str:
    received = german_date(request.received_at.astimezone(ZoneInfo(house.timezone)).date())
    return (
        f"Betreff: Ihre Anfrage vom {received} ({REQUEST_KINDS[request.kind]}), Vorgang {request.external_id}\n\n"
        f"Guten Tag,\n\n{body}\n\n{_signature(house)}"
    )


def _signature(house: House) -> str:
    company = house.company
    return (
        f"{company.name}, {company.street}, {company.postcode} {company.city}\n"
        f"Datenschutz: {company.data_protection_email}\n"
    )
