"""Somebody was not reached, or asked for another time: the same task once more, as often as it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from campaigns.counts import dial_limits
from campaigns.desk.assigning import office_of
from campaigns.house import House
from sequences.calendar import local_day, open_span, to_utc
from sequences.call_hours import next_call
from store import cases, courses, people
from store.case import Talk
from tasks.kinds import DIALLED, Outcome, shows_number
from tasks.report import Report
from tasks.tries import next_try

_END_OF_DAY = time(18)


@dataclass(frozen=True, slots=True)
class Again:
    """The next try: from when on, by when, until when the task lives (None = as before), and why it rests (German)."""

    begins_at: datetime
    due_at: datetime
    expires_at: datetime | None
    why: str


def next_time(
    house: House, connection: Connection, task: Mapping[str, Any], report: Report, now: datetime
) -> Again | None:
    """When the task is done again after this report; None: it ends with it. The report is not on file yet.

    What the person asked for is bound by the hours of calls alone. Otherwise every limit on tries counts, and nobody is
    tried longer than the task was to live.
    """
    if task["kind"] not in DIALLED:
        return None
    contact, _, _ = people.contact(connection, task["contact_id"])
    office = office_of(house, house.team.of(task["assignee"] or contact.owner_email), contact.land, task["kind"])
    if report.outcome is Outcome.CALL_BACK and report.call_back_at is not None:
        begins = next_call(max(report.call_back_at, now), contact.timezone, office.lands, office.window)
        end = to_utc(local_day(begins, house.timezone) + timedelta(days=1), _END_OF_DAY, house.timezone)
        lives = max(end, task["expires_at"]) if task["expires_at"] is not None else None
        return Again(begins, begins, lives, "Rückruf vereinbart")
    if report.outcome is not Outcome.NOT_REACHED:
        return None
    talks = cases.talks_of(connection, {task["contact_id"]})[task["contact_id"]]
    tried = [talk for talk in talks if shows_number(talk.kind, Outcome(talk.outcome))]
    number = 1 + len(_of_campaign(connection, task, tried))
    most = house.team.terms.dials_per_cancellation
    if number >= most:
        return None
    dials = [*(talk.at for talk in tried), now]
    begins = next_try(now, dials, dial_limits(house), contact.timezone, office.lands, office.window)
    if task["expires_at"] is not None and begins >= task["expires_at"]:
        return None
    span = open_span(local_day(begins, house.timezone), office.window, house.timezone, office.lands)
    due = span[1] if span is not None else begins
    return Again(begins, max(begins, due), None, f"nicht erreicht, Versuch {number + 1} von höchstens {most}")


def _of_campaign(connection: Connection, task: Mapping[str, Any], tried: Sequence[Talk]) -> list[Talk]:
    """The tries of the same cancellation; of a call that belongs to none, those that belong to none either."""
    found = courses.underway(connection, [task["touch_id"]]) if task["touch_id"] is not None else []
    mine = found[0].enrollment.cancellation_pk if found else None
    since = task["created_at"] if mine is None else None
    return [talk for talk in tried if talk.cancellation_pk == mine and (since is None or talk.at >= since)]
