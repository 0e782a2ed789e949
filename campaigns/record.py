"""The carrier's receipt becomes state: sent, failed, again later, or uncertain for everybody to see."""

from __future__ import annotations

from collections.abc import Sequence as List
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from campaigns.advance import Ended, advance
from campaigns.by_hand import arrived, by_hand
from campaigns.gate import move_on
from campaigns.house import House
from campaigns.outgoing import Outgoing
from campaigns.pages.opt_in_trail import mail_sent
from channels.channel import Mail, Outcome, Receipt
from contacts.medium import Medium, Purpose
from sequences.calendar import local_day
from sequences.touch import TouchState
from store import attempts, courses, ledger, locks, people, touches
from store.attempts import Closing
from store.case import TouchRow, Underway
from store.touch_groups import Move, bring_forward, move_all

GRACE = timedelta(minutes=15)
"""Longer than any server keeps a DATA phase open: before it has passed nobody sends a doubtful mail again."""

MAX_COPIES = 2
LIFETIME = timedelta(days=5)
"""RFC 5321 4.5.4.1, counted from the first refusal: what waited before (pause, pace, a relay away) was no try."""
LEAST_REFUSALS = 10
"""About a day and a half of growing delays."""

_FIRST_DELAY = timedelta(minutes=5)
_LONGEST_DELAY = timedelta(hours=4)
_TOO_FAST = frozenset({429, 503})
"""What SES answers to an account that sends too fast: it has not looked at the mail."""
_SILENCE = f"{Outcome.TRANSIENT}: 0 "
"""How the reason of a touch begins that only waits for a relay which gave no answer; see `_words`."""
_REASON = 200
"""Characters of a server's words that are kept."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the carrier said about an outgoing mail."""

    outgoing: Outgoing
    receipt: Receipt


Answered = tuple[Underway, Delivered]
Counted = dict[str, Any]


def record(house: House, connection: Connection, results: List[Delivered]) -> list[None]:
    """Write the receipts; a row that somebody else has moved meanwhile (rescue) is left as it is."""
    now = house.clock.now()
    ids = [result.outgoing.touch_id for result in results]
    # As at the gate: whether a run still goes on is read under the lock that its stop takes as well.
    owners = touches.owners_of(connection, ids).values()
    locks.lock_people(connection, {contact for contact, _ in owners})
    loaded = {case.touch.id: case for case in courses.underway(connection, ids)}
    answered: list[Answered] = []
    for result in results:
        case = loaded.get(result.outgoing.touch_id)
        if case is None or case.touch.fence != result.outgoing.fence or result.receipt.outcome is Outcome.NOT_GONE:
            continue
        if case.touch.state is TouchState.CLAIMED:
            _before_go(house, connection, case, result, now)
        elif case.touch.state is TouchState.SENDING:
            answered.append((case, result))
    attempts.finish(connection, [_closing(case, result.receipt) for case, result in answered], now)
    _accepted(house, connection, [case for case, result in answered if result.receipt.outcome is Outcome.ACCEPTED], now)
    for case, result in answered:
        if result.receipt.outcome is not Outcome.ACCEPTED:
            _not_accepted(house, connection, case, result, now)
        elif case.touch.purpose is Purpose.DOUBLE_OPT_IN:
            mail_sent(connection, house, case, result.outgoing.kept.sha256, result.receipt, now)
    return [None] * len(results)


def _closing(case: Underway, receipt: Receipt) -> Closing:
    told = receipt.outcome.value, receipt.code, receipt.detail, receipt.transport
    return Closing(case.touch.id, *told, receipt.carrier_id or None)


def _accepted(house: House, connection: Connection, accepted: List[Underway], now: datetime) -> None:
    """Sent, and what comes next is planned: nothing of a run has changed since it was loaded but this touch's state."""
    moves = [Move(case.touch.id, case.touch.fence, {"ended_at": now}) for case in accepted]
    move_all(connection, moves, TouchState.SENDING, TouchState.SENT)
    ended = [
        Ended(case, house.definitions.pinned(connection, case.enrollment.definition_hash), case.touch.step)
        for case in accepted
    ]
    advance(connection, house, ended, now)
    for case in accepted:
        arrived(connection, house, case, case.touch, now)


def _not_accepted(house: House, connection: Connection, case: Underway, result: Delivered, now: datetime) -> None:
    match result.receipt.outcome:
        case Outcome.UNCERTAIN:
            doubt(house, connection, case, now)
        case Outcome.TRANSIENT if not _given_up(case.touch, result.receipt, now):
            growing = _growing(attempts.number(connection, case.touch.id), case.touch.send_id)
            counted = _counted(case.touch, result.receipt, now)
            _not_taken(connection, case, now + growing, {"reason": _words(result.receipt), **counted})
        case _:
            _refused(house, connection, case, result, now)


def _not_taken(connection: Connection, case: Underway, due_at: datetime, counted: Counted) -> None:
    """The server has answered that it did not take the mail: nobody was reached, it was no copy."""
    ledger.remove(connection, case.touch.id)
    copies = case.touch.copies - 1
    _move(connection, case, TouchState.PLANNED, due_at=due_at, owner=None, made_at=None, copies=copies, **counted)


