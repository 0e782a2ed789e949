"""A database from the past: recognised before anything leaves, and what happens when a person says `resume`.

What was due between the backup and now may have left; nobody knows. So everything waits. Advertising of that time is
left out when it goes on, step by step as it would have been sent: never twice, whatever the price. Contract mail is
owed, so it is held until a person has looked. Letters that waited for the letter shop are not written a second time.

The same holds, before and after `resume`, for what is read in again and begins in that time (campaigns.backups.gap).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from campaigns.advance import Ended, advance
from campaigns.arrivals import arrivals
from campaigns.audiences.unknown import forget
from campaigns.backups import generation, key_mark
from campaigns.backups.gap import Gap, open_gap
from campaigns.by_hand import by_hand
from campaigns.house import House
from sequences.touch import TouchState
from store import courses, decisions, health, letter_batches, operation, people, restoring, touches
from store.case import Underway
from store.decisions import NewDecision

log = structlog.get_logger()

REASON = "restored"
_FOR_GOOD = timedelta(days=36_500)
_SHOP_MAY_HAVE_IT = (
    "Die Datenbank kam aus einer Sicherung; vielleicht hat die Druckerei diese Lieferung schon. Bitte dort fragen; "
    "hat sie sie nicht: wiedersehen letters export --now"
)
HELD = (
    "Die Datenbank kam aus einer Sicherung: diese Nachricht ging vielleicht schon hinaus. "
    "Im Protokoll des Mailservers nachsehen, dann wiedersehen resume --held."
)
_AT_ONCE = 200
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was found: `how` is backup, older or moved; contract mails now held, letters not written again.

    `lists`: the advertising networks of whose lists nobody knows any more who is on them.
    """

    how: str
    held: int
    letters: int
    lists: tuple[str, ...] = ()


def recognise(house: House) -> Restored | None:
    """At every start of a daemon, before it sends: None when the database is the newest there is.

    A database without its file beside it was moved here without it: on SQLite that is a restored one as well, while
    on PostgreSQL a new host has none yet. An empty one on which no daemon ever ran is a new installation, whatever an
    earlier one left behind.
    """
    mark, second = generation.beside(house.state), generation.outside()
    with house.store.write() as connection:
        how = _how(connection, mark, second or 0, sqlite=house.store.is_sqlite)
        found = declare(house, connection, how) if how else None
        key_mark.remember(house, connection)
        number = generation.bump(connection, house.clock.now(), least=max(mark or 0, second or 0))
        generation.note_outside(connection, house.clock.now())
    generation.write_marks(house.state, number)
    return found


def is_unnoticed(house: House) -> bool:
    """True for a database from the past that no daemon has recognised yet: who has objected since, it does not know."""
    with house.store.read() as connection:
        mark, second = generation.beside(house.state), generation.outside()
        return _how(connection, mark, second or 0, sqlite=house.store.is_sqlite) is not None


def _how(connection: Connection, mark: int | None, second: int, *, sqlite: bool) -> str | None:
    number = generation.of_database(connection)
    if operation.switch(connection, operation.COPY_TAKEN) is not None:
        return "backup"
    if number is None and people.is_empty(connection):
        return None
    if (number or 0) < max(mark or 0, second):
        return "older"
    return "moved" if mark is None and sqlite and number is not None else None


def declare(house: House, connection: Connection, how: str) -> Restored:
    """From now on everything waits; `resume` ends it."""
    now = house.clock.now()
    open_gap(connection, _taken(connection, now), now)
    operation.set_switch(connection, operation.PAUSED, "all", now)
    operation.set_switch(connection, operation.RESTORED, now.isoformat(), now)
    operation.clear_switch(connection, operation.COPY_TAKEN)
    held = restoring.hold_contract(connection, now, HELD)
    letters = _stop_letters(house, connection, restoring.waiting_letters(connection), now)
    letter_batches.doubt(connection, _SHOP_MAY_HAVE_IT, now + _FOR_GOOD)
    lists = [platform.value for platform in forget(house, connection, now)]
    operation.audit(connection, "restored", now, None, {"how": how, "held": held, "letters": letters, "lists": lists})
    log.warning("restored_database", how=how, held=held, letters=letters, lists=lists)
    return Restored(how, held, letters, tuple(lists))


def _taken(connection: Connection, now: datetime) -> datetime:
    """When the backup was taken: its own mark says it, else the last sign of life that is written in it."""
    copied = operation.switch(connection, operation.COPY_TAKEN)
    if copied is not None:
        return datetime.fromisoformat(copied)
    signs = (operation.switched_at(connection, operation.GENERATION), health.latest_record(connection))
    return max((sign for sign in signs if sign is not None), default=now)


def _stop_letters(house: House, connection: Connection, touch_ids: list[int], now: datetime) -> int:
    """Letters are stopped; one that the contract demands becomes a person's task."""
    for case in courses.underway(connection, touch_ids):
        touches.move(
            connection,
            case.touch.id,
            case.touch.fence,
            TouchState.BATCHED,
            TouchState.STOPPED,
            reason=REASON,
            ended_at=now,
        )
        by_hand(connection, house, case, case.touch, REASON, now)
    return len(touch_ids)


def restored_at(connection: Connection) -> datetime | None:
    """When a restored database was recognised that nobody has taken over yet."""
    value = operation.switch(connection, operation.RESTORED)
    return datetime.fromisoformat(value) if value is not None else None


def take_over(house: House, connection: Connection, *, nothing_left: bool = False) -> int:
    """A person goes on with a restored database; the number of advertising touches left out. First `take_in`.

    All that is due by now counts as lost time. `nothing_left`: the person knows that nothing has been sent since the
    backup, so what is due is sent, and no time was lost.
    """
    until = restored_at(connection)
    operation.clear_switch(connection, operation.RESTORED)
    if nothing_left:
        operation.clear_switch(connection, operation.GAP)
    if until is None or nothing_left:
        return 0
    now = house.clock.now()
    restoring.hold_contract(connection, now, HELD)
    return _leave_out_all(house, connection, now)


def take_in(house: House) -> None:
    """Let everything begin that was read in again, so that `take_over` sees it; nothing of it leaves."""
    while arrivals(house):
        pass


def keep_back(house: House, connection: Connection, gap: Gap) -> None:
    """What has been planned for the lost time since: contract mail is held, advertising left out."""
    restoring.hold_contract_before(connection, gap.end, HELD)
    _leave_out_all(house, connection, gap.end - _INSTANT)


def _leave_out_all(house: House, connection: Connection, until: datetime) -> int:
    left_out = 0
    while due := restoring.due_advertising(connection, until, _AT_ONCE):
        for case in courses.underway(connection, due):
            _leave_out(house, connection, case)
        left_out += len(due)
    return left_out


def _leave_out(house: House, connection: Connection, case: Underway) -> None:
    """Skip a step and plan the next as of the moment at which this one was due: the next may have left as well."""
    touch, now = case.touch, house.clock.now()
    touches.move(connection, touch.id, touch.fence, TouchState.PLANNED, TouchState.SKIPPED, reason=REASON, ended_at=now)
    record = NewDecision(case.enrollment.id, touch.id, touch.step, now, "skip", reason=REASON)
    decisions.record(connection, [record])
    fresh = courses.underway(connection, [touch.id])[0]
    sequence = house.definitions.pinned(connection, case.enrollment.definition_hash)
    advance(connection, house, [Ended(fresh, sequence, touch.step)], touch.due_at)
