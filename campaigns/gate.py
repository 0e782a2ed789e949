"""The go-commit: the last look at objections, consents and caps, under the row locks that stops take as well.

Nothing leaves without passing here, and whoever passes is recorded as leaving before the first byte of content goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence as List
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.advance import Ended, advance
from campaigns.decision import Judged, decide
from campaigns.desk import assigning
from campaigns.evidence.leaving import Prints, touch_left, uses
from campaigns.facts import Spending
from campaigns.house import House
from campaigns.inbound.codes import letter_code
from campaigns.outgoing import Outgoing
from campaigns.senders import sender_of
from campaigns.settle import give_back, note, settle
from campaigns.spending import spending
from channels.channel import BatchRow, Mail, NewTask
from compliance.verdict import Ruling
from contacts.medium import Medium
from sequences.definition import Sequence
from sequences.enrollment import EnrollmentState
from sequences.touch import Send, TouchState
from store import (
    attempts,
    cases,
    consents,
    courses,
    enrollments,
    ledger,
    letters,
    locks,
    operation,
    people,
    tasks,
    touches,
)
from store.case import Case
from store.tasks import TaskRow
from store.touch_groups import Move, move_all


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
    by_post = [
        loaded[request.touch_id].enrollment.contact_pk
        for _, request in waiting
        if isinstance(request.leaving, BatchRow) and request.touch_id in loaded
    ]
    spent = spending(connection, house, now, by_post)
    later: list[tuple[int, Outgoing]] = []
    answers: dict[int, bool] = {}
    leaving: list[Leaving] = []
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
        judged = _judge(house, connection, case, request, now, spent, paused)
        answers[place] = judged is not None
        if judged is not None:
            leaving.append(judged)
    _leave(house, connection, leaving, now)
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


@dataclass(frozen=True, slots=True)
class Leaving:
    """A request that was judged and may leave, with everything that is recorded about it."""

    case: Case
    sequence: Sequence
    request: Outgoing
    judged: Judged
    ruling: Ruling

    @property
    def prints(self) -> Prints:
        """The fingerprints of what leaves."""
        return self.request.prints

    @property
    def state(self) -> TouchState:
        """Where the touch stands once it has left: only a mail still waits for an answer."""
        match self.request.leaving:
            case Mail():
                return TouchState.SENDING
            case BatchRow():
                return TouchState.BATCHED
            case NewTask():
                return TouchState.OPEN


def _judge(
    house: House,
    connection: Connection,
    case: Case,
    request: Outgoing,
    now: datetime,
    spent: Spending,
    paused: str | None,
) -> Leaving | None:
    touch = case.touch
    if touch.state is not TouchState.CLAIMED or touch.fence != request.fence:
        return None
    if paused == "all" or (paused and touch.purpose.is_advertising):
        give_back(connection, case)
        return None
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    judged = decide(house, case, sequence, now, spent)
    ruling = judged.ruling
    if ruling is None or not isinstance(judged.decision, Send):
        settle(connection, house, case, sequence, judged, now)
        return None
    if judged.decision.channel is not request.channel:
        give_back(connection, case)
        return None
    return Leaving(case, sequence, request, judged, ruling)


def _leave(house: House, connection: Connection, leaving: List[Leaving], now: datetime) -> None:
    """Record all that leave, one statement per kind of row. Raced: the writer then takes them one by one."""
    for state in (TouchState.SENDING, TouchState.BATCHED, TouchState.OPEN):
        moves = [_move(one, now) for one in leaving if one.state is state]
        move_all(connection, moves, TouchState.CLAIMED, state)
    for one in leaving:
        until = one.case.enrollment.paused_until
        if one.case.enrollment.state is EnrollmentState.PAUSED and until is not None and until <= now:
            enrollments.unpause(connection, one.case.enrollment.id)
    attempts.begin(connection, [(one.case.touch.id, one.request.kept) for one in leaving], now)
    note(connection, [(one.case, one.judged) for one in leaving], now)
    _sign(house, connection, leaving)
    _count(house, connection, leaving, now)
    for one in leaving:
        if isinstance(one.request.leaving, BatchRow):
            code = letter_code(house.message_key, one.case.touch.send_id)
            cost = house.letters.cost if one.case.touch.purpose.is_advertising else house.letters.standard_cost
            letters.freeze(connection, one.case.touch.id, one.request.leaving.columns, code, cost)
        elif isinstance(one.request.leaving, NewTask):
            _open_task(house, connection, one, one.request.leaving, now)
        waits = one.sequence.step(one.case.touch.step).wait_for_outcome is not None and one.state is TouchState.OPEN
        if one.state is not TouchState.SENDING and not waits:
            move_on(house, connection, one.case.touch.id, now)


def _sign(house: House, connection: Connection, leaving: List[Leaving]) -> None:
    """Whoever writes the first mail to a person writes the others too."""
    for one in leaving:
        address = sender_of(house, one.case.contact, "").address if isinstance(one.request.leaving, Mail) else ""
        if house.personal_sender and address and one.case.contact.sender != address:
            people.keep_sender(connection, one.case.enrollment.contact_pk, address)


def _move(one: Leaving, now: datetime) -> Move:
    touch, leaving = one.case.touch, one.request.leaving
    values = {"channel": one.request.channel.value, "made_at": now, "copies": touch.copies + 1}
    if isinstance(leaving, Mail):
        values["message_id"] = leaving.message_id
    return Move(touch.id, touch.fence, values)


def move_on(house: House, connection: Connection, touch_id: int, now: datetime) -> None:
    """Plan what comes behind a touch that has been recorded."""
    fresh = courses.underway(connection, [touch_id])[0]
    sequence = house.definitions.pinned(connection, fresh.enrollment.definition_hash)
    advance(connection, house, [Ended(fresh, sequence, fresh.touch.step)], now)


def _count(house: House, connection: Connection, leaving: List[Leaving], now: datetime) -> None:
    """Advertising counts for the caps; what it rests on goes into the ledger of consents and the audit chain."""
    advertising = [one for one in leaving if one.case.touch.purpose.is_advertising]
    contacted = [
        ledger.Contacted(
            one.case.touch.id,
            one.case.enrollment.contact_pk,
            one.case.enrollment.company_pk,
            one.request.channel.medium,
            house.letters.cost if one.request.channel.medium is Medium.POST else None,
            one.request.offer,
            # Distances are kept between arrivals: a letter counts on the day it lies in the letterbox.
            house.letters.posting.contact_at(now) if one.request.channel.medium is Medium.POST else None,
        )
        for one in advertising
    ]
    ledger.add_touches(connection, contacted, now)
    operation.audit_all(connection, "touch_left", now, [_left(one) for one in advertising])
    used: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in advertising:
        # A call or a message by hand has not been made yet: its use is written with its outcome.
        if one.state is not TouchState.OPEN:
            given = [row.consent for row in one.case.consents]
            for consent_id, use in uses(given, one.case.touch.send_id, one.request.channel, one.ruling, one.prints):
                used[consent_id].append(use)
    consents.use(connection, used, now)


def _left(one: Leaving) -> tuple[str, dict[str, Any]]:
    data = touch_left(one.case.touch.send_id, one.request.channel, one.ruling, one.prints)
    return one.case.contact.external_id, data


def _open_task(house: House, connection: Connection, one: Leaving, task: NewTask, now: datetime) -> None:
    case = one.case
    placed = assigning.place(house, connection, case, one.sequence.step(case.touch.step), task, now)
    row = TaskRow(
        external_id=task.send_id,
        contact_pk=case.enrollment.contact_pk,
        kind=task.kind,
        title=task.title,
        brief=task.brief,
        guide=task.guide,
        due_at=placed.due_at,
        touch_id=case.touch.id,
        channel=one.request.channel.value,
        assignee=placed.assignee,
        expires_at=placed.expires_at,
        sample=operation.switch(connection, operation.ACTIVATED) is None,
        advertising=case.touch.purpose.is_advertising,
        priority=placed.priority,
        snoozed_until=placed.begins_at,
        snooze_reason=assigning.COOLING if placed.begins_at is not None else "",
        stands_in_for=placed.stands_in_for,
    )
    tasks.add(connection, row, now)
