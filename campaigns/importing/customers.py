"""Customers and their contracts in rows: who is known is updated by what the file speaks about, never by the rest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from campaigns.desk.new_owner import Followed, follow
from campaigns.effects import Aftermath
from campaigns.house import House
from campaigns.importing import merging
from campaigns.importing.addresses import addresses_changed, without_dead_address
from campaigns.importing.identity import is_other_person
from campaigns.importing.merging import Told
from campaigns.importing.refusal import OtherPerson, RowRefused
from campaigns.importing.results import Effect
from campaigns.imports import ContractRow, CustomerRow
from campaigns.intake import find_contact
from campaigns.letters.readdressing import readdress
from campaigns.owed_word import end_learned
from campaigns.rendering.german import full_name
from contacts import normalize
from contacts.contact import Company, Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium
from store import people, points

Done = tuple[Effect, Aftermath]


def take_customer(connection: Connection, house: House, row: CustomerRow, now: datetime) -> Done:
    """A person with her addresses and contract. RowRefused, before anything is written, when the row cannot be true."""
    known = people.contact_pk(connection, row.contact.external_id)
    stored = people.contact(connection, known) if known is not None else None
    if stored is not None and is_other_person(stored[0], stored[1], row):
        raise OtherPerson(row.contact.external_id, full_name(stored[0]), full_name(row.contact))
    person = merging.contact(stored[0], row.contact, row.told) if stored is not None else row.contact
    used = _points(row, person)
    person = without_dead_address(person, stored[1] if stored is not None else ())
    contract = _merged(connection, row.contract, row.told, known, person.company)
    contact_pk = people.put_contact(connection, person)
    moved = points.put(connection, contact_pk, used, house.address_hash, now=now, told=merging.media(row.told))
    aftermath = Aftermath()
    if moved and known is not None:  # of somebody new nothing is open, and her no would have come with her
        aftermath = addresses_changed(connection, house, contact_pk, now)
    if stored is not None and stored[0].address != person.address:
        aftermath.recalled.update(readdress(connection, house, contact_pk, now))
    followed = Followed()
    if known is not None and stored is not None:
        before, after = stored[0].owner_email, person.owner_email
        followed = follow(house, connection, known, person.external_id, before, after, now)
    aftermath.moved, aftermath.kept = followed.moved, followed.kept
    changed = moved or (stored is not None and stored[0] != person)
    changed |= _put_contract(connection, house, contact_pk, contract, now)
    return Effect.NEW if known is None else Effect.CHANGED if changed else Effect.SAME, aftermath


def take_contract(connection: Connection, house: House, row: ContractRow, now: datetime) -> Done:
    """One more contract of a known person. RowRefused when it belongs to somebody else."""
    contact_pk = find_contact(connection, row.contact_id)
    new = people.contract(connection, row.contract.external_id) is None
    company = people.contact(connection, contact_pk)[0].company
    contract = _merged(connection, row.contract, row.told, contact_pk, company)
    changed = _put_contract(connection, house, contact_pk, contract, now)
    return Effect.NEW if new else Effect.CHANGED if changed else Effect.SAME, Aftermath()


def _points(row: CustomerRow, person: Contact) -> tuple[ContactPoint, ...]:
    """With the postal address as an address of her own: an objection to letters is looked up by it."""
    if person.address is None or any(point.medium is Medium.POST for point in row.points):
        return row.points
    key = normalize.postal_key(person.address, person.last_name)
    return (*row.points, ContactPoint(Medium.POST, key, key, "import"))


def _merged(
    connection: Connection, said: Contract | None, told: Told, contact_pk: int | None, company: Company | None
) -> Contract | None:
    """The contract as it will stand on file. Two people of one company share a contract; nobody else does."""
    found = people.contract(connection, said.external_id) if said is not None else None
    if said is None or found is None:
        return said
    stored, holder_pk = found
    if holder_pk != contact_pk:
        holder = people.contact(connection, holder_pk)[0]
        if company is None or holder.company is None or holder.company.external_id != company.external_id:
            raise RowRefused(_other_holder(said.external_id, holder))
    return merging.contract(stored, said, told)


def _put_contract(
    connection: Connection, house: House, contact_pk: int, contract: Contract | None, now: datetime
) -> bool:
    """True when this changes what is on file."""
    if contract is None:
        return False
    found = people.contract(connection, contract.external_id)
    people.put_contract(connection, contact_pk, contract)
    if found is not None and found[0] != contract:
        end_learned(connection, house, contract.external_id, now)
    return found is None or found[0] != contract


def _other_holder(contract: str, holder: Contact) -> str:
    return (
        f"Der Vertrag {contract} gehört schon dem Kontakt {holder.external_id}. Arbeiten beide für eine Firma, tragen "
        "Sie bei beiden dieselbe Firmennummer (company_id) ein; sonst braucht dieser Vertrag eine eigene Nummer."
    )
