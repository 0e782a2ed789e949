"""The whole proof of a consent, as an authority or a court asks for it (Art. 7 Abs. 1 DSGVO, § 7a UWG)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.evidence.missing import elsewhere, missing
from campaigns.evidence.standing import Consented, standing
from campaigns.evidence.uses import EXISTING_CUSTOMER, Use, uses_by_evidence
from campaigns.house import House
from campaigns.rendering.german import full_name
from campaigns.touch_json import iso
from compliance.terms import Term, keep_until
from contacts.consent import Consent, ConsentEvent
from contacts.contact import Contact, ContactPoint
from contacts.contract import Contract
from contacts.medium import Medium
from sequences.definition import Channel
from store import consents, decisions
from store.consents import Happened
from store.uses import Made, made

_BY_HAND = (Channel.PHONE.value, Channel.LINKEDIN.value)


@dataclass(frozen=True, slots=True)
class Used:
    """One use: the entry of the ledger (`data`), and what the decision and the touch behind it say, if still kept."""

    at: datetime
    data: Mapping[str, Any]
    use: Use | None = None
    became: Made | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """One consent with all that became of it. `missing` makes the proof weaker; `elsewhere` is found at `proof_ref`.

    `keep` is the term as of the last use; it is longer while advertising rests on the consent.
    """

    contact: Contact
    points: tuple[ContactPoint, ...]
    consented: Consented
    trail: tuple[Happened, ...]
    uses: tuple[Used, ...]
    keep: Term
    missing: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExistingCustomer:
    """Mail under § 7 Abs. 3 UWG: it rests on no consent but on a contract and on notices."""

    contact: Contact
    contract: Contract | None
    uses: tuple[tuple[Use, Made], ...]


def proofs(
    connection: Connection, house: House, contact_pk: int, consent_id: str | None = None
) -> tuple[list[Proof], ExistingCustomer | None]:
    """All consents of a contact, or one, and what was sent to her as an existing customer (None: nothing was)."""
    person = standing(connection, house, contact_pk, house.clock.now())
    uses = uses_by_evidence(decisions.history(connection, contact=person.contact.external_id))
    became = made(connection, [use.touch_id for found in uses.values() for use in found])

    def of(name: str) -> tuple[tuple[Use, Made], ...]:
        return tuple((use, became[use.touch_id]) for use in uses.get(name, ()))

    def proof(consented: Consented) -> Proof:
        consent = consented.stored.consent
        trail = tuple(consents.trail(connection, consent.external_id))
        used = _used(trail, of(consent.external_id))
        last = consented.stored.last_used_at
        moments = [*(one.at for one in used), *([last] if last is not None else [])]
        return Proof(
            contact=person.contact,
            points=person.points,
            consented=consented,
            trail=trail,
            uses=used,
            keep=keep_until(consent, moments, person.contact.kind, ZoneInfo(house.timezone)),
            missing=tuple(missing(consent, person.contact, house.company.name)),
            elsewhere=tuple(elsewhere(consent, trail)),
        )

    found = [proof(one) for one in person.consents if consent_id in (None, one.stored.consent.external_id)]
    existing = ExistingCustomer(person.contact, person.contract, of(EXISTING_CUSTOMER))
    return found, existing if existing.uses and consent_id is None else None


def _used(trail: Sequence[Happened], decided: Sequence[tuple[Use, Made]]) -> tuple[Used, ...]:
    """Each use once. Before the ledger existed a use is known by its decision: what was open by hand was none."""
    by_send = {became.send_id: (use, became) for use, became in decided}
    found = {
        became.send_id: Used(use.at, {}, use, became)
        for use, became in decided
        if use.channel not in _BY_HAND or became.spoken
    }
    for number, entry in enumerate(one for one in trail if one.event is ConsentEvent.USED):
        send_id = entry.data.get("send_id", f"#{number}")
        found[send_id] = Used(entry.at, entry.data, *by_send.get(send_id, (None, None)))
    return tuple(sorted(found.values(), key=lambda one: one.at))


def proof_json(proof: Proof, house: House, zone: ZoneInfo) -> dict[str, Any]:
    """The proof as JSON, also what is kept of it after an erasure; keys English, sentences German."""
    consent = proof.consented.stored.consent
    return consent_json(proof.consented, zone) | {
        "type": "proof",
        "as_of": iso(house.clock.now(), zone),
        "contact": proof.contact.external_id,
        "person": _person(proof),
        "sender": house.company.name,
        "sender_address": f"{house.company.street}, {house.company.postcode} {house.company.city}",
        "declared_name": consent.declared_name,
        "declared_address": consent.declared_address,
        "receiver": consent.receiver,
        "language": consent.language,
        "privacy_version": consent.privacy_version,
        "trail": [
            {"at": iso(one.at, zone), "event": one.event.value, "data": dict(one.data)}
            for one in proof.trail
            if one.event is not ConsentEvent.USED
        ],
        "uses": [_used_json(one, zone) for one in proof.uses],
        "keep_until": proof.keep.until.isoformat() if proof.keep.until else None,
        "keep_rule": proof.keep.statute,
        "missing": list(proof.missing),
        "elsewhere": list(proof.elsewhere),
    }


def _person(proof: Proof) -> str:
    """Name, postal address and the address of the medium, as on file today."""
    contact, address = proof.contact, proof.contact.address
    name = full_name(contact)
    lives = f"{address.street}, {address.postcode} {address.city}" if address else ""
    medium = proof.consented.stored.consent.medium
    reached = next((point.raw for point in proof.points if point.medium is medium), "")
    return ", ".join(part for part in (name, lives, reached if medium is not Medium.POST else "") if part)


def consent_json(consented: Consented, zone: ZoneInfo) -> dict[str, Any]:
    """One consent as it stands."""
    stored = consented.stored
    consent = stored.consent
    return {
        "type": "consent",
        "consent": consent.external_id,
        "contact": consent.contact_id,
        "medium": consent.medium.value,
        "purposes": sorted(consent.purposes),
        "products": sorted(consent.products),
        **_named(consent),
        "granted_at": iso(consent.granted_at, zone),
        "method": consent.method.value,
        "text": consent.text,
        "text_version": consent.text_version,
        "proof_ref": consent.proof_ref,
        "confirmed_at": iso(consent.confirmed_at, zone),
        "valid_until": iso(consent.valid_until, zone),
        "withdrawn_at": iso(consent.withdrawn_at, zone),
        "recorded_at": iso(stored.recorded_at, zone),
        "last_used_at": iso(stored.last_used_at, zone),
        "carries": consented.carries,
        "reason": consented.reason,
    }


def _named(consent: Consent) -> dict[str, list[str]]:
    """The advertising networks that may match a list, and by which addresses; only where a consent is about that."""
    if consent.medium is not Medium.AUDIENCE_UPLOAD:
        return {}
    return {"platforms": sorted(consent.platforms), "matched_by": sorted(consent.matched_by or {Medium.EMAIL})}


def use_json(use: Use, became: Made, zone: ZoneInfo) -> dict[str, Any]:
    """One touch that left, and what became of it."""
    return {
        "at": iso(use.at, zone),
        "sequence": use.sequence,
        "step": use.step,
        "channel": use.channel,
        "statute": use.statute,
        "send_id": became.send_id,
        "state": became.state,
        "message_id": became.message_id,
        "batch": became.batch,
        "attempts": [
            {"at": iso(one.at, zone), "outcome": one.outcome, "subject": one.subject, "sha256": one.sha256}
            for one in became.attempts
        ],
        "outcomes": [{"at": iso(one.at, zone), "by": one.by, "outcome": one.outcome} for one in became.spoken],
    }


def _used_json(used: Used, zone: ZoneInfo) -> dict[str, Any]:
    known = use_json(used.use, used.became, zone) if used.use is not None and used.became is not None else {}
    return known | dict(used.data) | {"at": iso(used.at, zone)}
