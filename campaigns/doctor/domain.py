"""The DNS records that the sender's domain needs, to be compared by hand. Our own key: campaigns.doctor.signature."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.configured import is_reserved
from campaigns.doctor.finding import Finding, note
from campaigns.doctor.patient import Patient


def check(patient: Patient) -> Iterator[Finding]:
    """One line per record and domain, with the command that shows it."""
    settings = patient.settings
    if settings is None:
        return
    addresses = [brand.from_address for brand in settings.brand]
    domains = dict.fromkeys(address.rpartition("@")[2] for address in addresses if not is_reserved(address))
    for domain in domains:
        yield note(f"dig +short TXT {domain}               soll enthalten: v=spf1 … (mit Ihrem Mailserver) … -all")
        yield note(f"dig +short TXT SELEKTOR._domainkey.{domain}  soll enthalten: v=DKIM1; k=rsa; p=… (vom Mailserver)")
        yield note(f"dig +short TXT _dmarc.{domain}        soll enthalten: v=DMARC1; p=none; rua=mailto:dmarc@{domain}")
    if domains:
        yield note("Diese Einträge prüft doctor nicht selbst; was sie bedeuten: docs/handbuch/mail.md.")
