"""The go-commit: the last look at objections, consents and caps, under the row locks that stops take as well.

Nothing leaves without passing here, and whoever passes is recorded as leaving before the first byte of content goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Sequence as List
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from campaigns.advance import Ended, advance
from campaigns.decision import Judged, decide
from campaigns.desk.opening import open_task
from campaigns.evidence.leaving import Prints, touch_left, uses
from campaigns.facts import Spending
from campaigns.house import House
from campaigns.inbound.codes import letter_code
from campaigns.inside import is_inside
from campaigns.outgoing import Outgoing
from campaigns.rivals import Waiting, rivals, without_rivals
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
    touches,
)
from store.case import Case
from store.touch_groups import Move, move_all


def go(house: House, connection: Connection, requests: List[Outgoing]) -> list[bool]:
    """For each request: may it leave, and is that recorded? One transaction for all that wait at the same moment.

    Requests that compete for one cap (same person, same company, a sender-wide count) are judged one after the other.
    """
    now = house.clock.now()
    owners = touches.owners_of(connection, [request.touch_id for request in requests])
    _lock(house, connection, requests, owners.values())
    paused = operation.switch(connection, operation.PAUSED)
    answers: dict[int, bool] = {}
    waiting = [
        Waiting(place, request, rivals(house, request, *owners[request.touch_id]))
        for place, request in enumerate(requests)
        if request.touch_id in owners
    ]
    while waiting:
        first, waiting = without_rivals(waiting)
        answers.update(_round(house, connection, first, now, paused))
    return [answers.get(place, False) for place in range(len(requests))]


def _lock(
    house: House, connection: Connection, requests: List[Outgoing], owners: Iterable[tuple[int, int | None]]
) -> None:
    """Everybody's rows at once and in one order, so that neither a stop nor another daemon can come in between."""
    pairs = list(owners)
    companies = {company for _, company in pairs if company is not None}
    sender_wide = any(cap.per == "sender" for cap in house.caps)
    budget = any(isinstance(request.leaving, BatchRow) for request in requests)
    locks.lock_people(connection, {contact for contact, _ in pairs}, companies, sender=sender_wide or budget)


def _round(
    house: House, connection: Connection, first: List[Waiting], now: datetime, paused: str | None
) -> dict[int, bool]:
    loaded = {
        case.touch.id: case
        for case in cases.load(connection, [one.request.touch_id for one in first], now, house.horizon)
    }
    asked = [(one, loaded[one.request.touch_id]) for one in first if one.request.touch_id in loaded]
    by_post = [case.enrollment.contact_pk for one, case in asked if isinstance(one.request.leaving, BatchRow)]
    spent = spending(connection, house, now, by_post)
    answers: dict[int, bool] = {}
    leaving: list[Leaving] = []
    for one, case in asked:
        judged = _judge(house, connection, case, one.request, now, spent, paused)
        answers[one.place] = judged is not None
        if judged is not None:
            leaving.append(judged)
    _leave(house, connection, leaving, now)
    return answers


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
    def inside(self) -> bool:
        """True when it reaches a colleague and nobody else: no contact is made, so none is counted."""
        return is_inside(self.sequence.step(self.case.touch.step), self.request.channel)

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
            open_task(house, connection, one.case, one.sequence, one.request.channel, one.request.leaving, now)
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
    advertising = [one for one in leaving if one.case.touch.purpose.is_advertising and not one.inside]
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
