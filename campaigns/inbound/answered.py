"""A person has dealt with a reply's task: whoever waited for it goes on, and what it decided happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.effects import end_runs
from campaigns.happenings import happen
from campaigns.house import House
from campaigns.inbound import colleagues
from campaigns.inbound.tasks import TAKE_BACK
from contacts.medium import Purpose
from sequences.definition import Anchor, EventKind
from sequences.enrollment import StopReason
from store import enrollments, reply_tasks
from tasks.kinds import ENDS_ADVERTISING, Outcome


def after_task(connection: Connection, house: House, task: Mapping[str, Any], outcome: Outcome, now: datetime) -> None:
    """The task is closed already; an objection or a no has been carried out already."""
    contact_pk = task["contact_id"]
    if task["kind"] == TAKE_BACK and outcome is Outcome.SETTLED:
        ending = to_the_end(connection, house, contact_pk)
        end_runs(connection, ending, StopReason.OUTCOME, now)  # the contract stays, so nothing leads to its end
        happen(connection, house, EventKind.SAVED, contact_pk, TAKE_BACK, task["external_id"], now)
    elif task["kind"] == TAKE_BACK:
        let_go(connection, contact_pk)
    elif outcome not in (*ENDS_ADVERTISING, Outcome.OBJECTION):
        enrollments.release(connection, contact_pk)  # the answer has been given, waiting for it ends
    colleagues.release(connection, house, contact_pk)


def to_the_end(connection: Connection, house: House, contact_pk: int) -> list[int]:
    """The runs that lead to the end of her contract: contract mail, but not what looks after somebody who stays."""
    runs = [
        (run["id"], house.definitions.pinned(connection, run["definition_hash"]))
        for run in enrollments.running(connection, contact_pk)
    ]
    return [pk for pk, one in runs if one.purpose is Purpose.CONTRACT and one.day_zero is not Anchor.SAVED]


def let_go(connection: Connection, contact_pk: int) -> None:
    """No task asks any more whether she stays: what leads to the end of the contract goes on."""
    if not reply_tasks.open_of_kind(connection, contact_pk, TAKE_BACK):
        enrollments.release_taken_back(connection, contact_pk)
