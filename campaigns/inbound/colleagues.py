"""When somebody of a company answers, her colleagues hear nothing until that is dealt with: one voice to a firm."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from campaigns.effects import Aftermath, advertising_runs, stop_advertising
from campaigns.house import House
from campaigns.inbound.incoming import Incoming
from sequences.enrollment import StopReason
from store import operation, people, reply_tasks


def rest(came: Incoming, aftermath: Aftermath) -> list[str]:
    """Pause or stop the advertising to the others of her company, as configured; the external ids of those it touched.

    A run that waits for a date of its own keeps it for afterwards; one that waits for a person goes on with that.
    """
    terms = came.house.replies
    others = people.colleagues(came.connection, came.contact_pk) if terms.colleagues != "none" else []
    touched = []
    for other in others:
        running = advertising_runs(came.connection, came.house, other)
        if not running:
            continue
        if terms.colleagues == "stop":
            done = stop_advertising(came.connection, came.house, other, StopReason.REPLIED, came.now)
            aftermath.recalled.update(done.recalled)
            touched.append(other)
        elif reply_tasks.pause_colleagues(came.connection, running, came.contact.external_id):
            touched.append(other)
    found = reply_tasks.names(came.connection, touched)
    for name in found:
        # The reply leads to who answered as long as it is kept: her id would stay in another person's entry for ever.
        data = {"how": terms.colleagues, "reply": came.parsed.fingerprint[:16]}
        operation.audit(came.connection, "colleague_rests", came.now, name, data)
    return found


def release(connection: Connection, house: House, contact_pk: int, without: Collection[str] = ()) -> int:
    """The answer of `contact_pk` is dealt with: who waited for it goes on; the number of runs that waited.

    Nobody goes on while a task from a reply of hers is open, but for those in `without`. Whoever goes on, she as well,
    waits for the next one of the firm whose answer is open.
    """
    _rest_again(connection, house, [contact_pk], None)
    return 0 if reply_tasks.any_open(connection, contact_pk, without) else _let_go(connection, house, contact_pk, None)


def forget(connection: Connection, house: House, contact_pk: int) -> int:
    """She is about to be erased: nobody waits for her, and no reason names her; the number of runs that waited."""
    number = _let_go(connection, house, contact_pk, contact_pk)
    (name,) = reply_tasks.names(connection, [contact_pk])
    reply_tasks.forget_colleague(connection, name)
    return number


def _let_go(connection: Connection, house: House, contact_pk: int, erased: int | None) -> int:
    (name,) = reply_tasks.names(connection, [contact_pk])
    now = house.clock.now()
    waited = reply_tasks.release_colleagues(connection, name, now)
    if waited:
        _rest_again(connection, house, {whose for _, whose in waited}, erased)
        operation.audit(connection, "colleagues_released", now, name, {"runs": len(waited)})
    return len(waited)


def _rest_again(connection: Connection, house: House, people_pks: Iterable[int], erased: int | None) -> None:
    """Who goes on waits for the next one of the firm whose answer is open."""
    if house.replies.colleagues != "pause":
        return
    for contact_pk in sorted(people_pks):
        runs = advertising_runs(connection, house, contact_pk)
        others = people.colleagues(connection, contact_pk) if runs else []
        for other in others:
            if other != erased and reply_tasks.any_open(connection, other):
                (name,) = reply_tasks.names(connection, [other])
                reply_tasks.pause_colleagues(connection, runs, name)
                break
