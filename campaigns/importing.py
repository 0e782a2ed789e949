# ruff: noqa: ARG001 - every kind of row has the one handler signature
"""Applies an import file in one transaction: everything of it or nothing. The same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Connection

from campaigns.effects import Aftermath, object_address, object_to, take_back
from campaigns.export import write_recalls
from campaigns.happenings import happen, release
from campaigns.house import House
from campaigns.imports import (
    ActivityRow,
    ContractRow,
    CustomerRow,
    ImportFile,
    LetterReturnRow,
    NpsRow,
    ReleaseRow,
    ReturnedRow,
    RevenueRow,
    TicketRow,
    UsageRow,
)
from campaigns.intake import UnknownContact, find_contact, receive
from campaigns.ruling_json import plain
from compliance.facts import Via
from contacts import normalize
from contacts.cancellation import Cancellation
from contacts.consent import Consent, Objection
from contacts.contact import ContactPoint
from contacts.medium import Medium
from sequences.definition import EventKind
from sequences.enrollment import StopReason
from store import events, ledger, locks, operation, people, permissions, touches

_VIA = {"call": Via.CALL, "letter": Via.LETTER, "one_click": Via.ONE_CLICK, "robinson": Via.ROBINSON}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: new rows, rows that changed nothing, rows refused (place in the file, German reason)."""

    new: int
    unchanged: int
    refused: tuple[tuple[int, str], ...] = ()


def apply(house: House, file: ImportFile, *, dry_run: bool = False) -> Imported:
    """Bring the rows of `file` in. With `dry_run` everything is tried and rolled back."""
    now = house.clock.now()
    recalled: dict[str, list[str]] = {}
    new = unchanged = 0
    refused: list[tuple[int, str]] = []
    try:
        with house.store.write() as connection:
            locks.lock_contacts(connection, *people.known(connection, *_named(file)))
            for place, row in enumerate(file.rows):
                try:
                    changed, aftermath = _apply_row(connection, house, row, now)
                except UnknownContact as error:
                    refused.append((place, str(error)))
                    continue
                recalled.update(aftermath.recalled)
                new, unchanged = new + changed, unchanged + (not changed)
            _undo(dry_run)
            if not operation.file_known(connection, file.kind, file.sha256):
                operation.remember_file(connection, file.kind, file.sha256, new, len(refused), now)
    except _Undo:
        return Imported(new, unchanged, tuple(refused))
    write_recalls(house, recalled)
    return Imported(new, unchanged, tuple(refused))


def _named(file: ImportFile) -> tuple[set[str], set[str]]:
    """External ids of the contacts and companies a file is about, to be locked in one order before its first row."""
    customers = [row.contact for row in file.rows if isinstance(row, CustomerRow)]
    contacts = {contact.external_id for contact in customers} | {getattr(row, "contact_id", "") for row in file.rows}
    return {name for name in contacts if name}, {one.company.external_id for one in customers if one.company}


class _Undo(Exception):
    """Rolls a dry run back."""


def _undo(dry_run: bool) -> None:  # noqa: FBT001 (private, one call site)
    if dry_run:
        raise _Undo


Changed = tuple[bool, Aftermath]


def _apply_row(connection: Connection, house: House, row: object, now: datetime) -> Changed:
    for kind, handler in _HANDLERS:
        if isinstance(row, kind):
            return handler(connection, house, row, now)
    raise TypeError(type(row).__name__)


def _customer(connection: Connection, house: House, row: CustomerRow, now: datetime) -> Changed:
    known = people.contact_pk(connection, row.contact.external_id)
    contact_pk = people.put_contact(connection, row.contact)
    people.put_points(connection, contact_pk, row.points, house.address_hash)
    if row.contact.address is not None:
        key = normalize.postal_key(row.contact.address, row.contact.last_name)
        people.put_points(connection, contact_pk, [ContactPoint(Medium.POST, key, key, "import")], house.address_hash)
    if row.contract is not None:
        people.put_contract(connection, contact_pk, row.contract)
    return known is None, Aftermath()


