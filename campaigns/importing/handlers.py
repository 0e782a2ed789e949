# ruff: noqa: ARG001 - every kind of row has the one handler signature
"""What each kind of row does to the database. Idempotent: a row that is known already changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_address, object_to
from campaigns.happenings import happen, release
from campaigns.house import House
from campaigns.importing.addresses import addresses_of
from campaigns.importing.consents import take_consent
from campaigns.importing.customers import take_contract, take_customer
from campaigns.importing.letter_returns import take_letter_return
from campaigns.importing.results import Effect
from campaigns.imports import (
    ActivityRow,
    ContractRow,
    CustomerRow,
    LetterReturnRow,
    NpsRow,
    ReleaseRow,
    ReturnedRow,
    RevenueRow,
    TicketRow,
    UsageRow,
)
from campaigns.intake import find_contact, receive
from campaigns.ruling_json import plain
from compliance.facts import Via
from contacts.cancellation import Cancellation
from contacts.consent import Consent, Objection
from sequences.definition import EventKind
from store import events, ledger, locks, people

_VIA = {"call": Via.CALL, "letter": Via.LETTER, "one_click": Via.ONE_CLICK, "robinson": Via.ROBINSON}

Done = tuple[Effect, Aftermath]


def handle(connection: Connection, house: House, row: object, now: datetime) -> Done:
    """Bring one row in. UnknownContact when it is about somebody nobody has imported, RowRefused when it is false."""
    for kind, handler in _HANDLERS:
        if isinstance(row, kind):
            return handler(connection, house, row, now)
    raise TypeError(type(row).__name__)


def _done(new: bool, aftermath: Aftermath | None = None) -> Done:  # noqa: FBT001 (private; every call says what is new)
    return Effect.NEW if new else Effect.SAME, aftermath or Aftermath()


def _cancellation(connection: Connection, house: House, row: Cancellation, now: datetime) -> Done:
    return _done(*receive(connection, house, row, now))


def _objection(connection: Connection, house: House, row: Objection, now: datetime) -> Done:
    via = _VIA.get(row.source, Via.TEXT)
    told = {"source": row.source, "verbatim": row.verbatim}
    if row.contact_id is not None:
        contact_pk = find_contact(connection, row.contact_id)
        return _changed(object_to(connection, house, contact_pk, row.scope, via, row.received_at, **told))
    medium, spellings = addresses_of(row)
    done = Aftermath(changed=False)
    for spelling in spellings:
        effect = object_address(connection, house, medium, spelling, row.scope, via, row.received_at, **told)
        done.recalled.update(effect.recalled)
        done.changed |= effect.changed
    return _changed(done)


def _changed(aftermath: Aftermath) -> Done:
    return _done(aftermath.changed, aftermath)


def _returned(connection: Connection, house: House, row: ReturnedRow, now: datetime) -> Done:
    contact_pk = find_contact(connection, row.contact_id)
    new = happen(
        connection,
        house,
        EventKind.RETURNED,
        contact_pk,
        "returned",
        row.external_id,
        row.returned_at,
        annual_value=row.annual_value,
    )
    return _done(new)


def _activity(connection: Connection, house: House, row: ActivityRow, now: datetime) -> Done:
    contact_pk = find_contact(connection, row.contact_id)
    locks.lock_contact(connection, contact_pk)
    company_pk = people.contact(connection, contact_pk)[2]
    new = ledger.add(connection, contact_pk, company_pk, row.medium, row.at, activity_id=row.external_id, by=row.by)
    return _done(new)


def _release(connection: Connection, house: House, row: ReleaseRow, now: datetime) -> Done:
    return _done(release(connection, house, row.feature, row.external_id, row.released_at) > 0)


def _letter_return(connection: Connection, house: House, row: LetterReturnRow, now: datetime) -> Done:
    aftermath = take_letter_return(connection, house, row, now)
    return _done(aftermath is not None, aftermath)


def _observation(kind: str, at: Callable[[Any], datetime]) -> Callable[..., Done]:
    def handler(connection: Connection, house: House, row: Any, now: datetime) -> Done:
        contact_pk = find_contact(connection, row.contact_id)
        data = plain(asdict(row))
        return _done(events.observe(connection, kind, row.external_id, contact_pk, at(row), data))

    return handler


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(0), tzinfo=UTC)


_HANDLERS: Sequence[tuple[type, Callable[..., Done]]] = (
    (CustomerRow, take_customer),
    (ContractRow, take_contract),
    (Cancellation, _cancellation),
    (Consent, take_consent),
    (Objection, _objection),
    (ReturnedRow, _returned),
    (ActivityRow, _activity),
    (ReleaseRow, _release),
    (LetterReturnRow, _letter_return),
    (UsageRow, _observation("usage", lambda row: _midnight(row.day))),
    (TicketRow, _observation("tickets", lambda row: row.opened_at)),
    (NpsRow, _observation("nps", lambda row: row.answered_at)),
    (RevenueRow, _observation("revenue", lambda row: _midnight(row.month))),
)
"""Which handler takes which kind of row: a new kind of file is one line here."""
