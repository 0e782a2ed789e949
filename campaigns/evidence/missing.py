"""What a court or the Bundesnetzagentur would ask about a consent and is not on file; German half-sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from campaigns.reason_words import PLATFORMS
from compliance.rule import CALLS
from compliance.terms import is_call_record
from contacts.consent import Consent, ConsentEvent, ConsentMethod, platforms_named
from contacts.contact import Contact
from contacts.medium import Medium
from store.consents import Happened

_IN_THE_RECORD = {
    ConsentMethod.DOI: "",
    ConsentMethod.SIGNED: "das unterschriebene Original oder sein Scan",
    ConsentMethod.RECORDED: "die Aufzeichnung, und wer sie gemacht hat",
    ConsentMethod.FLAG: "",
}

_CALL_RECORD = (
    ("declared_name", "der Name der Person, wie sie ihn erklärt hat (declared_name)"),
    ("declared_address", "die Anschrift oder Rufnummer, wie sie erklärt wurde (declared_address)"),
    ("receiver", "wer die Erklärung entgegennahm (receiver: Formular oder Kürzel)"),
)


def missing(consent: Consent, contact: Contact, company: str) -> Iterator[str]:
    """What makes the proof weaker: it should be here and is not."""
    if consent.method is ConsentMethod.FLAG:
        yield "die Erklärung selbst: ein Merkmal in einer Datei ist kein Nachweis (BGH I ZR 164/09)"
    if not consent.text:
        yield "der Wortlaut, dem die Person zugestimmt hat"
    elif company.casefold() not in consent.text.casefold():
        yield f"der Name {company} im Wortlaut: er muss sagen, wer werben darf (BGH VI ZR 721/15)"
    if consent.medium is Medium.AUDIENCE_UPLOAD:
        yield from _missing_networks(consent)
    if not consent.text_version:
        yield "die Fassung des Wortlauts"
    if not consent.proof_ref:
        yield "die Fundstelle des Belegs (proof_ref)"
    if consent.method is ConsentMethod.DOI:
        yield from _missing_click(consent)
    if is_call_record(consent, contact.kind):
        # § 7a UWG with the notes of the Bundesnetzagentur of 07.07.2022.
        yield from (f"{words}; § 7a UWG" for name, words in _CALL_RECORD if not getattr(consent, name))


def _missing_networks(consent: Consent) -> Iterator[str]:
    if not consent.platforms:
        yield "das Werbenetz (platforms): ohne Namen gilt sie für keines"
    for platform in sorted(consent.platforms - platforms_named(consent)):
        yield f"der Name {PLATFORMS[platform]} im Wortlaut: in platforms steht er, erklärt ist er nicht"


def elsewhere(consent: Consent, trail: Sequence[Happened]) -> Iterator[str]:
    """What has to be found where the reference points, because another system took the declaration."""
    if words := _IN_THE_RECORD[consent.method]:
        yield words
    if consent.method is ConsentMethod.DOI and (parts := list(_not_in_the_ledger(consent, trail))):
        yield ", ".join(parts)


def _missing_click(consent: Consent) -> Iterator[str]:
    if consent.confirmed_at is None:
        yield "der Zeitpunkt der Bestätigung: ohne Klick keine Einwilligung"
    if consent.medium in CALLS:
        yield "ein Beleg für die Rufnummer: eine bestätigte E-Mail beweist sie nicht (BGH I ZR 164/09)"


def _not_in_the_ledger(consent: Consent, trail: Sequence[Happened]) -> Iterator[str]:
    told = {one.event: one.data for one in trail}
    if not consent.receiver:
        yield "das Formular"
    if "ip" not in told.get(ConsentEvent.REQUESTED, {}):
        yield "Zeitpunkt und IP-Adresse der Anmeldung"
    if ConsentEvent.MAIL_SENT not in told:
        yield "Message-ID und Inhalt der Bestätigungsmail"
    if ConsentEvent.CLICKED not in told:
        yield "IP-Adresse des Klicks"
    if not consent.privacy_version:
        yield "die Fassung der Datenschutzerklärung"
