"""The whole proof of a consent, as an authority or a court asks for it (Art. 7 Abs. 1 DSGVO, § 7a UWG)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.evidence.standing import Consented, standing
from campaigns.evidence.uses import EXISTING_CUSTOMER, Use, uses_by_evidence
from campaigns.house import House
from compliance.consents import RECORD_MONTHS
from compliance.rule import CALLS
from contacts.consent import Consent, ConsentMethod
from contacts.contact import Contact, ContactKind, ContactPoint
from contacts.contract import Contract
from store import decisions
from store.uses import Made, made

RECORD_YEARS = RECORD_MONTHS // 12
LIMITATION_YEARS = 3
"""§§ 195, 199 BGB: the regular limitation ends with the third calendar year."""

_IN_THE_RECORD = {
    ConsentMethod.DOI: "Formular, Zeitpunkt und IP-Adresse der Anmeldung, Message-ID und Inhalt der Bestätigungsmail, "
    "IP-Adresse des Klicks, Fassung der Datenschutzerklärung",
    ConsentMethod.SIGNED: "das unterschriebene Original oder sein Scan",
    ConsentMethod.RECORDED: "die Aufzeichnung, und wer sie gemacht hat",
    ConsentMethod.FLAG: "",
}
"""What law asks for and this database does not keep: it has to be where the reference points."""

_CALL_RECORD = "wer die Erklärung entgegennahm (Kürzel), wie sie gegen spätere Änderung geschützt ist, jede Änderung"


@dataclass(frozen=True, slots=True)
class Keep:
    """Until when the record has to be kept, and by which rule. Each further use moves it on."""

    until: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One consent with its uses. `missing` makes the proof weaker; `elsewhere` has to be found at `proof_ref`."""

    contact: Contact
    points: tuple[ContactPoint, ...]
    consented: Consented
    uses: tuple[tuple[Use, Made], ...]
    keep: Keep
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
    now = house.clock.now()
    person = standing(connection, house, contact_pk, now)
    uses = uses_by_evidence(decisions.history(connection, contact=person.contact.external_id))
    became = made(connection, [use.touch_id for found in uses.values() for use in found])

    def of(name: str) -> tuple[tuple[Use, Made], ...]:
        return tuple((use, became[use.touch_id]) for use in uses.get(name, ()))

    zone = ZoneInfo(house.timezone)
    found = [
        Proof(
            contact=person.contact,
            points=person.points,
            consented=consented,
            uses=of(consented.stored.consent.external_id),
            keep=keep(consented, person.contact.kind, zone),
            missing=tuple(missing(consented.stored.consent, person.contact, house.company.name)),
            elsewhere=tuple(_elsewhere(consented.stored.consent, person.contact.kind)),
        )
        for consented in person.consents
        if consent_id in (None, consented.stored.consent.external_id)
    ]
    existing = ExistingCustomer(person.contact, person.contract, of(EXISTING_CUSTOMER))
    return found, existing if existing.uses and consent_id is None else None


def keep(consented: Consented, kind: ContactKind, zone: ZoneInfo) -> Keep:
    """§ 7a Abs. 2 UWG for calls to consumers (an unknown person is one), else the limitation of claims."""
    consent, used = consented.stored.consent, consented.stored.last_used_at
    last = max(moment for moment in (consent.granted_at, consent.confirmed_at, used) if moment is not None)
    if _is_call_record(consent, kind):
        rule = f"§ 7a Abs. 2 UWG: {RECORD_YEARS} Jahre ab Erteilung und nach jeder Verwendung"
        return Keep(_years_later(last.astimezone(zone), RECORD_YEARS), rule)
    year = max(last, consent.withdrawn_at or last).astimezone(zone).year + LIMITATION_YEARS
    rule = (
        f"Ende des {LIMITATION_YEARS}. Kalenderjahrs nach letzter Verwendung oder Widerruf "
        "(§§ 195, 199 BGB; Art. 17 Abs. 3 lit. e DSGVO)"
    )
    return Keep(datetime(year, 12, 31, 23, 59, tzinfo=zone), rule)


def missing(consent: Consent, contact: Contact, company: str) -> Iterator[str]:
    """What a court or the Bundesnetzagentur would ask for and is not on file; German."""
    if consent.method is ConsentMethod.FLAG:
        yield "die Erklärung selbst: ein Merkmal in einer Datei ist kein Nachweis (BGH I ZR 164/09)"
    if not consent.text:
        yield "der Wortlaut, dem die Person zugestimmt hat"
    elif company.casefold() not in consent.text.casefold():
        yield f"der Name {company} im Wortlaut: er muss sagen, wer werben darf (BGH VI ZR 721/15)"
    if not consent.text_version:
        yield "die Fassung des Wortlauts"
    if not consent.proof_ref:
        yield "die Fundstelle des Belegs (proof_ref)"
    if consent.method is ConsentMethod.DOI:
        yield from _missing_click(consent)
    if _is_call_record(consent, contact.kind):
        yield from _missing_in_call_record(contact)


def _missing_click(consent: Consent) -> Iterator[str]:
    if consent.confirmed_at is None:
        yield "der Zeitpunkt der Bestätigung: ohne Klick keine Einwilligung"
    if consent.medium in CALLS:
        yield "ein Beleg für die Rufnummer: eine bestätigte E-Mail beweist sie nicht (BGH I ZR 164/09)"


def _missing_in_call_record(contact: Contact) -> Iterator[str]:
    if not contact.first_name:
        yield "der Vorname der Person (§ 7a UWG, Hinweise der Bundesnetzagentur)"
    if contact.address is None:
        yield "die Anschrift der Person (§ 7a UWG, Hinweise der Bundesnetzagentur)"


def _elsewhere(consent: Consent, kind: ContactKind) -> Iterator[str]:
    if words := _IN_THE_RECORD[consent.method]:
        yield words
    if _is_call_record(consent, kind):
        yield _CALL_RECORD


def _is_call_record(consent: Consent, kind: ContactKind) -> bool:
    return consent.medium in CALLS and kind is not ContactKind.BUSINESS


def _years_later(moment: datetime, years: int) -> datetime:
    """The same day and hour; 29 February becomes 1 March, so that nothing is deleted too early."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
