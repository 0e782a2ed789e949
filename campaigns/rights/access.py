"""The answer of Art. 15 DSGVO: the copy, and everything of Abs. 1 about it, for machines and as a German page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.house import House, Recipient
from campaigns.rights import fields
from campaigns.rights.answers import authority
from campaigns.rights.authors import OTHERS_REASON
from campaigns.rights.categories import categories
from campaigns.rights.copying import Copied
from campaigns.rights.logic import logic
from campaigns.rights.recipients import ROLES, received
from campaigns.touch_json import iso
from store.dossier import Subject

RIGHTS = (
    ("Auskunft", "Art. 15 DSGVO"),
    ("Berichtigung", "Art. 16 DSGVO"),
    ("Löschung", "Art. 17 DSGVO"),
    ("Einschränkung der Verarbeitung", "Art. 18 DSGVO"),
    ("Datenübertragbarkeit", "Art. 20 DSGVO"),
    ("Widerspruch, gegen Werbung jederzeit, ohne Begründung und ohne Form", "Art. 21 Abs. 2 und 3 DSGVO"),
    ("Widerruf einer Einwilligung, jederzeit mit Wirkung für die Zukunft", "Art. 7 Abs. 3 DSGVO"),
    ("Beschwerde bei einer Aufsichtsbehörde", "Art. 77 DSGVO"),
)
NO_AUTOMATED_DECISION = (
    "Keine Entscheidung mit rechtlicher Wirkung oder ähnlicher Beeinträchtigung wird von der Maschine allein getroffen "
    "(Art. 22 DSGVO). Sie entscheidet, ob und auf welchem Weg eine Nachricht gesendet wird; im Zweifel wird nicht "
    "gesendet."
)
RETAINED_REASON = (
    "Diese Stücke sind nur noch gespeichert, weil ein Gesetz ihre Aufbewahrung verlangt. Sie liegen unter einer "
    "Prüfsumme getrennt von allem anderen, das Programm kann sie zu nichts anderem verwenden, und ihr Inhalt wäre nur "
    "mit unverhältnismäßigem Aufwand wieder einer Person zuzuordnen (§ 34 Abs. 1 Nr. 2 lit. a, Abs. 2 BDSG)."
)
_RETAINED = {
    "consent": "Nachweis einer Einwilligung",
    "commercial_letter": "Geschäftsbrief",
    "contract": "Vertragsdaten",
    "presumption": "Grund eines geschäftlichen Anrufs",
    "address": "Prüfsumme einer Adresse, unter der wir diesen Rest bei einer Anfrage finden",
}


def answer(connection: Connection, house: House, who: Subject, copy: Copied) -> dict[str, Any]:
    """The whole answer as plain values; times ISO 8601 in the house's zone."""
    company = house.company
    return {
        "type": "access",
        "as_of": iso(house.clock.now(), ZoneInfo(house.timezone)),
        "subject": who.contact,
        "known": who.contact_pk is not None,
        "controller": {
            "name": company.name,
            "address": f"{company.street}, {company.postcode} {company.city}",
            "email": company.email,
            "data_protection_email": company.data_protection_email,
            "privacy_url": company.privacy_url,
        },
        "data": copy.rows,
        "logic": logic(connection, house, who),
        "automated_decisions": NO_AUTOMATED_DECISION,
        "purposes": [
            {"category": one.id, "title": one.title, "purpose": one.purpose, "basis": one.basis, "origin": one.origin}
            for one in categories(house)
        ],
        "storage": [
            {"category": one.id, "title": one.title, "period": one.period, "statute": one.statute}
            for one in categories(house)
        ],
        "recipients": list(_recipients(connection, house, who, copy)),
        "transfers": [
            {"recipient": one.name, "country": one.country, "safeguard": one.safeguard or None}
            for one in house.recipients
            if one.safeguard
        ],
        "rights": [{"right": right, "statute": statute} for right, statute in RIGHTS],
        "authority": authority(house),
        "withheld": list(withheld(copy)),
    }


def portable(house: House, who: Subject, copy: Copied) -> dict[str, Any]:
    """Art. 20 DSGVO: only what the person has provided, for another controller's machine."""
    as_of = iso(house.clock.now(), ZoneInfo(house.timezone))
    return {"type": "portable", "as_of": as_of, "subject": who.contact, "data": copy.rows}


def withheld(copy: Copied) -> Iterator[dict[str, Any]]:
    """What the person does not get, and why (§ 34 Abs. 2 BDSG: the reasons are documented)."""
    yield {"what": "Namen von Beschäftigten", "reason": fields.STAFF_REASON}
    yield {"what": "technische Felder und Prüfsummen", "reason": "sagen nichts, was hier nicht im Klartext steht"}
    if copy.others:
        yield {"what": f"Wortlaut von Mails anderer ({copy.others})", "reason": OTHERS_REASON}
    if copy.held_back:
        items = [_kept(one) for one in copy.held_back]
        yield {"what": "gesperrter Rest", "reason": RETAINED_REASON, "items": items}


def _kept(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": item["kind"],
        "title": _RETAINED.get(item["kind"], item["kind"]),
        "statute": item["statute"],
        "keep_until": item["keep_until"].isoformat(),
    }


def _recipients(connection: Connection, house: House, who: Subject, copy: Copied) -> Iterator[dict[str, Any]]:
    """Named, not only by category (EuGH 12.01.2023, C-154/21); `received`: hers are there, or were; None: unknown."""
    theirs: dict[str, str] = {}
    if who.contact_pk is not None:
        theirs = {one.id: reference for one, reference in received(connection, house, who.contact_pk)}
    notices = {row["recipient"]: row for row in copy.rows.get("recipient_notice", ())}
    for one in house.recipients:
        notice = notices.get(one.id)
        got: bool | None = one.id in theirs or notice is not None
        if not got and who.contact_pk is None and copy.rows.get("erasure"):
            # The request that would say so goes three years after it was closed.
            got = False if copy.rows.get("data_request") else None
        told = {"told_of": notice["kind"], "told_at": notice["told_at"]} if notice is not None else {}
        yield _recipient(one) | {"received": got, "reference": theirs.get(one.id) or None} | told


def _recipient(one: Recipient) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "role": ROLES[one.role],
        "data": list(one.data),
        "country": one.country,
        "deletion_days": one.deletion_days,
    }
