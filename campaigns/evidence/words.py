"""German words for what rulings hold: rules, values, and how a declaration came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.reason_words import MEDIA

VIA = {
    "text": "in Textform",
    "one_click": "über den Abmeldelink",
    "at_cancel": "mit der Kündigung",
    "call": "am Telefon",
    "letter": "per Brief",
    "operator": "von Hand eingetragen",
    "robinson": "Robinsonliste",
    "complaint": "als Spam gemeldet",
}
"""How an objection came (compliance.facts.Via)."""

METHODS = {
    "doi": "bestätigter Link (Double-Opt-in)",
    "signed": "unterschrieben",
    "recorded": "aufgezeichnet",
    "flag": "nur ein Merkmal in einer Datei",
}
"""How a consent was given (contacts.consent.ConsentMethod)."""

PURPOSES = {
    "advertising": "Werbung",
    "survey": "Befragung",
    "repermission": "Bitte um Einwilligung",
    "mixed": "Vertragspost mit Werbung",
    "contract": "Vertrag",
    "service": "Service",
    "double_opt_in": "Bestätigung der Anmeldung",
    "profiling": "Auswertung der Person",
    "tracking": "Messung je Person",
}

RULES = {
    "objection": "Widerspruch",
    "restriction": "eingeschränkte Daten",
    "withdrawal": "Widerruf einer Einwilligung",
    "suppression_store": "Sperrliste lesbar",
    "robinson": "Robinsonliste",
    "unclassified_reply": "ungelesene Antwort",
    "minor": "Minderjährige",
    "termination_condition": "Kündigung nicht erschwert",
    "hidden_purpose": "Zweck offen gesagt",
    "service_script": "Service ohne Werbung",
    "competitor_knowledge": "Wissen aus dem Anbieterwechsel",
    "advertising_part": "Werbeteil",
    "tracking_part": "Messung im Text",
    "reachable": "Adresse vorhanden",
    "caller_number": "eigene Rufnummer",
    "automated_call": "automatischer Anruf",
    "sent_by_hand": "Versand von Hand",
    "letter_cover": "Umschlag",
    "letter_shop": "Vertrag mit der Druckerei",
    "audience_processor": "Vertrag mit dem Werbenetz",
    "call_hours": "Anrufzeiten",
    "sending_window": "Sendezeit",
    "own_pause": "Pause auf Wunsch",
    "frequency_cap": "Obergrenzen",
    "letter_budget": "Briefbudget",
    "email_consent": "Einwilligung für E-Mail",
    "sms_consent": "Einwilligung für SMS",
    "fax_consent": "Einwilligung für Fax",
    "linkedin_message": "Einwilligung für soziale Netze",
    "linkedin_invite": "Kontaktanfrage",
    "audience_upload": "Abgleich von Listen",
    "automated_call_consent": "Einwilligung für automatische Anrufe",
    "existing_customer": "Werbung an Bestandskunden",
    "phone_consumer": "Anruf mit Einwilligung",
    "phone_business": "Anruf bei Firmen mit Einwilligung",
    "phone_presumed": "mutmaßliche Einwilligung",
    "inbound_call": "Anruf der Person",
    "letter_consent": "Einwilligung für Briefe",
    "letter_interest": "berechtigtes Interesse am Brief",
    "contract_message": "Vertragspost",
    "service_message": "Servicenachricht",
    "double_opt_in": "Bestätigungsmail",
    "profiling": "Auswertung der Person",
    "tracking": "Messung je Person",
    "default_deny": "keine Rechtsgrundlage",
    "inside": "Aufgabe im Haus",
}

VALUES = {
    "address_given_on": "Adresse angegeben am",
    "address_source": "Herkunft der Adresse",
    "advertising_part": "Werbeteil",
    "at_once": "sofort",
    "automated": "automatisch",
    "competitor_knowledge": "Wissen über den neuen Anbieter",
    "consents": "Einwilligungen",
    "cover_reveals": "Umschlag verrät etwas",
    "customer": "Kunde",
    "decisive": "gab den Ausschlag",
    "directory": "aus einem Verzeichnis",
    "ended_at": "Vertragsende",
    "euro_this_month": "Euro in diesem Monat",
    "granted_at": "erteilt",
    "has_address": "Adresse",
    "inbound": "die Person rief selbst an",
    "is_holiday": "Feiertag",
    "item": "Anliegen",
    "kind": "Art des Vertrags",
    "last_used_at": "zuletzt genutzt",
    "letter_cost": "Euro je Brief",
    "letters_notice": "über Briefe unterrichtet",
    "letters_to_person": "Briefe bisher",
    "lifted": "aufgehoben",
    "link_per_person": "Links je Person",
    "linkedin_invites": "Kontaktanfragen freigegeben",
    "listed": "eingetragen",
    "local_time": "Ortszeit",
    "max_age_months": "höchstens Monate nach Vertragsende",
    "max_euro_month": "höchstens Euro im Monat",
    "max_letters_per_person": "höchstens Briefe je Person",
    "medium": "Weg",
    "minor": "minderjährig",
    "next_window": "nächste Sendezeit",
    "none": "kein Grund",
    "notice_in_message": "Widerspruchshinweis in der Nachricht",
    "notice_place": "Ort des Hinweises",
    "notice_version": "Fassung des Hinweises",
    "objection_notice": "Widerspruchshinweis bei der Erhebung",
    "objections": "Widersprüche",
    "offer": "ein Angebot",
    "own_number_shown": "eigene Nummer",
    "paused_until": "Pause bis",
    "pixel_per_person": "Zählpixel je Person",
    "processor_contract": "Vertrag zur Auftragsverarbeitung",
    "proof": "Nachweis",
    "reason": "Grund",
    "received_at": "eingegangen",
    "release": "Freigabe",
    "released_at": "freigegeben am",
    "released_by": "freigegeben von",
    "reminder_number": "Erinnerung Nr.",
    "repurchased_at": "wieder gekauft",
    "requested": "erbeten",
    "satisfaction": "die Frage nach der Zufriedenheit",
    "scopes": "Umfang",
    "restricted_at": "eingeschränkt seit",
    "script": "Leitfaden",
    "state": "Vertrag",
    "suppression_store_up": "Sperrliste lesbar",
    "termination_booked": "Kündigung gebucht",
    "timezone": "Zeitzone",
    "unclassified": "ungelesene Antwort",
    "via": "Weg des Widerspruchs",
    "was_customer": "war Kunde",
    "withdrawn": "Widerrufe",
    "withdrawn_at": "widerrufen",
}
"""What a gate has looked at. The caps have sentences of their own."""

_WORDS = {
    "proof": {
        "email_doi": "bestätigter Link in einer E-Mail",
        "number_doi": "bestätigte Rufnummer",
        "signed": "unterschrieben",
        "recorded": "aufgezeichnet",
        "preticked": "vorangekreuzt",
        "none": "keiner",
    },
    "state": {"active": "läuft", "notice": "gekündigt, läuft noch", "ended": "beendet", "none": "keiner"},
    "kind": {"paid": "bezahlt", "free": "kostenlos", "trial": "Probe"},
    "address_source": {
        "self_given": "von der Person selbst",
        "order_form": "Bestellformular",
        "third_party": "von Dritten",
        "public": "öffentlich",
        "bought": "gekauft",
        "unknown": "nicht vermerkt",
    },
    "objection_notice": {"yes": "ja", "no": "nein", "policy_only": "nur in der Datenschutzerklärung"},
    "medium": MEDIA,
    "scopes": MEDIA | {"global": "alle Wege"},
    "via": VIA,
}
"""The words of single values, by the name of the value."""


def value_words(name: str, value: Any, zone: ZoneInfo) -> str:
    """`Nachweis: unterschrieben`; times in `zone`."""
    label = VALUES.get(name, name.removeprefix("release_"))
    items = value if isinstance(value, list) else [value]
    return f"{label}: {', '.join(_word(name, item, zone) for item in items) or 'keine'}"


def _word(name: str, value: Any, zone: ZoneInfo) -> str:
    match value:
        case None:
            return "nicht bekannt"
        case bool():
            return "ja" if value else "nein"
        case str() if name == "address_given_on":
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        case str():
            return _WORDS.get(name, {}).get(value) or _moment(value, zone)
        case _:
            return str(value)


def _moment(text: str, zone: ZoneInfo) -> str:
    """An ISO 8601 moment as a German one; any other text as it is."""
    if len(text) < len("2026-03-02T08:00") or "T" not in text:
        return text
    try:
        return when(datetime.fromisoformat(text), zone)
    except ValueError:
        return text


def when(moment: datetime, zone: ZoneInfo) -> str:
    """`02.03.2026, 09:00 Uhr`."""
    return f"{moment.astimezone(zone):%d.%m.%Y, %H:%M} Uhr"