def _contract(connection: Connection, house: House, row: ContractRow, now: datetime) -> Changed:
    contact_pk = find_contact(connection, row.contact_id)
    known = people.contract_of_contact(connection, contact_pk, row.contract.external_id)
    people.put_contract(connection, contact_pk, row.contract)
    return known is None or known[1] != row.contract, Aftermath()


def _cancellation(connection: Connection, house: House, row: Cancellation, now: datetime) -> Changed:
    return receive(connection, house, row, now)


def _consent(connection: Connection, house: House, row: Consent, now: datetime) -> Changed:
    contact_pk = find_contact(connection, row.contact_id)
    locks.lock_contact(connection, contact_pk)
    changed = permissions.put_consent(connection, row, contact_pk, now)
    if not changed or row.withdrawn_at is None:
        return changed, Aftermath()
    # What the gate let pass on this consent is taken back: a call that is open, a letter that is not printed yet.
    return True, take_back(connection, house, contact_pk, row.medium.value, StopReason.CONSENT_WITHDRAWN, now)


def _objection(connection: Connection, house: House, row: Objection, now: datetime) -> Changed:
    via = _VIA.get(row.source, Via.TEXT)
    if row.contact_id is not None:
        contact_pk = find_contact(connection, row.contact_id)
        return _changed(
            object_to(
                connection, house, contact_pk, row.scope, via, row.received_at, source=row.source, verbatim=row.verbatim
            )
        )
    if row.scope == Medium.POST and row.address:
        return _changed(object_address(connection, house, Medium.POST, row.address, row.scope, via, row.received_at))
    for medium in (Medium.EMAIL, Medium.PHONE, Medium.LINKEDIN_DM):
        normalised = normalize.normalise(medium, row.address or "")
        if normalised is not None:
            return _changed(object_address(connection, house, medium, normalised, row.scope, via, row.received_at))
    raise UnknownContact(f"„{row.address}“ ist weder E-Mail-Adresse noch Rufnummer noch LinkedIn-Profil.")


def _changed(aftermath: Aftermath) -> Changed:
    return aftermath.changed, aftermath


def _returned(connection: Connection, house: House, row: ReturnedRow, now: datetime) -> Changed:
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
    return new, Aftermath()


def _activity(connection: Connection, house: House, row: ActivityRow, now: datetime) -> Changed:
    contact_pk = find_contact(connection, row.contact_id)
    locks.lock_contact(connection, contact_pk)
    company_pk = people.contact(connection, contact_pk)[2]
    new = ledger.add(connection, contact_pk, company_pk, row.medium, row.at, activity_id=row.external_id, by=row.by)
    return new, Aftermath()


def _release(connection: Connection, house: House, row: ReleaseRow, now: datetime) -> Changed:
    return release(connection, house, row.feature, row.external_id, row.released_at) > 0, Aftermath()


def _letter_return(connection: Connection, house: House, row: LetterReturnRow, now: datetime) -> Changed:
    found = touches.by_send_id(connection, row.send_id)
    if found is None:
        raise UnknownContact(f"Eine Sendung {row.send_id} haben wir nicht übergeben.")
    if not events.observe(connection, "letter-returns", row.send_id, found[1], row.returned_at or now, {}):
        return False, Aftermath()  # the address may have been put right since then
    people.drop_address(connection, found[1])
    operation.audit(connection, "letter_returned", now, None, {"send_id": row.send_id})
    return True, Aftermath()


def _observation(kind: str, at: Callable[[Any], datetime]) -> Callable[..., Changed]:
    def handler(connection: Connection, house: House, row: Any, now: datetime) -> Changed:
        contact_pk = find_contact(connection, row.contact_id)
        data = plain(asdict(row))
        return events.observe(connection, kind, row.external_id, contact_pk, at(row), data), Aftermath()

    return handler


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(0), tzinfo=UTC)


_HANDLERS: Sequence[tuple[type, Callable[..., Changed]]] = (
    (CustomerRow, _customer),
    (ContractRow, _contract),
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
