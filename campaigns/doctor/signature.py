"""Our own DKIM signature: the key loads and is long enough, and the DNS names its public half. Nothing is signed."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.carriers import dkim_of
from campaigns.doctor.finding import Finding, error, note, ok, warning
from campaigns.doctor.patient import Patient
from campaigns.secrets import MissingCredential
from channels.email.dkim_look import GOOD_BITS, LEAST_BITS, Record, bits, look
from channels.email.dkim_signature import DkimSettings


def check(patient: Patient) -> Iterator[Finding]:
    """Only where [email.dkim] says that we sign."""
    settings = patient.settings
    if settings is None or settings.email.dkim is None or settings.email.carrier not in ("smtp", "ses"):
        return
    try:
        ours = dkim_of(settings.email.dkim)
    except MissingCredential:
        yield error("DKIM nicht geprüft: der Schlüssel fehlt.", "Siehe Schlüssel und Kennwörter.")
        return
    length = bits(ours.key)
    if length is None or length < LEAST_BITS:
        yield _useless(length)
        return
    if length < GOOD_BITS:
        yield warning(f"Der DKIM-Schlüssel hat {length} Bit.", f"Einen mit {GOOD_BITS} erzeugen und im DNS eintragen.")
    else:
        yield ok(f"Der DKIM-Schlüssel ist lesbar ({length} Bit).")
    yield from _strangers(patient, ours)
    where = f"{ours.selector}._domainkey.{ours.domain}"
    yield _record(where, ours) if patient.connect else note(f"{where} nicht geprüft (--offline).")


def _useless(length: int | None) -> Finding:
    cure = f"Erzeugen: openssl genrsa -traditional -out dkim.pem {GOOD_BITS} (docs/handbuch/mail.md)."
    if length is None:
        return error("Der DKIM-Schlüssel ist kein privater RSA-Schlüssel (PEM): keine Mail geht hinaus.", cure)
    return error(f"Der DKIM-Schlüssel hat nur {length} Bit und zählt nirgends (RFC 8301).", cure)


def _strangers(patient: Patient, ours: DkimSettings) -> Iterator[Finding]:
    """DMARC asks that the signature's domain is the sender's (RFC 7489 3.1.1)."""
    addresses = [brand.from_address for brand in patient.settings.brand] if patient.settings else []
    for domain in dict.fromkeys(address.rpartition("@")[2].casefold() for address in addresses):
        if domain != ours.domain and not domain.endswith(f".{ours.domain}"):
            yield warning(
                f"Absender @{domain} passt nicht zur Unterschrift von {ours.domain}: für DMARC zählt sie nicht.",
                "[email.dkim] domain oder from_address der Marke ändern.",
            )


def _record(where: str, ours: DkimSettings) -> Finding:
    seen = look(ours.domain, ours.selector, ours.key)
    put = (
        f"Als TXT-Eintrag setzen: „v=DKIM1; k=rsa; p=…“; p gibt aus: openssl rsa -in dkim.pem -pubout (dig TXT {where})"
    )
    match seen.record:
        case Record.FITS:
            return ok(f"{where}: der Eintrag im DNS passt zum Schlüssel.")
        case Record.MISSING:
            return error(f"{where}: diesen Eintrag gibt es im DNS nicht, die Unterschrift gilt nicht.", put)
        case Record.REVOKED:
            return error(f"{where}: der Schlüssel ist im DNS widerrufen (p ist leer).", put)
        case Record.OTHER_KEY:
            return error(f"{where}: im DNS steht ein anderer Schlüssel, die Unterschrift gilt nicht.", put)
        case Record.UNREADABLE:
            return error(f"{where}: der Eintrag im DNS ist kein lesbarer DKIM-Schlüssel.", put)
        case Record.UNKNOWN:
            return warning(
                f"{where}: der Nameserver antwortet nicht ({seen.detail}).", f"Von Hand: dig +short TXT {where}"
            )
