"""The proof of a consent as a page and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from campaigns.evidence.words import METHODS, PURPOSES, value_words, when
from campaigns.reason_words import CHANNELS, MEDIA, OUTCOMES, STATES
from campaigns.touch_json import iso
from contacts.medium import Medium
from store.uses import Made

if TYPE_CHECKING:
    from campaigns.evidence.proof import ExistingCustomer, Proof
    from campaigns.evidence.standing import Consented
    from campaigns.evidence.uses import Use
    from campaigns.house import House

_NOTICES = ("address_source", "objection_notice", "notice_in_message", "state", "kind")


def lines(proof: Proof, house: House, zone: ZoneInfo) -> Iterator[str]:
    """The page, as an authority may read it."""
    stored = proof.consented.stored
    consent = stored.consent
    yield f"NACHWEIS DER EINWILLIGUNG {consent.external_id}"
    yield f"Stand: {when(house.clock.now(), zone)}"
    yield from _fields(
        ("Person", _person(proof)),
        ("Unternehmen", f"{house.company.name}, {house.company.street}, {house.company.postcode} {house.company.city}"),
        ("Weg", MEDIA[consent.medium.value]),
        ("Zwecke", ", ".join(PURPOSES[one.value] for one in sorted(consent.purposes)) or "nur Werbung (keine genannt)"),
        ("Produkte", ", ".join(sorted(consent.products)) or "keine einzeln genannt; es gilt der Wortlaut"),
        ("Erteilt", when(consent.granted_at, zone)),
        ("Auf welche Art", METHODS[consent.method.value]),
        ("Bestätigt", when(consent.confirmed_at, zone) if consent.confirmed_at else ""),
        ("Befristet bis", when(consent.valid_until, zone) if consent.valid_until else ""),
        ("Fassung", consent.text_version or "fehlt"),
        ("Wortlaut", f"„{consent.text}“" if consent.text else "fehlt"),
        ("Beleg", consent.proof_ref or "fehlt"),
        ("Hier gespeichert", when(stored.recorded_at, zone)),
        ("Widerruf", when(consent.withdrawn_at, zone) if consent.withdrawn_at else "keiner bekannt"),
        ("Trägt heute", f"{'ja' if proof.consented.carries else 'NEIN'}. {proof.consented.reason}"),
        ("Aufbewahren bis", f"{proof.keep.until:%d.%m.%Y}, und länger mit jeder Verwendung. {proof.keep.rule}"),
    )
    yield from _uses(proof.uses, zone)
    yield "Was an diesem Nachweis fehlt:" if proof.missing else "Was an diesem Nachweis fehlt: nichts, was hier steht."
    yield from (f"  - {gap}" for gap in proof.missing)
    if proof.elsewhere:
        yield f"Steht nicht in dieser Datenbank und muss am Beleg ({consent.proof_ref or 'fehlt'}) zu finden sein:"
        yield from (f"  - {words}" for words in proof.elsewhere)
    yield ""


def existing_lines(existing: ExistingCustomer, zone: ZoneInfo) -> Iterator[str]:
    """Mail without a consent: what § 7 Abs. 3 UWG rests on."""
    contract = existing.contract
    yield f"OHNE EINWILLIGUNG: WERBUNG AN BESTANDSKUNDEN (§ 7 Abs. 3 UWG), {existing.contact.external_id}"
    yield f"  Vertrag: {contract.external_id if contract else 'nicht im Bestand'}"
    for use, became in existing.uses:
        yield f"  {_use(use, became, zone)}"
        yield "    " + "; ".join(value_words(name, use.values[name], zone) for name in _NOTICES if name in use.values)
    yield "  Wo und in welcher Fassung der Hinweis bei der Erhebung stand, muss der Vertrag selbst belegen."


def proof_json(proof: Proof, house: House, zone: ZoneInfo) -> dict[str, Any]:
    """The same facts; keys English, sentences German."""
    return consent_json(proof.consented, zone) | {
        "type": "proof",
        "as_of": iso(house.clock.now(), zone),
        "contact": proof.contact.external_id,
        "sender": house.company.name,
        "uses": [_use_json(use, became, zone) for use, became in proof.uses],
        "keep_until": proof.keep.until.isoformat(),
        "keep_rule": proof.keep.rule,
        "missing": list(proof.missing),
        "elsewhere": list(proof.elsewhere),
    }


def existing_json(existing: ExistingCustomer, zone: ZoneInfo) -> dict[str, Any]:
    """What was sent under § 7 Abs. 3 UWG."""
    return {
        "type": "existing_customer",
        "contact": existing.contact.external_id,
        "contract": existing.contract.external_id if existing.contract else None,
        "uses": [_use_json(use, became, zone) | {"values": dict(use.values)} for use, became in existing.uses],
    }


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


def _fields(*pairs: tuple[str, str]) -> Iterator[str]:
    width = max(len(name) for name, _ in pairs) + 1
    return (f"  {name + ':':<{width}} {words}" for name, words in pairs if words)


def _person(proof: Proof) -> str:
    contact, address = proof.contact, proof.contact.address
    name = " ".join(part for part in (contact.title, contact.first_name, contact.last_name) if part)
    lives = f"{address.street}, {address.postcode} {address.city}" if address else ""
    medium = proof.consented.stored.consent.medium
    reached = next((point.raw for point in proof.points if point.medium is medium), "")
    where = reached if medium is not Medium.POST else ""
    return ", ".join(part for part in (name, lives, where, contact.external_id) if part)


def _uses(uses: tuple[tuple[Use, Made], ...], zone: ZoneInfo) -> Iterator[str]:
    yield f"Verwendungen: {len(uses) or 'keine'}"
    yield from (f"  {_use(use, became, zone)}" for use, became in uses)


def _use(use: Use, became: Made, zone: ZoneInfo) -> str:
    parts = [f"{when(use.at, zone)}  {CHANNELS[use.channel]}, {use.sequence}/{use.step}: {STATES[became.state]}"]
    parts += [f"{OUTCOMES.get(one.outcome, one.outcome)} ({one.by or 'ohne Namen'})" for one in became.spoken]
    parts += [f"Prüfsumme {one.sha256[:16]}" for one in became.attempts[-1:] if one.sha256]
    parts += [f"Lieferung {became.batch}"] if became.batch else []
    return ", ".join([*parts, f"Sendung {became.send_id}"])


def _use_json(use: Use, became: Made, zone: ZoneInfo) -> dict[str, Any]:
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
