"""The go-commit: the last look at objections, consents and caps, under the row locks that stops take as well.

Nothing leaves without passing here, and whoever passes is recorded as leaving before the first byte of content goes.
"""

from __future__ import annotations

from collections.abc import Sequence as List
from datetime import datetime

from sqlalchemy import Connection

from campaigns.advance import advance
from campaigns.decision import Judged, decide
from campaigns.facts import Spending
from campaigns.house import House
from campaigns.outgoing import Outgoing
from campaigns.settle import give_back, note, settle
from campaigns.spending import spending
from channels.channel import BatchRow, Mail, NewTask
from contacts.medium import Medium
from sequences.definition import Sequence
from sequences.enrollment import EnrollmentState
from sequences.touch import Send, TouchState
from store import attempts, cases, enrollments, ledger, letters, locks, operation, permissions, tasks, touches
from store.case import Case
from store.tasks import TaskRow


def go(house: House, connection: Connection, requests: List[Outgoing]) -> list[bool]:
    """For each request: may it leave, and is that recorded? One transaction for all that wait at the same moment.

    Requests that compete for one cap (same person, same company, a sender-wide count) are judged one after the other.
    """
    now = house.clock.now()
    _lock(house, connection, requests)
    paused = operation.switch(connection, operation.PAUSED)
    answers: dict[int, bool] = {}
    waiting = list(enumerate(requests))
    while waiting:
        waiting, now_judged = _round(house, connection, waiting, now, paused)
        answers.update(now_judged)
    return [answers[place] for place in range(len(requests))]


def _lock(house: House, connection: Connection, requests: List[Outgoing]) -> None:
    """Everybody's rows at once and in one order, so that neither a stop nor another daemon can come in between."""
    contacts, companies = touches.people_of(connection, [request.touch_id for request in requests])
    sender_wide = any(cap.per == "sender" for cap in house.caps)
    budget = any(isinstance(request.leaving, BatchRow) for request in requests)
    locks.lock_people(connection, contacts, companies, sender=sender_wide or budget)


def _round(
    house: House, connection: Connection, waiting: list[tuple[int, Outgoing]], now: datetime, paused: str | None
) -> tuple[list[tuple[int, Outgoing]], dict[int, bool]]:
    ids = [request.touch_id for _, request in waiting]
    loaded = {case.touch.id: case for case in cases.load(connection, ids, now, house.horizon)}
    spent = spending(connection, house, now)
    later: list[tuple[int, Outgoing]] = []
    answers: dict[int, bool] = {}
    taken: set[tuple[str, int | None]] = set()
    for place, request in waiting:
        case = loaded.get(request.touch_id)
        if case is None:
            answers[place] = False
            continue
        keys = _rivals(house, case, request)
        if keys & taken:
            later.append((place, request))
            continue
        taken |= keys
        answers[place] = _judge(house, connection, case, request, now, spent, paused)
    return later, answers


def _rivals(house: House, case: Case, request: Outgoing) -> set[tuple[str, int | None]]:
    keys: set[tuple[str, int | None]] = {("person", case.enrollment.contact_pk)}
    if case.enrollment.company_pk is not None:
        keys.add(("company", case.enrollment.company_pk))
    if isinstance(request.leaving, BatchRow):
        keys.add(("letters", None))
    if any(cap.per == "sender" for cap in house.caps):
        keys.add(("sender", None))
    return keys


def _judge(
    house: House,
    connection: Connection,
    case: Case,
    request: Outgoing,
    now: datetime,
    spent: Spending,
    paused: str | None,
) -> bool:
    touch = case.touch
    if touch.state is not TouchState.CLAIMED or touch.fence != request.fence:
        return False
    if paused == "all" or (paused and touch.purpose.is_advertising):
        give_back(connection, case)
        return False
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    judged = decide(house, case, sequence, now, spent)
    if not isinstance(judged.decision, Send):
        settle(connection, house, case, sequence, judged, now)
        return False
    if judged.decision.channel is not request.channel:
        give_back(connection, case)
        return False
    return _leave(house, connection, case, sequence, request, judged, now)


def _leave(
    house: House,
    connection: Connection,
    case: Case,
    sequence: Sequence,
    request: Outgoing,
    judged: Judged,
    now: datetime,
) -> bool:
    state = _leaving_state(request)
    message_id = request.leaving.message_id if isinstance(request.leaving, Mail) else None
    values = {"channel": request.channel.value, "made_at": now, "copies": case.touch.copies + 1}
    if message_id is not None:
        values["message_id"] = message_id
    if not touches.move(connection, case.touch.id, case.touch.fence, TouchState.CLAIMED, state, **values):
        return False
    if case.enrollment.state is EnrollmentState.PAUSED:
        enrollments.unpause(connection, case.enrollment.id)
    attempts.begin(connection, case.touch.id, now, request.kept)
    note(connection, case, judged, now)
    _count(house, connection, case, request, judged, now)
    if isinstance(request.leaving, BatchRow):
        letters.freeze(connection, case.touch.id, request.leaving.columns)
    elif isinstance(request.leaving, NewTask):
        _open_task(connection, case, request, request.leaving, now)
    waits = sequence.step(case.touch.step).wait_for_outcome is not None and state is TouchState.OPEN
    if state is not TouchState.SENDING and not waits:
        move_on(house, connection, case.touch.id, now)
    return True


def move_on(house: House, connection: Connection, touch_id: int, now: datetime) -> None:
    """Plan what comes behind a touch that has been recorded."""
    fresh = cases.load(connection, [touch_id], now, house.horizon)[0]
    sequence = house.definitions.pinned(connection, fresh.enrollment.definition_hash)
    advance(connection, house, fresh, sequence, fresh.touch.step, now)


def _leaving_state(request: Outgoing) -> TouchState:
    match request.leaving:
        case Mail():
            return TouchState.SENDING
        case BatchRow():
            return TouchState.BATCHED
        case NewTask():
            return TouchState.OPEN


def _count(house: House, connection: Connection, case: Case, request: Outgoing, judged: Judged, now: datetime) -> None:
    if not case.touch.purpose.is_advertising:
        return
    medium = request.channel.medium
    ledger.add(
        connection,
        case.enrollment.contact_pk,
        case.enrollment.company_pk,
        medium,
        now,
        touch_id=case.touch.id,
        cost=house.letters.cost if medium is Medium.POST else None,
    )
    ruling = judged.ruling
    used = {
        evidence
        for gate in (ruling.gates if ruling else ())
        if gate.finding.verdict.allows
        for evidence in gate.finding.evidence
    }
    if used:
        permissions.use_consents(connection, used, now)


def _open_task(connection: Connection, case: Case, request: Outgoing, task: NewTask, now: datetime) -> None:
    row = TaskRow(
        external_id=task.send_id,
        contact_pk=case.enrollment.contact_pk,
        kind=task.kind,
        title=task.title,
        brief=task.brief,
        guide=task.guide,
        due_at=task.due_at,
        touch_id=case.touch.id,
        channel=request.channel.value,
        assignee=task.assignee,
        expires_at=task.expires_at,
        sample=operation.switch(connection, operation.ACTIVATED) is None,
        advertising=case.touch.purpose.is_advertising,
    )
    tasks.add(connection, row, now)
