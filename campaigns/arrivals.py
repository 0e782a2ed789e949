"""What has arrived and whose moment has come: cancellations start their sequences, events act. One pass of it.

Taking in and starting are two steps, because a sequence starts on the clock of the daemon: so an import is quick, and
the demo's or a simulation's clock decides about the same rows as the real one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import Connection

from campaigns.backups.gap import Gap, gap_of
from campaigns.effects import end_runs, stop_advertising
from campaigns.enroll import Applicant, anchors_of, enroll
from campaigns.export import write_recalls
from campaigns.happenings import act_on
from campaigns.house import House
from campaigns.owed_word import promise
from contacts.cancellation import ENDS_THE_FIRM, EXCLUDING_REASONS
from sequences.definition import Anchor, EventKind
from sequences.enrollment import StopReason
from store import cancellations, enrollments, events, locks, operation, people

log = structlog.get_logger()

_AT_ONCE = 200
_FROM_CANCELLATION = frozenset({Anchor.CANCELLATION_RECEIVED, Anchor.CONTRACT_END})


def arrivals(house: House) -> int:
    """Handle up to a batch of what has arrived, oldest first; their number. One fault stops no other."""
    now = house.clock.now()
    recalled: dict[str, list[str]] = {}
    with house.store.write() as connection:
        gap = gap_of(connection, now)
        received = cancellations.pending(connection, now, _AT_ONCE)
        happened = events.pending(connection, now, _AT_ONCE)
        ended = cancellations.whom_it_ends(
            connection, [pk for pk, _ in received], EXCLUDING_REASONS - ENDS_THE_FIRM, ENDS_THE_FIRM
        )
        withdrawn = cancellations.withdrawals(connection, [pk for pk, _ in received])
        named = {*(pk for _, pk in received), *(event.contact_pk for event in happened)}
        locks.lock_contacts(connection, named.union(*ended.values()))
        for pk, whose in received:
            if cancellations.mark_handled(connection, pk, now):
                for contact_pk in ended.get(pk, ()):
                    done = stop_advertising(connection, house, contact_pk, StopReason.EXCLUDED, now)
                    recalled.update(done.recalled)
                if pk in withdrawn:
                    # Who withdraws gives the contract back and wants no offer beside it (§ 355, § 356a BGB).
                    done = stop_advertising(connection, house, whose, StopReason.CONTRACT_WITHDRAWN, now)
                    recalled.update(done.recalled)
                _guarded(connection, "cancellation", pk, now, partial(_start, connection, house, pk, now, gap))
        for event in happened:
            if events.mark_handled(connection, event.id, now):
                _guarded(connection, "event", event.id, now, partial(act_on, connection, house, event, now, gap))
    write_recalls(house, recalled)
    return len(received) + len(happened)


def next_arrival(connection: Connection, after: datetime) -> datetime | None:
    """When the next cancellation or event comes due, None when none is known."""
    moments = (cancellations.next_pending(connection, after), events.next_pending(connection, after))
    return min((moment for moment in moments if moment is not None), default=None)


def _start(connection: Connection, house: House, pk: int, now: datetime, gap: Gap | None) -> None:
    """As of now, or of the lost time of a restored database: there it may have begun before."""
    found = cancellations.by_pk(connection, pk)
    begun = gap.as_of(found.cancellation.received_at, now) if gap is not None else now
    contact_pk = people.contact_pk(connection, found.cancellation.contact_id)
    if contact_pk is None:
        return
    if found.cancellation.assigned:
        _no_longer_back(connection, house, contact_pk, found.cancellation.received_at, now)
    contact, _, company_pk = people.contact(connection, contact_pk)
    applicant = Applicant(
        cancellation=found.cancellation,
        cancellation_pk=pk,
        contact=contact,
        contact_pk=contact_pk,
        company_pk=company_pk,
        contract=found.contract,
        anchors=anchors_of(found.cancellation, found.contract, contact.timezone, enrolled=begun),
    )
    enroll(connection, house, applicant, _FROM_CANCELLATION, begun)
    promise(connection, house, applicant, now)


def _no_longer_back(
    connection: Connection, house: House, contact_pk: int, received_at: datetime, now: datetime
) -> None:
    """Who cancels after her return, or after she stayed, is not looked after any more as somebody who did."""
    live = enrollments.running(connection, contact_pk)
    zeros = [(run["id"], house.definitions.pinned(connection, run["definition_hash"]).day_zero) for run in live]
    for kind, anchor in ((EventKind.RETURNED, Anchor.RETURNED), (EventKind.SAVED, Anchor.SAVED)):
        if not events.happened(connection, contact_pk, kind, received_at, now):
            end_runs(connection, [pk for pk, zero in zeros if zero is anchor], StopReason.REPLACED, now)


def _guarded(connection: Connection, what: str, pk: int, now: datetime, act: Callable[[], None]) -> None:
    """A row that cannot be handled is set aside and reported; what it had begun is undone."""
    try:
        with connection.begin_nested():
            act()
    except Exception:
        log.exception("arrival_failed", what=what, id=pk)
        operation.audit(connection, "arrival_failed", now, None, {"what": what, "id": pk})
