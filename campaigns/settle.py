"""What is not sent is recorded: postpone, skip, stop, hold, each with its whole ruling."""

from __future__ import annotations

from collections.abc import Sequence as List
from datetime import datetime

from sqlalchemy import Connection

from campaigns.advance import Ended, advance
from campaigns.by_hand import by_hand
from campaigns.decision import ON_ITS_DAY, Judged
from campaigns.house import House
from campaigns.ruling_json import tried_json
from sequences.definition import Sequence
from sequences.enrollment import EnrollmentState
from sequences.touch import DECISION_WORDS, Hold, Postpone, Send, Skip, Stop, TouchState
from store import decisions, enrollments, touches
from store.case import Case
from store.decisions import NewDecision
from store.drafts import WAITS_FOR_RELEASE


def settle(connection: Connection, house: House, case: Case, sequence: Sequence, judged: Judged, now: datetime) -> bool:
    """Carry out a decision that sends nothing. A claim that was lost meanwhile changes nothing: False."""
    touch, decision = case.touch, judged.decision
    claimed = TouchState.CLAIMED
    match decision:
        case Postpone(until, reason) if reason == ON_ITS_DAY or reason == touch.reason == WAITS_FOR_RELEASE:
            # Nothing was decided: the step was looked at before its day, whether it leaves as a letter; or it waits
            # as before until people have released the first mails of its sequence.
            return touches.move(
                connection, touch.id, touch.fence, claimed, TouchState.PLANNED, due_at=until, owner=None
            )
        case Postpone(until, reason):
            moved = touches.move(
                connection, touch.id, touch.fence, claimed, TouchState.PLANNED, due_at=until, reason=reason, owner=None
            )
        case Skip(reason):
            moved = touches.move(
                connection, touch.id, touch.fence, claimed, TouchState.SKIPPED, reason=reason, ended_at=now
            )
            if moved:
                advance(connection, house, [Ended(case, sequence, touch.step)], now)
        case Stop(reason):
            moved = touches.move(
                connection, touch.id, touch.fence, claimed, TouchState.STOPPED, reason=reason, ended_at=now
            )
            enrollments.end(connection, [case.enrollment.id], EnrollmentState.STOPPED, reason, now)
        case Hold(reason):
            moved = touches.move(connection, touch.id, touch.fence, claimed, TouchState.HELD, reason=reason)
        case Send():
            raise TypeError("a Send is committed by campaigns.gate")
    if not moved:
        return False
    note(connection, [(case, judged)], now)
    if isinstance(decision, Skip | Hold) and (judged.tried or isinstance(decision, Hold)):
        by_hand(connection, house, case, touch, decision.reason, now)
    return True


def give_back(connection: Connection, case: Case) -> None:
    """Undo a claim: nothing has happened, the next tick looks again."""
    touch = case.touch
    touches.move(connection, touch.id, touch.fence, TouchState.CLAIMED, TouchState.PLANNED, owner=None)


def note(connection: Connection, judgements: List[tuple[Case, Judged]], now: datetime) -> None:
    """Append decisions with everything they were judged by."""
    decisions.record(connection, [_noted(case, judged, now) for case, judged in judgements])


def _noted(case: Case, judged: Judged, now: datetime) -> NewDecision:
    decision, ruling = judged.decision, judged.ruling
    return NewDecision(
        enrollment_id=case.enrollment.id,
        touch_id=case.touch.id,
        step=case.touch.step,
        at=now,
        decision=DECISION_WORDS[type(decision)],
        channel=decision.channel.value if isinstance(decision, Send) else None,
        until=decision.until if isinstance(decision, Postpone) else None,
        reason="" if isinstance(decision, Send) else decision.reason,
        verdict=ruling.verdict.name if ruling else None,
        rule=ruling.rule if ruling else None,
        ruling=tried_json(judged.tried),
    )