def hurry(house: House) -> int:
    """The relay answers again: what waited for it alone is due now, not in hours. The number of touches."""
    now = house.clock.now()
    with house.store.write() as connection:
        return bring_forward(connection, _SILENCE, now, now + _LONGEST_DELAY + _FIRST_DELAY)


def doubt(house: House, connection: Connection, case: Underway, now: datetime) -> None:
    """Nobody knows whether it left. Advertising counts as sent and is never repeated; contract mail goes once more."""
    _move(connection, case, TouchState.UNCERTAIN, maybe_delivered=True)
    if case.touch.purpose.is_advertising or case.touch.copies >= MAX_COPIES:
        move_on(house, connection, case.touch.id, now)
        return
    touches.move(
        connection,
        case.touch.id,
        case.touch.fence,
        TouchState.UNCERTAIN,
        TouchState.PLANNED,
        due_at=now + GRACE,
        owner=None,
    )


def _before_go(house: House, connection: Connection, case: Underway, result: Delivered, now: datetime) -> None:
    """The server said no before anything was said to the person: no attempt of the person's, the relay's matter.

    A server that keeps refusing is given up after LIFETIME; one that is not there never is: contract mail waits for it.
    """
    touch, receipt = case.touch, result.receipt
    reason = _words(receipt)
    counted = _counted(touch, receipt, now)
    refusals = int(counted.get("refusals", 0))
    new, values = TouchState.PLANNED, {"due_at": now + _growing(refusals, touch.send_id), "owner": None, **counted}
    if receipt.retry_after:
        values["due_at"] = now + timedelta(seconds=receipt.retry_after)
    elif receipt.blames_recipient and receipt.outcome is Outcome.REFUSED:
        _invalidate(connection, case, result)
        values["due_at"] = now
    elif _given_up(touch, receipt, now):
        new, values = TouchState.FAILED, {"ended_at": now, **counted}
        reason += _how_long(house, touch, receipt, now)
    moved = touches.move(connection, touch.id, touch.fence, TouchState.CLAIMED, new, reason=reason, **values)
    if moved and new is TouchState.FAILED:
        by_hand(connection, house, case, touch, reason, now)
        move_on(house, connection, touch.id, now)


def _refused(house: House, connection: Connection, case: Underway, result: Delivered, now: datetime) -> None:
    if result.receipt.blames_recipient:
        # The address is dead: the next lawful channel takes over, the same touch with the same identity.
        _invalidate(connection, case, result)
        _not_taken(connection, case, now, {})
        return
    ledger.remove(connection, case.touch.id)
    reason = f"{result.receipt.code} {result.receipt.detail}"[:_REASON]
    reason += _how_long(house, case.touch, result.receipt, now)
    _move(connection, case, TouchState.FAILED, ended_at=now, reason=reason)
    by_hand(connection, house, case, case.touch, reason, now)
    move_on(house, connection, case.touch.id, now)


def _invalidate(connection: Connection, case: Underway, result: Delivered) -> None:
    if isinstance(result.outgoing.leaving, Mail):
        people.invalidate(connection, case.enrollment.contact_pk, Medium.EMAIL, result.outgoing.leaving.envelope_to)


def _move(connection: Connection, case: Underway, new: TouchState, **values: object) -> None:
    touches.move(connection, case.touch.id, case.touch.fence, TouchState.SENDING, new, **values)


def _words(receipt: Receipt) -> str:
    """Why a mail waits. Begins with _SILENCE when nobody answered at all (code 0)."""
    return f"{receipt.outcome}: {receipt.code} {receipt.detail}"[:_REASON]


def _counted(touch: TouchRow, receipt: Receipt, now: datetime) -> Counted:
    """The columns that remember a refusal. Who was not asked, is not there, or sends too fast has not been refused."""
    if receipt.outcome is Outcome.TRANSIENT and (not receipt.code or receipt.code in _TOO_FAST):
        return {}
    return {"refusals": touch.refusals + 1, "refused_since": touch.refused_since or now}


def _given_up(touch: TouchRow, receipt: Receipt, now: datetime) -> bool:
    """True after days of being refused: often enough, and long enough since the first time."""
    counted = _counted(touch, receipt, now)
    return bool(counted) and counted["refusals"] >= LEAST_REFUSALS and now - counted["refused_since"] >= LIFETIME


def _how_long(house: House, touch: TouchRow, receipt: Receipt, now: datetime) -> str:
    """What a person reads behind the last answer of a mail that was given up; empty where that answer was enough."""
    if not _given_up(touch, receipt, now):
        return ""
    counted = _counted(touch, receipt, now)
    since = local_day(counted["refused_since"], house.timezone)
    return f" ({counted['refusals']} Ablehnungen seit {since:%d.%m.%Y})"


def _growing(tries: int, send_id: str) -> timedelta:
    """5 minutes doubling to 4 hours; shifted by the touch's own id so that not all come back at once."""
    shift = timedelta(seconds=int(send_id[:4], 16) % 60)
    doublings = min(max(0, tries - 1), 10)
    return min(_FIRST_DELAY * (1 << doublings), _LONGEST_DELAY) + shift
