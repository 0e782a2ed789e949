"""What a sequence file makes of the outcome of its task: the same effects as for a reply (`[on_reply]`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from campaigns.desk.assigning import give
from campaigns.effects import Aftermath, pause_advertising, stop_advertising
from campaigns.enroll import fits, start
from campaigns.happenings import applicant_of
from campaigns.house import House
from campaigns.rendering.german import full_name
from campaigns.task_words import TASK_KINDS
from sequences.definition import Channel, Effect, OpenTask, PauseDays, PauseNamed, StartSequence, StopEffect
from sequences.enrollment import StopReason
from store import courses, enrollments, people, tasks
from store.enrollments import FOLLOW_UP, LIVE
from store.tasks import TaskRow
from tasks.due import Deadline
from tasks.kinds import DIALLED
from tasks.report import Report

_DEFAULT_PAUSE_DAYS = 14
_REASON = enrollments.OUTCOME
_RESTS = "Werbung an diese Person ruht, bis diese Aufgabe erledigt ist."
_NEW_CONTACT = (
    "Die Person ist nicht oder nicht mehr zuständig; Werbung an sie ist beendet. Bitte prüfen, wer es ist, und im CRM "
    "nachtragen. Ohne eigene Rechtsgrundlage geht an die neue Person keine Werbung."
)


def branch(house: House, connection: Connection, task: Mapping[str, Any], report: Report, now: datetime) -> Aftermath:
    """Do what the run's own definition names for this outcome; nothing where it names nothing or the run is over."""
    effect = _configured(house, connection, task, report)
    contact_pk = task["contact_id"]
    match effect:
        case StopEffect():
            return stop_advertising(connection, house, contact_pk, StopReason.OUTCOME, now)
        case PauseDays(days):
            pause_advertising(connection, house, contact_pk, _until(report, now, days), _REASON)
        case PauseNamed():
            pause_advertising(connection, house, contact_pk, _until(report, now, _DEFAULT_PAUSE_DAYS), _REASON)
        case StartSequence(name):
            return _start(house, connection, contact_pk, name, now)
        case OpenTask(kind):
            pause_advertising(connection, house, contact_pk, None, _REASON)
            _ask(house, connection, task, report, kind, now)
    return Aftermath()


def _configured(house: House, connection: Connection, task: Mapping[str, Any], report: Report) -> Effect | None:
    if task["touch_id"] is None:
        return None
    found = courses.underway(connection, [task["touch_id"]])
    if not found or found[0].enrollment.state.value not in LIVE:
        return None
    sequence = house.definitions.pinned(connection, found[0].enrollment.definition_hash)
    return sequence.on_reply.get(report.outcome.value)


def _until(report: Report, now: datetime, days: int) -> datetime:
    """A day the person named wins over the file's number."""
    named = report.call_back_at
    return named if named is not None and named > now else now + timedelta(days=days)


def _start(house: House, connection: Connection, contact_pk: int, name: str, now: datetime) -> Aftermath:
    """This run ends and the named one begins; where it cannot begin, the end stays."""
    aftermath = stop_advertising(connection, house, contact_pk, StopReason.BRANCHED, now)
    applicant, sequence = applicant_of(connection, contact_pk, None, now, now), house.sequences.get(name)
    if applicant is not None and sequence is not None and fits(connection, house, applicant, sequence, now):
        start(connection, house, applicant, sequence, now, again=True)
    return aftermath


def _channel_of(kind: str) -> str:
    """The channel on which somebody is contacted by a task of this kind; empty for work in the house."""
    return Channel.PHONE.value if kind in DIALLED else Channel.LINKEDIN.value if kind == "linkedin" else ""


def not_the_one(
    house: House, connection: Connection, task: Mapping[str, Any], report: Report, now: datetime
) -> Aftermath:
    """Nothing of advertising goes to her any more, as after a reply that says so; her owner finds out who it is."""
    aftermath = stop_advertising(connection, house, task["contact_id"], StopReason.OUTCOME, now)
    _ask(house, connection, task, report, "new_contact", now, guide=_NEW_CONTACT)
    return aftermath


def _ask(
    house: House,
    connection: Connection,
    task: Mapping[str, Any],
    report: Report,
    kind: str,
    now: datetime,
    *,
    guide: str = _RESTS,
) -> None:
    """Another task for the same owner, with what was said. No run waits for it in a touch of its own."""
    contact, _, _ = people.contact(connection, task["contact_id"])
    owner = task["stands_in_for"] or task["assignee"] or contact.owner_email
    given = give(house, connection, owner, kind, Deadline(), now, land=contact.land)
    words = f"Vorausgegangen: {task['title']}\n" + (f"Notiz: {report.note}\n" if report.note else "")
    follow_up = TaskRow(
        external_id=f"{FOLLOW_UP}{task['external_id']}"[:36],
        contact_pk=task["contact_id"],
        kind=kind,
        title=f"{TASK_KINDS.get(kind, kind)}: {full_name(contact)}",
        brief=words,
        guide=guide,
        due_at=given.due_at,
        channel=_channel_of(kind),
        assignee=given.assignee,
        stands_in_for=given.stands_in_for,
        advertising=_channel_of(kind) != "",  # so that an objection takes it as well (Art. 21 Abs. 3 DSGVO)
    )
    tasks.add(connection, follow_up, now)
