"""What a change of addresses does: dead ones stay dead, and an objection reaches whoever shares the new one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.effects import Aftermath, take_back
from campaigns.evidence.standing import forbids, standing
from campaigns.house import House
from campaigns.imports import CustomerRow, ImportFile, Sign
from campaigns.intake import UnknownContact
from campaigns.letters.readdressing import readdress
from contacts import normalize
from contacts.consent import Objection
from contacts.contact import Contact, ContactPoint, PostalAddress
from contacts.medium import Medium
from sequences.enrollment import StopReason
from store import letters, people, permissions


def without_dead_address(person: Contact, points: Collection[ContactPoint]) -> Contact:
    """The person without a postal address from which a letter came back: only another one brings letters again."""
    if person.address is None:
        return person
    key = normalize.postal_key(person.address, person.last_name)
    dead = (point.normalised for point in points if point.medium is Medium.POST and _is_dead(point))
    return replace(person, address=None) if key in dead else person


def letter_came_back(
    connection: Connection, house: House, send_id: str, contact_pk: int, now: datetime
) -> dict[str, list[str]]:
    """Where this letter went, nothing is sent any more; an address that was given since then stays in use.

    Recalled send ids by batch: other letters to the same address are taken back, wherever they are.
    """
    person, points, _ = people.contact(connection, contact_pk)
    current = normalize.postal_key(person.address, person.last_name) if person.address else None
    printed = letters.printed(connection, send_id)
    sent_to = _key_of(printed, points) if printed is not None else current
    if sent_to is None or sent_to == current:
        people.drop_address(connection, contact_pk)
    if sent_to is not None:
        people.invalidate(connection, contact_pk, Medium.POST, sent_to)
    return readdress(connection, house, contact_pk, now)


def addresses_changed(connection: Connection, house: House, contact_pk: int, now: datetime) -> Aftermath:
    """An address that two people share from now on: what an objection of one forbids is taken back from both."""
    aftermath = Aftermath()
    for pk in (contact_pk, *people.sharing(connection, contact_pk)):
        for medium in sorted(forbids(standing(connection, house, pk, now).objections)):
            done = take_back(connection, house, pk, medium.value, StopReason.OBJECTION, now)
            aftermath.recalled.update(done.recalled)
    return aftermath


def addresses_of(row: Objection) -> tuple[Medium, tuple[str, ...]]:
    """The medium of the address in a row, and each spelling it may be on file under. UnknownContact for none."""
    if row.address and (row.scope == Medium.POST or normalize.is_postal_key(row.address)):
        return Medium.POST, (row.address, *row.also)
    for medium in (Medium.EMAIL, Medium.PHONE, Medium.LINKEDIN_DM):
        normalised = normalize.normalise(medium, row.address or "")
        if normalised is not None:
            return medium, (normalised,)
    raise UnknownContact(f"„{row.address}“ ist weder E-Mail-Adresse noch Rufnummer noch Profil noch Anschrift.")


def reached(connection: Connection, house: House, file: ImportFile) -> set[int]:
    """Row ids of everybody whom an objection reaches through an address in this file: locked before its first row."""
    objectors = permissions.objectors(connection)
    hashes = {
        house.address_hash(medium, normalised) for row in file.rows for medium, normalised in _blocking(row, objectors)
    }
    return {pk for digest in sorted(hashes) for pk in people.by_address(connection, digest)}


def _blocking(row: object, objectors: Collection[str]) -> Iterator[tuple[Medium, str]]:
    match row:
        case CustomerRow():
            opted_out = any(signal.sign is Sign.OPT_OUT for signal in row.signals)
            if opted_out or row.contact.external_id in objectors:
                yield from ((point.medium, point.normalised) for point in row.points)
        case Objection(contact_id=None, address=str()):
            try:
                medium, spellings = addresses_of(row)
            except UnknownContact:
                return  # told when its turn comes
            yield from ((medium, spelling) for spelling in spellings)


def _is_dead(point: ContactPoint) -> bool:
    return not point.valid and not point.superseded


def _key_of(columns: Mapping[str, str], points: Collection[ContactPoint]) -> str | None:
    """Which of her postal addresses stands on a letter, which names no country at home; None for none of them."""
    place = PostalAddress(columns["Straße"], columns["PLZ"], columns["Ort"])
    printed = normalize.postal_key(place, columns["Nachname"]).rpartition("|")[0]
    keys = (point.normalised for point in points if point.medium is Medium.POST)
    return next((key for key in keys if key.rpartition("|")[0] == printed), None)
