"""Contract mail that cannot leave becomes a person's task: it is owed, so it is never dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.house import House
from campaigns.reason_words import reason_words
from campaigns.rendering.german import full_name
from sequences.touch import TouchState
from store import attempts, courses, operation, people, same_message, task_changes, tasks
from store.case import Course, TouchRow
from store.tasks import TaskRow
from tasks.due import Deadline

KIND = "by_hand"
_PREFIX = "hand-"
_WORDS = "\n\nDas war zu sagen:\n\n"
_MOST_CHARS = 8_000
"""Of the words in a brief: more than any letter of ours has."""
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


def by_hand(
    connection: Connection, house: House, course: Course, touch: TouchRow, reason: str, now: datetime, told: str = ""
) -> None:
    """A task for the contact's owner, due at the end of the next business day; nothing for advertising.

    `course` and `touch` are the run and the touch that failed, `reason` its stored reason, `told` what it said.
    """
    if touch.purpose.is_advertising:
        return
    contact = course.contact
    name = full_name(contact)
    # What went before the restriction can come back during it.
    restricted = reason == RESTRICTED or people.restricted_at(connection, course.enrollment.contact_pk) is not None
    given = give(house, connection, contact.owner_email, KIND, Deadline(days=1), now)
    step = f"{course.enrollment.sequence}/{touch.step}"
    task = TaskRow(
        external_id=f"{_PREFIX}{touch.send_id[:31]}",
        contact_pk=course.enrollment.contact_pk,
        kind=KIND,
        title=f"Vertragspost von Hand {'prüfen' if restricted else 'zustellen'}: {name}",
        brief=f"Nachricht: {step}\nVertrag oder Gesetz verlangen sie, sie konnte aber nicht hinausgehen.\n"
        f"Grund: {reason_words(reason)}{told and _WORDS + told[:_MOST_CHARS]}",
        guide=_ASK_FIRST if restricted else _guide(contact.external_id),
        due_at=given.due_at,
        touch_id=None,
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
    )
    tasks.add(connection, task, now)


def letter_by_hand(connection: Connection, house: House, touch_id: int, reason: str, now: datetime) -> None:
    """The same, with its words, for a letter that the letter shop had; nothing where they reached her another way.

    What contract or law demands is owed until it reaches her (§ 130 Abs. 1 BGB): a letter that came back has not.
    """
    for course in courses.underway(connection, [touch_id]):
        said = same_message.reached(connection, course.enrollment.cancellation_pk)
        wanted = _template(connection, house, course.enrollment.definition_hash, course.touch.step)
        known = any(_template(connection, house, one.definition_hash, one.step) == wanted for one in said)
        if not known and not same_message.delivered(connection, touch_id):
            words = "\n\n".join(attempts.said(connection, touch_id) or ())
            by_hand(connection, house, course, course.touch, reason, now, words)


def arrived(connection: Connection, house: House, course: Course, touch: TouchRow, now: datetime) -> None:
    """A message went out after all: whoever was to bring the same one by hand need not any more."""
    if touch.purpose.is_advertising:
        return
    wanted = _template(connection, house, course.enrollment.definition_hash, touch.step)
    for task in task_changes.of_contact(connection, course.enrollment.contact_pk):
        if task["kind"] == KIND and wanted == _about(connection, house, task, course.enrollment.cancellation_pk):
            tasks.close(connection, task["id"], TouchState.WITHDRAWN.value, now)
            data = {"task": task["external_id"]}
            operation.audit(connection, "task_withdrawn", now, course.contact.external_id, data)


def _about(connection: Connection, house: House, task: Mapping[str, Any], cancellation_pk: int) -> str | None:
    """The template of what a task is to bring, None where it is about another cancellation."""
    pk = same_message.touch_of(connection, task["contact_id"], task["external_id"].removeprefix(_PREFIX))
    for course in courses.underway(connection, [pk] if pk is not None else []):
        if course.enrollment.cancellation_pk == cancellation_pk:
            return _template(connection, house, course.enrollment.definition_hash, course.touch.step)
    return None


def _template(connection: Connection, house: House, definition_hash: str, step: str) -> str:
    return house.definitions.pinned(connection, definition_hash).step(step).template


def _guide(contact: str) -> str:
    return (
        f"Bitte den Inhalt auf einem anderen Weg zustellen (wiedersehen why {contact} zeigt, was versucht wurde) und "
        "eine gültige Anschrift nachtragen."
    )
