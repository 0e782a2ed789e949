"""What of a person outlives her erasure because a statute demands it (Art. 17 Abs. 3 DSGVO), with its term."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.evidence.erased import declared_numbers
from campaigns.evidence.proof import Proof, proof_json, proofs
from campaigns.house import House
from campaigns.rendering.german import full_name
from compliance import terms
from contacts.consent import Consent, ConsentMethod
from contacts.contact import Contact, ContactKind
from contacts.medium import Medium
from sequences.calendar import local_day, to_utc
from store import people, retained, traces
from store.retained import Item


def remainder(connection: Connection, house: House, contact_pk: int) -> list[Item]:
    """Everything of a contact that has to stay beyond today. Read before her rows go."""
    today = local_day(house.clock.now(), house.timezone)
    contact = people.contact(connection, contact_pk)[0]
    found = (
        *_consents(connection, house, contact_pk),
        *_letters(connection, house, contact_pk),
        *_contracts(connection, house, contact_pk),
        *_presumptions(connection, house, contact_pk, contact),
    )
    return [item for item in found if item.keep_until >= today]


def ways(house: House, hashes: Collection[str], kept: Sequence[Item]) -> list[Item]:
    """By which addresses the remainder of somebody erased is found again; each ends with the last thing it leads to."""
    now, zone = house.clock.now(), ZoneInfo(house.timezone)
    last = max([_end(terms.request_term(now, zone)), *(item.keep_until for item in kept)])
    declared = declared_numbers(house, [item.data for item in kept if item.kind == retained.CONSENT])
    return [
        Item(retained.ADDRESS, digest, "Art. 15 Abs. 1, Art. 12 Abs. 2 DSGVO", now, last, {})
        for digest in sorted({*hashes, *declared})
    ]


def is_proof(consent: Consent) -> bool:
    """A mark in a file declares nothing, and an unanswered double opt-in never became a consent: nothing to prove."""
    if consent.method is ConsentMethod.FLAG:
        return False
    return consent.method is not ConsentMethod.DOI or consent.confirmed_at is not None


def _consents(connection: Connection, house: House, contact_pk: int) -> Iterator[Item]:
    zone = ZoneInfo(house.timezone)
    for proof in proofs(connection, house, contact_pk)[0]:
        consent = proof.consented.stored.consent
        if not is_proof(consent):
            continue
        term = proof.keep  # nothing rests on it any more, so it has an end
        yield Item(
            kind=retained.CONSENT,
            external_id=consent.external_id,
            statute=term.statute,
            at=consent.granted_at,
            keep_until=_end(term),
            data=proof_json(proof, house, zone) | {"person": _person(proof)},
        )


def _person(proof: Proof) -> dict[str, str]:
    """Who declared it, as far as the proof needs it: § 7a UWG wants name and home address, the others their address."""
    contact, consent = proof.contact, proof.consented.stored.consent
    reached = [
        point.raw for point in proof.points if point.medium is consent.medium and point.medium is not Medium.POST
    ]
    found = {"name": full_name(contact), "reached_at": ", ".join(reached)}
    address = contact.address
    if address is not None and (consent.medium is Medium.POST or terms.is_call_record(consent, contact.kind)):
        found["address"] = f"{address.street}, {address.postcode} {address.city}"
    return found


def _letters(connection: Connection, house: House, contact_pk: int) -> Iterator[Item]:
    zone = ZoneInfo(house.timezone)
    for letter in traces.commercial_letters(connection, contact_pk):
        term = terms.letter_term(letter.at, zone)
        data: dict[str, Any] = {
            "send_id": letter.send_id,
            "sent_at": letter.at.astimezone(zone).isoformat(),
            "channel": letter.channel,
            "message_id": letter.message_id,
            "subject": letter.subject,
        }
        if letter.raw is None:
            data |= {"text": letter.text, "printed": letter.columns}
        name = f"{letter.send_id}/{letter.number}"
        yield Item(retained.COMMERCIAL_LETTER, name, term.statute, letter.at, _end(term), data, letter.raw)


def _contracts(connection: Connection, house: House, contact_pk: int) -> Iterator[Item]:
    """External id, product and dates: what a commercial letter and a booking voucher elsewhere refer to."""
    zone, now = ZoneInfo(house.timezone), house.clock.now()
    for row in traces.contract_facts(connection, contact_pk):
        ended = to_utc(row["end"], time(12), house.timezone) if row["end"] else now
        term = terms.letter_term(max([ended, *(one["received_at"] for one in row["notices"])]), zone)
        data = {
            "contract": row["external_id"],
            "product_family": row["product_family"],
            "start": row["start"].isoformat() if row["start"] else None,
            "end": row["end"].isoformat() if row["end"] else None,
            "notices": [
                {
                    "cancellation": one["external_id"],
                    "received_at": one["received_at"].astimezone(zone).isoformat(),
                    "confirmed_end": one["confirmed_end"].isoformat() if one["confirmed_end"] else None,
                }
                for one in row["notices"]
            ],
        }
        yield Item(retained.CONTRACT, row["external_id"], term.statute, ended, _end(term), data)


def _presumptions(connection: Connection, house: House, contact_pk: int, contact: Contact) -> Iterator[Item]:
    """The reason of a call to a company stays without a name; that of a private person goes (law.md part 2)."""
    if contact.kind is not ContactKind.BUSINESS or contact.company is None:
        return
    zone = ZoneInfo(house.timezone)
    for row in traces.presumptions(connection, contact_pk):
        term = terms.claim_term(row["released_at"], zone)
        data = {
            "reason": row["reason"],
            "released_by": row["released_by"],
            "released_at": row["released_at"].astimezone(zone).isoformat(),
        }
        at = row["released_at"]
        yield Item(retained.PRESUMPTION, row["external_id"], term.statute, at, _end(term), data)


def _end(term: terms.Term) -> date:
    """Every term here has an end: nothing rests on the records of somebody who is erased."""
    if term.until is None:
        raise ValueError(term.statute)
    return term.until
