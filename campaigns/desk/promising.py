"""What was promised in a conversation becomes a task with an owner and a day (mission B6), and is known when kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from campaigns.desk.naming import Nobody, check_named
from campaigns.house import House
from campaigns.rendering.german import full_name, german_date
from contacts.contact import Contact
from sequences.calendar import local_day, to_utc
from store import absences, agreed, operation, people, tasks
from store.tasks import TaskRow
from tasks.absence import holder
from tasks.kinds import NOT_THE_ONE, Outcome
from tasks.report import Promised, Report

KIND: Final = "promise"
FARTHEST: Final = timedelta(days=731)
MOST_CHARS: Final = 500
NOT_SPOKEN: Final = frozenset({Outcome.NOT_REACHED, Outcome.WRONG_ADDRESS, Outcome.NOT_DONE, *NOT_THE_ONE})
_GUIDE: Final = (
    "Bitte bis zum Termin einhalten und mit kept schließen. Geht es nicht, erfährt die Person es vorher von uns; dann "
    "mit not_kept schließen und sagen, was stattdessen geschieht."
)


class NotAgreed(ValueError):
    """A promise or a concession that cannot be taken like this; the text is German. `field` is the part of a report."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def promise(house: House, connection: Connection, task: Mapping[str, Any], report: Report, now: datetime) -> None:
    """Open the task that reminds of what `report` promises; nothing for a report without. Raises NotAgreed.

    The same promise told again in another report of the same task opens none.
    """
    if report.promise is None:
        return
    contact, _, _ = people.contact(connection, task["contact_id"])
    owner = _owner(house, task, contact, report)
    said = _said(house, report.promise, report.outcome, now)
    due_on = report.promise.due_on
    known = absences.since(connection, local_day(now, house.timezone))
    does = holder(owner, due_on, known, house.team)
    row = TaskRow(
        external_id=name_of(task["external_id"], report.promise),
        contact_pk=task["contact_id"],
        kind=KIND,
        title=f"Zusage einhalten: {full_name(contact)}",
        brief=f"Zugesagt: „{said}“\nBis: {german_date(due_on)}\nZugesagt in: {task['title']} ({report.by})\n",
        guide=_GUIDE,
        due_at=max(to_utc(due_on, house.window.end, house.timezone), now),
        assignee=does,
        stands_in_for=owner if does != owner else "",
    )
    if not tasks.add(connection, row, now):
        return
    agreed.add_promise(connection, task["contact_id"], row.external_id, said, owner, due_on)
    data = {"task": row.external_id, "told_in": task["external_id"], "due_on": due_on.isoformat()}
    operation.audit(connection, "promise_made", now, contact.external_id, data)


def settle(connection: Connection, task: Mapping[str, Any], report: Report, now: datetime) -> bool:
    """Note that the promise of a closed task was kept or not; False when the task reminds of none."""
    kept = report.outcome is Outcome.KEPT
    return task["kind"] == KIND and agreed.settle_promise(connection, task["id"], now, kept=kept)


def reminds(connection: Connection, task: Mapping[str, Any]) -> bool:
    """True for a task that reminds of a promise."""
    return task["kind"] == KIND and agreed.is_promised(connection, task["id"])


def _said(house: House, given: Promised, outcome: Outcome, now: datetime) -> str:
    said = " ".join(given.text.split())
    if outcome in NOT_SPOKEN:
        raise NotAgreed("promise", "Mit niemandem wurde gesprochen; eine Zusage gibt es nur nach einem Gespräch.")
    if not any(map(str.isalnum, said)) or len(said) > MOST_CHARS:
        raise NotAgreed("promise", f"Was zugesagt wurde, als Satz; erlaubt sind 1 bis {MOST_CHARS} Zeichen.")
    today = local_day(now, house.timezone)
    if not today <= given.due_on <= today + FARTHEST:
        raise NotAgreed("promise_due", "Bis wann: erlaubt ist ein Tag ab heute, höchstens zwei Jahre voraus.")
    return said


def _owner(house: House, task: Mapping[str, Any], contact: Contact, report: Report) -> str:
    given = report.promise.owner.strip() if report.promise is not None else ""
    if given and "@" not in given.strip("@"):
        raise NotAgreed("promise_owner", "Wer die Zusage einhält, als E-Mail-Adresse.")
    if given:
        try:
            check_named(house.team, given, has_it=task["assignee"])
        except Nobody as wrong:
            raise NotAgreed("promise_owner", str(wrong)) from wrong
    named = report.by if "@" in report.by else ""
    owner = given or task["assignee"] or contact.owner_email or named
    if not owner:
        raise NotAgreed("promise_owner", "Niemand ist zuständig: Geben Sie an, wer die Zusage einhält.")
    return house.team.of(owner).email or owner


def name_of(task: str, given: Promised) -> str:
    """The external id of the task that reminds of it: the same promise of the same conversation has the same."""
    words = f"{task}\x1f{' '.join(given.text.split()).casefold()}\x1f{given.due_on.isoformat()}"
    return f"promise-{hashlib.sha256(words.encode()).hexdigest()[:24]}"
