"""The task that a declaration gives to a person: to find the contract, to tell its end, to refund."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.house import House
from campaigns.intake import find_contact
from contacts.cancellation import Cancellation, DeclarationKind
from store import people, tasks
from store.tasks import TaskRow
from tasks.due import Deadline


class Confirmed(Enum):
    """How the receipt of a declaration reaches the person; the value is what its task says about it."""

    BY_ITSELF = "Die Bestätigung geht ohne diese Aufgabe hinaus; sie wartet auf niemanden (§ 4a Abs. 2 Nr. 4 UWG)."
    WITHOUT_ADDRESS = (
        "Ohne E-Mail-Adresse geht keine Bestätigung von selbst; bitte heute per Brief (eigene Aufgabe). Sie ist "
        "unverzüglich geschuldet (§ 312k Abs. 4, § 356a Abs. 4 BGB)."
    )
    BRAKED = (
        "An die genannte E-Mail-Adresse gingen am selben Tag schon mehrere Bestätigungen; diese Erklärung hat deshalb "
        "keine bekommen. Ist sie echt und eine andere als die bestätigten, bestätigen Sie sie bitte heute noch von "
        "Hand (§ 312k Abs. 4, § 356a Abs. 4 BGB)."
    )
    REPEATED = (
        "Zu diesem Vertrag ging am selben Tag schon die Bestätigung einer gleichartigen Erklärung; diese hat deshalb "
        "keine bekommen. Steht in ihr etwas anderes als in der ersten, etwa ein anderes Ende, bestätigen Sie sie bitte "
        "heute noch von Hand (§ 312k Abs. 4, § 356a Abs. 4 BGB)."
    )


_UNFITTING = "Zum genannten Vertrag passt keine gespeicherte E-Mail-Adresse. "
_ASSIGN = (
    "Bitte im CRM den Vertrag suchen, die Erklärung "
    "dort eintragen und der Person das Vertragsende schriftlich mitteilen. Kommt sie mit dem nächsten Import noch "
    "einmal, gehört in receipt_confirmed_at der Zeitpunkt der Bestätigung, sonst wird zweimal bestätigt. Fehlt ein "
    "Merkmal, fragen Sie schriftlich und nur danach."
)
_REPEATED = (
    "Bitte mit der ersten Erklärung vergleichen. Gilt ein anderes Ende, tragen Sie es im CRM ein und teilen Sie es der "
    "Person schriftlich mit; steht dasselbe darin, ist nichts weiter zu tun."
)
_WITHDRAWAL = (
    "Bitte Frist und Vertrag prüfen und spätestens 14 Tage nach dem Eingang erstatten (§ 357 Abs. 1 BGB). Greift der "
    "Widerruf nicht, schriftlich mit Gründen antworten. Kein Angebot, keine Frage nach Gründen."
)


def open_review(
    connection: Connection, house: House, cancellation: Cancellation, name: str, confirmed: Confirmed, now: datetime
) -> None:
    """A task due at the end of the next business day, for the contact's owner. It holds nothing back."""
    withdrawal = cancellation.kind is DeclarationKind.WITHDRAWAL
    title = "Widerruf bearbeiten" if withdrawal else "Kündigung zuordnen"
    hints = [_WITHDRAWAL] if withdrawal else []
    if not cancellation.contract_id:
        # Nobody who typed no address has one that does not fit.
        hints.insert(0, _ASSIGN if confirmed is Confirmed.WITHOUT_ADDRESS else _UNFITTING + _ASSIGN)
    if confirmed is Confirmed.REPEATED:
        title = "Weiteren Widerruf prüfen" if withdrawal else "Weitere Kündigung prüfen"
        hints.insert(0, _REPEATED)
    contact_pk = find_contact(connection, cancellation.contact_id)
    contact, _, _ = people.contact(connection, contact_pk)
    kind = "review_withdrawal" if withdrawal else "review_cancellation"
    given = give(house, connection, contact.owner_email, kind, Deadline(days=1), now)
    task = TaskRow(
        external_id=f"review-{cancellation.external_id}"[:36],
        contact_pk=contact_pk,
        kind=kind,
        title=f"{title}: {name or 'ohne Namen'}",
        brief=f"Erklärt im Formular:\n{cancellation.text}\n\n{confirmed.value}",
        guide="\n\n".join(hints),
        due_at=given.due_at,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
    )
    tasks.add(connection, task, now)
