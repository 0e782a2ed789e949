"""How a person on file reads in a terminal: who she is, what she objected to, what she consented to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from campaigns.evidence.standing import MEDIA as WAYS
from campaigns.evidence.standing import Consented, Objected, Standing, forbids
from campaigns.evidence.words import METHODS, PURPOSES, VIA, value_words, when
from campaigns.reason_words import MEDIA, PLATFORMS
from campaigns.rendering.german import full_name
from contacts.consent import GLOBAL, Consent
from contacts.contact import Contact, ContactKind, ContactPoint
from contacts.medium import Medium

_KINDS = {
    ContactKind.BUSINESS: "geschäftlich",
    ContactKind.CONSUMER: "privat",
    ContactKind.UNKNOWN: "unbekannt ob privat, gilt als privat",
}
_ADDRESSES = {Medium.EMAIL: "E-Mail", Medium.PHONE: "Telefon", Medium.LINKEDIN_DM: "LinkedIn"}
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


def heading(contact: Contact, default_brand: str) -> str:
    """Id, name, firm, kind and brand in one line."""
    name = full_name(contact)
    company = f"{contact.company.name} ({contact.company.external_id})" if contact.company else ""
    brand = f"Marke {contact.brand or default_brand}"
    return ", ".join(part for part in (f"{contact.external_id}  {name}", company, _KINDS[contact.kind], brand) if part)


def _state(point: ContactPoint) -> str:
    if point.superseded:
        return "  (ersetzt; wird nicht mehr benutzt)"
    return "" if point.valid else "  (kommt nicht an)"


def restriction(standing: Standing, zone: ZoneInfo) -> Iterator[str]:
    """That the data is only stored, since when and why (Art. 18 DSGVO); nothing where it is not."""
    if standing.restricted is not None:
        since, why = standing.restricted
        grounds = f" Grund: {why}" if why else ""
        yield f"EINGESCHRÄNKT seit {when(since, zone)}: Daten werden nur gespeichert (Art. 18 DSGVO).{grounds}"


def addresses(standing: Standing) -> list[str]:
    """One line for each address; one that is not used says why."""
    lines = [
        f"{_ADDRESSES[point.medium]:<9} {point.raw}{_state(point)}"
        for point in standing.points
        if point.medium in _ADDRESSES
    ]
    address = standing.contact.address
    if address is not None:
        lines.append(f"{'Post':<9} {address.street}, {address.postcode} {address.city}")
    return lines


def origin(standing: Standing, zone: ZoneInfo) -> str:
    """Where the addresses on file came from (Art. 14 Abs. 2 lit. f, Art. 15 Abs. 1 lit. g DSGVO)."""
    sources = [point.source for point in standing.points if point.medium in _ADDRESSES]
    if not sources and standing.contract is not None:
        sources = [standing.contract.address_source]
    return value_words("address_source", [source or "unknown" for source in dict.fromkeys(sources)] or "unknown", zone)


def objections(standing: Standing, zone: ZoneInfo) -> Iterator[str]:
    """Standing objections first, the wording of each, and which ways are closed by all of them."""
    if not standing.objections:
        yield "Widersprüche: keine"
        return
    yield "Widersprüche:"
    for objected in standing.objections:
        yield from _objection(objected, zone)
    closed = forbids(standing.objections)
    words = _media(closed) if closed else "keinen Weg mehr"
    yield f"  Werbung ist damit verboten auf: {words}" if closed else f"  Sie sperren {words}."


def scope_words(scope: str) -> str:
    """What an objection of this scope is against: `alle Werbung`, `Werbung per Brief`."""
    return "alle Werbung" if scope == GLOBAL else f"Werbung per {MEDIA.get(scope, scope)}"


def _source(source: str) -> str:
    """A reply is named as `replies list` names it: the whole checksum of a mail tells nobody anything."""
    return f"Antwort {source[:8]}" if _CHECKSUM.fullmatch(source) else source


def _objection(objected: Objected, zone: ZoneInfo) -> Iterator[str]:
    stored, fact = objected.stored, objected.stored.fact
    source = f" (Quelle: {_source(stored.source)})" if stored.source else ""
    against = scope_words(fact.scope)
    yield f"  {when(fact.received_at, zone)}  gegen {against}, {VIA[fact.via.value]}{source}, {fact.id}"
    if stored.verbatim:
        yield f"    Wortlaut: „{stored.verbatim}“"
    if fact.shared_address:
        yield f"    Von {stored.contact}, die dieselbe Adresse benutzt; gilt deshalb auch hier."
    if fact.erased_person:
        yield "    Von einer gelöschten Person mit derselben Adresse; gilt für jeden, der sie benutzt."
    if not objected.media:
        yield "    Durch eine spätere ausdrückliche Einwilligung aufgehoben oder kein Widerspruch gegen uns."


def consents(standing: Standing, zone: ZoneInfo) -> Iterator[str]:
    """One line for each consent, and whether it carries today."""
    if not standing.consents:
        yield "Einwilligungen: keine"
        return
    yield "Einwilligungen:"
    for consented in standing.consents:
        yield from consent(consented, zone)


def consent(consented: Consented, zone: ZoneInfo) -> Iterator[str]:
    """Id, way, day, method, state; then the reason when it does not carry."""
    stored = consented.stored
    given = stored.consent
    purposes = ", ".join(PURPOSES[purpose.value] for purpose in sorted(given.purposes)) or PURPOSES["advertising"]
    parts = [
        f"{given.external_id}  {MEDIA[given.medium.value]} ({purposes}){_networks(given)}",
        f"erteilt {when(given.granted_at, zone)}",
    ]
    parts.append(METHODS[given.method.value])
    if given.withdrawn_at is not None:
        parts.append(f"WIDERRUFEN {when(given.withdrawn_at, zone)}")
    if stored.last_used_at is not None:
        parts.append(f"zuletzt genutzt {when(stored.last_used_at, zone)}")
    yield "  " + ", ".join(parts)
    yield f"    {'trägt' if consented.carries else 'trägt nicht'}: {consented.reason}"


def _networks(given: Consent) -> str:
    """The advertising networks that a consent to lists names."""
    return f" für {', '.join(PLATFORMS[one.value] for one in sorted(given.platforms))}" if given.platforms else ""


def _media(media: Iterable[Medium]) -> str:
    chosen = set(media)
    return ", ".join(MEDIA[medium.value] for medium in WAYS if medium in chosen)
