"""People as if a sequence were to start for them: cases without a row, for questions that nobody has acted on yet."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import fields, replace
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.enroll import anchors_of
from campaigns.house import House
from contacts.medium import Purpose
from sequences.definition import EventKind
from sequences.touch import TouchState
from store import leavers
from store.case import Case, Run, TouchRow

_RUN = tuple(name.name for name in fields(Run))


def unstarted(connection: Connection, house: House, contact_ids: List[int], now: datetime) -> list[Run]:
    """The newest cancellation of each of these people, with day zeros as enrolling would count them."""
    runs = leavers.load(connection, contact_ids, now, house.horizon, anchors_of)
    return [_returned(run) for run in runs]


def case_of(run: Run, step: str, purpose: Purpose, send_id: str, due_at: datetime, day: date) -> Case:
    """The run with a touch that exists nowhere: `send_id` is all that its links and its Message-ID are made from."""
    touch = TouchRow(
        id=0,
        send_id=send_id,
        step=step,
        purpose=purpose,
        state=TouchState.CLAIMED,
        due_at=due_at,
        planned_on=day,
        channel=None,
        variant=None,
        wait_event=None,
        fence=0,
        copies=0,
        message_id=None,
        made_at=None,
    )
    return Case(touch=touch, **{name: getattr(run, name) for name in _RUN})


def _returned(run: Run) -> Run:
    """Who came back after the cancellation is a customer again: buying lifts no objection (compliance)."""
    anchors, back = run.enrollment.anchors, run.events.get(EventKind.RETURNED)
    if back is None or back < anchors.cancellation_received:
        return run
    return replace(run, enrollment=replace(run.enrollment, anchors=replace(anchors, returned=back)))
