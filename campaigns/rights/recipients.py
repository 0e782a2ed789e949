"""Art. 19 DSGVO: whoever has received a person's data is told of an erasure, a rectification, a restriction."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.house import House, Recipient
from campaigns.rendering.german import german_date
from store import audiences, handed_over, operation, people, requests
from store.requests import Notice, Request

ERASURE, RECTIFICATION, RESTRICTION, LIFTED = "erasure", "rectification", "restriction", "lifted"
KINDS = (ERASURE, RECTIFICATION, RESTRICTION, LIFTED)

ROLES = {
    "letter_shop": "Druckerei",
    "mail_service": "Mailversand",
    "ad_platform": "Werbenetz",
    "crm": "Kundenkartei",
    "hosting": "Rechenzentrum",
    "other": "weiterer Dienstleister",
}

HASHES = "Prüfsummen (SHA-256)"
"""How the reference for an advertising network begins."""

_WISHES = {
    ERASURE: "Bitte löschen Sie die unten bezeichneten Daten, alle Kopien und alles daraus Abgeleitete.",
    RECTIFICATION: "Die unten bezeichneten Daten sind berichtigt worden. Bitte verwenden Sie die alte Fassung nicht "
    "mehr; die neue erhalten Sie auf dem vereinbarten Weg.",
    RESTRICTION: "Die Verarbeitung der unten bezeichneten Daten ist eingeschränkt. Bitte speichern Sie sie nur noch "
    "(Art. 18 Abs. 2 DSGVO); drucken, versenden und werten Sie nichts davon aus.",
    LIFTED: "Die Einschränkung der unten bezeichneten Daten ist aufgehoben. Sie dürfen sie wieder auftragsgemäß "
    "verarbeiten.",
}
SUBJECTS = {
    ERASURE: "Löschung",
    RECTIFICATION: "Berichtigung",
    RESTRICTION: "Einschränkung der Verarbeitung",
    LIFTED: "Ende der Einschränkung",
}


def notify(
    connection: Connection, house: House, request: Request, contact_pk: int, kind: str, now: datetime
) -> list[Notice]:
    """Note everybody who has to be told, in the caller's transaction, before the person's rows go; all notices of it.

    Raises ValueError for a kind that Art. 19 does not name.
    """
    if kind not in KINDS:
        raise ValueError(f"Art. 19 does not know {kind}")
    theirs = received(connection, house, contact_pk)
    if kind == ERASURE:  # what is to be erased has no longer to be rested or corrected
        requests.supersede(connection, contact_pk, [one.id for one, _ in theirs])
    for recipient, reference in theirs:
        requests.add_notice(connection, request.pk, recipient.id, kind, reference, now)
    return requests.notices(connection, request.pk)


def received(connection: Connection, house: House, contact_pk: int) -> list[tuple[Recipient, str]]:
    """(recipient, how the recipient finds the data) of everybody who has data of this person. No name, no address."""
    letters: defaultdict[str, list[str]] = defaultdict(list)
    for batch, send_id in handed_over.letter_rows(connection, contact_pk):
        letters[batch].append(send_id)
    mails = handed_over.mails(connection, contact_pk)
    contact = people.contact(connection, contact_pk)[0].external_id
    references = {
        "letters": "\n".join(f"Datei {batch}.csv, Zeile {', '.join(ids)}" for batch, ids in letters.items()),
        "mail": "\n".join(f"Message-ID <{message_id}>" for message_id in mails),
        "all": f"Kundenkennung {contact}",
        "none": "",
    }
    listed = _listed(connection, house, contact_pk)
    found = [
        (one, listed.get(one.id, "") if one.gets == "audience" else references[one.gets]) for one in house.recipients
    ]
    return [(one, reference) for one, reference in found if reference]


def _listed(connection: Connection, house: House, contact_pk: int) -> dict[str, str]:
    """Recipient -> the hashes under which an advertising network may have this person."""
    hashes: defaultdict[str, list[str]] = defaultdict(list)
    for member in audiences.members(connection, contact_pk=contact_pk):
        terms = house.audiences.get(member.platform)
        if terms is not None:
            hashes[terms.recipient].append(member.sha256)
    return {recipient: f"{HASHES} {', '.join(sorted(theirs))}" for recipient, theirs in hashes.items()}


def letter_to(house: House, notice: Notice, request: str) -> str:
    """The ready German text for one recipient. One that has left the configuration is called by its id."""
    recipient = by_id(house, notice.recipient)
    company = house.company
    on = german_date(notice.created_at.astimezone(ZoneInfo(house.timezone)).date())
    contract = f" zum Vertrag {recipient.contract}" if recipient else ""
    return (
        f"An: {recipient.name if recipient else notice.recipient}"
        f"{f' <{recipient.email}>' if recipient else ''}\n"
        f"Betreff: {SUBJECTS[notice.kind]} nach Art. 19 DSGVO, Vorgang {request}\n\n"
        f"Guten Tag,\n\n"
        f"wir teilen Ihnen{contract} nach Art. 19 DSGVO mit (Stand {on}):\n"
        f"{_WISHES[notice.kind]}\n\n"
        f"{notice.reference or 'Das Kennzeichen ist nach Ihrer Unterrichtung gelöscht worden.'}\n\n"
        f"Bitte bestätigen Sie uns die Ausführung in Textform unter Angabe des Vorgangs {request}.\n\n"
        f"{company.name}, {company.street}, {company.postcode} {company.city}\n"
        f"{company.data_protection_email}\n"
    )


def mark_told(house: House, request: Request, recipient: str, by: str) -> bool:
    """A person has told the recipient; False when there was nothing (more) to tell. The message is logged.

    A customer id or hash that served an erasure is dropped with it: what is kept for three years names nobody.
    """
    now = house.clock.now()
    with house.store.write() as connection:
        waiting = [
            notice
            for notice in requests.notices(connection, request.pk)
            if notice.recipient == recipient and notice.told_at is None
        ]
        for notice in waiting:
            named = notice.kind == ERASURE and notice.reference.startswith(("Kundenkennung ", HASHES))
            requests.told(connection, [notice.pk], by, now, reference="" if named else None)
            data = {"request": request.external_id, "recipient": recipient, "kind": notice.kind, "by": by}
            operation.audit(connection, "recipient_told", now, None, data)
    return bool(waiting)


def by_id(house: House, recipient: str) -> Recipient | None:
    """The configured recipient, None when it is not configured any more."""
    return next((one for one in house.recipients if one.id == recipient), None)
