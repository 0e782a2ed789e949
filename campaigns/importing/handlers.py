# ruff: noqa: ARG001 - every kind of row has the one handler signature
"""What each kind of row does to the database. Idempotent: a row that is known already changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_address, object_to, take_back
from campaigns.happenings import happen, release
from campaigns.house import House
from campaigns.importing.customers import take_contract, take_customer
from campaigns.importing.refusal import RowRefused
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
from campaigns.intake import UnknownContact, find_contact, receive
from campaigns.reason_words import MEDIA
from campaigns.ruling_json import plain
from compliance.facts import Via
from contacts import normalize
from contacts.cancellation import Cancellation
from contacts.consent import Consent, Objection
from contacts.medium import Medium
from sequences.definition import EventKind
from sequences.enrollment import StopReason
from store import events, ledger, locks, operation, people, permissions, touches

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


def _consent(connection: Connection, house: House, row: Consent, now: datetime) -> Done:
    contact_pk = find_contact(connection, row.contact_id)
    locks.lock_contact(connection, contact_pk)
    known = permissions.consents(connection, external_id=row.external_id)
    for other in known:
        if (other.contact_pk, other.consent.medium) != (contact_pk, row.medium):
            raise RowRefused(_other_consent(other.consent))
    if not permissions.put_consent(connection, row, contact_pk, now):
        return Effect.SAME, Aftermath()
    effect = Effect.CHANGED if known else Effect.NEW
    if row.withdrawn_at is None:
        return effect, Aftermath()
    # What the gate let pass on this consent is taken back: a call that is open, a letter that is not printed yet.
    return effect, take_back(connection, house, contact_pk, row.medium.value, StopReason.CONSENT_WITHDRAWN, now)


def _other_consent(known: Consent) -> str:
    return (
        f"Die Einwilligung {known.external_id} gehört schon dem Kontakt {known.contact_id} und gilt für "
        f"{MEDIA[known.medium]}. Jede Einwilligung braucht eine eigene Kennung (consent_id). Steht in dieser Zeile ein "
        "Widerruf, tragen Sie ihn sofort ein: wiedersehen import objections."
    )


def _objection(connection: Connection, house: House, row: Objection, now: datetime) -> Done:
    via = _VIA.get(row.source, Via.TEXT)
    told = {"source": row.source, "verbatim": row.verbatim}
    if row.contact_id is not None:
        contact_pk = find_contact(connection, row.contact_id)
        return _changed(object_to(connection, house, contact_pk, row.scope, via, row.received_at, **told))
    medium, address = _address_of(row)
    return _changed(object_address(connection, house, medium, address, row.scope, via, row.received_at, **told))


def _address_of(row: Objection) -> tuple[Medium, str]:
    """The medium that an address belongs to, and its one spelling."""
    if row.scope == Medium.POST and row.address:
        return Medium.POST, row.address
    for medium in (Medium.EMAIL, Medium.PHONE, Medium.LINKEDIN_DM):
        normalised = normalize.normalise(medium, row.address or "")
        if normalised is not None:
            return medium, normalised
    raise UnknownContact(f"„{row.address}“ ist weder E-Mail-Adresse noch Rufnummer noch LinkedIn-Profil.")


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
    found = touches.by_send_id(connection, row.send_id)
    if found is None:
        raise UnknownContact(f"Eine Sendung {row.send_id} haben wir nicht übergeben.")
    if not events.observe(connection, "letter-returns", row.send_id, found[1], row.returned_at or now, {}):
        return Effect.SAME, Aftermath()  # the address may have been put right since then
    people.drop_address(connection, found[1])
    operation.audit(connection, "letter_returned", now, None, {"send_id": row.send_id})
    return Effect.NEW, Aftermath()


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
    (Consent, _consent),
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
