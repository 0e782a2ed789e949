"""German headers that mean our columns, in every file: also the labels of custom fields that a CRM keeps for us."""

from __future__ import annotations

import re

LABELS: dict[str, tuple[str, ...]] = {
    "contact_id": ("Kundennummer", "Kunden-ID", "Kundennr.", "Kontaktnummer", "Kontakt-ID"),
    "company_id": ("Firmennummer", "Firmen-ID", "Unternehmens-ID"),
    "company_name": ("Unternehmensname", "Unternehmen", "Firmenname", "Firma", "Organisation"),
    "kind": ("Kundenart",),
    "salutation": ("Anrede",),
    "title": ("Titel", "Akademischer Titel"),
    "first_name": ("Vorname",),
    "last_name": ("Nachname", "Familienname"),
    "email": ("E-Mail", "E-Mail-Adresse", "Mailadresse"),
    "phone": ("Telefonnummer", "Telefon", "Mobiltelefonnummer", "Mobiltelefon", "Mobilnummer", "Handy"),
    "linkedin_url": ("LinkedIn", "LinkedIn-Profil"),
    "street": ("Straße", "Straße und Hausnummer", "Straße/Hausnummer", "Straße, Hausnummer"),
    "postcode": ("PLZ", "Postleitzahl"),
    "city": ("Ort", "Stadt", "Wohnort"),
    "country": ("Ländercode", "Land/Region"),
    "land": ("Bundesland", "Bundesland/Region"),
    "timezone": ("Zeitzone",),
    "tier": ("Kundenwert",),
    "annual_value": ("Jahreswert",),
    "customer_since": ("Kunde seit",),
    "owner_email": ("Betreuer", "Betreuerin", "Zuständiger Mitarbeiter", "Zuständige Person"),
    "brand": ("Marke",),
    "minor": ("Minderjährig",),
    "contract_id": ("Vertragsnummer", "Vertrags-ID"),
    "product_family": ("Produkt", "Produktfamilie"),
    "contract_kind": ("Vertragsart",),
    "contract_start": ("Vertragsbeginn",),
    "contract_end": ("Vertragsende",),
    "notice_days": ("Kündigungsfrist (Tage)", "Kündigungsfrist in Tagen"),
    "concluded_online": ("Online geschlossen", "Online abgeschlossen"),
    "address_source": ("Adresse stammt aus", "Herkunft der Adresse"),
    "objection_notice": ("Widerspruchshinweis",),
    "address_given_on": ("Adresse angegeben am",),
    "notice_version": ("Fassung des Hinweises",),
    "notice_place": ("Ort des Hinweises",),
    "letters_notice": ("Briefhinweis",),
    "effective": ("Wirksam",),
    "cancellation_id": ("Kündigungsnummer", "Kündigungs-ID"),
    "received_at": ("Eingang", "Eingegangen am", "Kündigung eingegangen am"),
    "wished_end": ("Wunschtermin", "Gekündigt zum"),
    "reason": ("Kündigungsgrund", "Grund"),
    "feature": ("Fehlende Funktion",),
    "text": ("Freitext", "Wortlaut"),
    "door": ("Eingangsweg",),
    "receipt_confirmed_at": ("Eingang bestätigt am",),
    "competitor": ("Wettbewerber",),
    "consent_id": ("Einwilligungs-ID", "Einwilligungsnummer"),
    "medium": ("Kanal",),
    "granted_at": ("Erteilt am", "Eingewilligt am"),
    "withdrawn_at": ("Widerrufen am",),
    "valid_until": ("Gültig bis",),
    "confirmed_at": ("Bestätigt am",),
    "declared_name": ("Erklärt von", "Name laut Erklärung"),
    "declared_address": ("Anschrift laut Erklärung", "Rufnummer laut Erklärung"),
    "receiver": ("Entgegengenommen von",),
    "form": ("Formular",),
    "language": ("Sprache",),
    "privacy_version": ("Fassung der Datenschutzhinweise",),
    "platforms": ("Werbenetz", "Werbenetze"),
    "matched_by": ("Abgleich mit",),
    "verbatim": ("Wortlaut",),
    "returned_at": ("Zurück am",),
    "new_address": ("Neue Anschrift", "Neue Adresse"),
    "at": ("Zeitpunkt",),
    "note": ("Notiz",),
    "month": ("Monat",),
    "amount": ("Betrag",),
    "day": ("Tag",),
}
"""Our column -> headers; of two that stand in one file the earlier one counts where it is filled.

"Land" is missing on purpose: it means the country in one CRM and the Bundesland in another.
"""

_PREFIX = re.compile(r"^(?P<whose>Person|Deal|Organi[sz]ation)\s+-\s+", re.IGNORECASE)


def prefix(header: str) -> str:
    """The word of a Pipedrive export that says whose field it is: Person, Deal, Organization, or an empty string."""
    found = _PREFIX.match(header)
    return found["whose"] if found else ""


def without_prefix(header: str, whose: str = "") -> str:
    """The header without that word; with `whose` only without this one."""
    return _PREFIX.sub("", header) if not whose or prefix(header).casefold() == whose.casefold() else header
