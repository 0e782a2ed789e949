"""Contract mail that cannot leave becomes a person's task: it is owed, so it is never dropped in silence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.house import House
from campaigns.reason_words import reason_words
from campaigns.rendering.german import full_name
from store import tasks
from store.case import Course, TouchRow
from store.tasks import TaskRow
from tasks.due import Deadline

KIND = "by_hand"
RESTRICTED = "restriction"
"""The rule that keeps restricted data in the house (Art. 18 Abs. 2 DSGVO)."""

_ASK_FIRST = (
    "Nichts zustellen, bevor die Datenschutzbeauftragte zugestimmt hat: Eingeschränkte Daten dürfen nur mit "
    "Einwilligung der Person oder für Rechtsansprüche verwendet werden (Art. 18 Abs. 2 DSGVO). Ist die Einschränkung "
    "aufgehoben, den Inhalt von Hand zustellen."
)


def hold_back(connection: Connection, contact_pk: int) -> int:
    """A restriction falls while contract mail waits for a person: first ask (Art. 18 Abs. 2 DSGVO); how many tasks."""
    return tasks.guide_anew(connection, contact_pk, KIND, ("Hand zustellen", "Hand prüfen"), _ASK_FIRST)


def by_hand(connection: Connection, house: House, course: Course, touch: TouchRow, reason: str, now: datetime) -> None:
    """A task for the contact's owner, due at the end of the next business day; nothing for advertising.

    `course` and `touch` are the run and the touch that failed, `reason` its stored reason.
    """
    if touch.purpose.is_advertising:
        return
    contact = course.contact
    name = full_name(contact)
    given = give(house, connection, contact.owner_email, KIND, Deadline(days=1), now)
    step = f"{course.enrollment.sequence}/{touch.step}"
    task = TaskRow(
        external_id=f"hand-{touch.send_id[:31]}",
        contact_pk=course.enrollment.contact_pk,
        kind=KIND,
        title=f"Vertragspost von Hand {'prüfen' if reason == RESTRICTED else 'zustellen'}: {name}",
        brief=f"Nachricht: {step}\nVertrag oder Gesetz verlangen sie, sie konnte aber nicht hinausgehen.\n"
        f"Grund: {reason_words(reason)}",
        guide=_ASK_FIRST if reason == RESTRICTED else _guide(contact.external_id),
        due_at=given.due_at,
        touch_id=None,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
    )
    tasks.add(connection, task, now)


def _guide(contact: str) -> str:
    return (
        f"Bitte den Inhalt auf einem anderen Weg zustellen (wiedersehen why {contact} zeigt, was versucht wurde) und "
        "eine gültige Anschrift nachtragen."
    )
