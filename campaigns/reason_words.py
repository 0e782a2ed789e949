"""The German words behind what is stored in English: decisions, states, reasons, channels, cap outcomes."""

from __future__ import annotations

DECISIONS = {
    "send": "gesendet oder übergeben",
    "postpone": "verschoben",
    "skip": "ausgelassen",
    "stop": "nicht begonnen oder beendet",
    "hold": "angehalten, ein Mensch muss schauen",
    "holdout": "Vergleichsgruppe, wird nie angeschrieben",
}

STATES = {
    "planned": "geplant",
    "claimed": "wird gerade bearbeitet",
    "sending": "wird gerade gesendet",
    "sent": "gesendet",
    "uncertain": "ungewiss, ob gesendet",
    "held": "angehalten, ein Mensch muss schauen",
    "skipped": "ausgelassen",
    "stopped": "beendet",
    "failed": "gescheitert",
    "batched": "Brief wartet auf die Druckerei",
    "exported": "Brief an die Druckerei übergeben",
    "recalled": "Brief zurückgerufen",
    "open": "Aufgabe offen",
    "done": "Aufgabe erledigt",
    "expired": "Aufgabe nicht erledigt, Zeit abgelaufen",
    "withdrawn": "Aufgabe zurückgezogen",
}

CHANNELS = {"email": "E-Mail", "letter": "Brief", "phone": "Anruf", "linkedin": "LinkedIn"}

MEDIA = {
    "email": "E-Mail",
    "phone": "Anruf",
    "phone_in": "Anruf der Person",
    "phone_auto": "automatischer Anruf",
    "post": "Brief",
    "linkedin_dm": "LinkedIn-Nachricht",
    "linkedin_invite": "LinkedIn-Kontaktanfrage",
    "sms": "SMS",
    "fax": "Fax",
    "audience_upload": "Zielgruppenliste",
}

TASK_KINDS = {
    "call": "Anruf",
    "linkedin": "LinkedIn",
    "answer_reply": "Antworten",
    "read_reply": "Antwort lesen",
    "by_hand": "Post von Hand",
    "new_contact": "Ansprechpartner",
    "data_request": "Datenanfrage",
}

OUTCOMES = {
    "reached": "erreicht und gesprochen",
    "not_reached": "nicht erreicht",
    "interested": "will weitersprechen",
    "no_interest": "kein Interesse; die Werbung endet",
    "call_back": "Rückruf vereinbart",
    "objection": "will keine Werbung mehr; gilt sofort auf allen Wegen",
    "wrong_address": "Nummer oder Adresse stimmt nicht",
    "sent": "abgeschickt",
    "answered": "beantwortet",
}

VERDICTS = {
    "ALLOW": "erlaubt",
    "ALLOW_DUTY": "erlaubt mit Auflage",
    "STRIP": "erlaubt, aber ohne Werbeteil",
    "DEFER": "später",
    "DENY_DEFAULT": "verboten, solange es strittig ist",
    "DENY": "verboten",
}

CAP_OUTCOMES = {"postpone": "verschieben", "next_channel": "nächster Kanal", "skip": "auslassen"}

REASONS = {
    "too_late": "der Tag dieses Schritts ist zu lange her",
    "entered_too_late": "die Kündigung liegt zu lange zurück, niemand beginnt in der Mitte",
    "condition": "der Schritt gilt für andere Kunden",
    "frequency_cap": "Obergrenze erreicht, die Person hatte gerade erst Post",
    "sending_window": "außerhalb der Sendezeit",
    "call_hours": "außerhalb der Anrufzeiten",
    "objection": "Widerspruch gegen Werbung (Art. 21 DSGVO)",
    "email_consent": "keine nachweisbare Einwilligung für E-Mail (§ 7 Abs. 2 Nr. 2 UWG)",
    "default_deny": "keine Rechtsgrundlage auf diesem Weg",
    "existing_customer": "keine Werbung an Bestandskunden ohne alle vier Voraussetzungen (§ 7 Abs. 3 UWG)",
    "letter_interest": "ein Brief ist hier nicht zulässig",
    "phone_consumer": "kein Anruf ohne ausdrückliche Einwilligung (§ 7 Abs. 2 Nr. 1 UWG)",
    "linkedin_message": "keine Einwilligung für Nachrichten in sozialen Netzen",
    "reachable": "keine Adresse auf diesem Weg",
    "letter_budget": "Briefgeld verbraucht",
    "holdout": "zum Messen",
    "superseded": "ein neuerer Schritt ist fällig",
    "no_anchor": "das Vertragsende steht nicht fest",
    "paused": "die Person bat um eine Pause, oder eine Antwort wird noch gelesen",
    "unclassified_reply": "eine Antwort wartet auf einen Menschen",
    "no_event": "das Ereignis ist nicht eingetreten",
    "predecessor_missing": "der Schritt davor fand nicht statt",
    "phone_business": "kein Anruf ohne Einwilligung (§ 7 Abs. 2 Nr. 1 UWG)",
    "consent_withdrawn": "die Einwilligung wurde widerrufen (Art. 7 Abs. 3 DSGVO)",
    "hard_bounce": "die Adresse gibt es nicht, die Nachricht kam zurück",
    "goal_met": "die Person ist schon zurück",
    "group_busy": "die Person läuft schon in einer Sequenz dieser Gruppe",
}


EXCLUDED = {
    "deceased": "verstorben",
    "insolvency": "Insolvenz",
    "closure": "Betrieb geschlossen",
    "terminated_by_us": "von uns gekündigt",
    "special_termination": "Sonderkündigung",
}
"""After these reasons nobody is won back (contacts.cancellation.EXCLUDING_REASONS)."""

CONDITIONS = {
    "reasons": "Kündigungsgrund",
    "not_reasons": "Kündigungsgrund",
    "segments": "Segment",
    "tiers": "Kundenwert",
    "kinds": "privat oder geschäftlich",
    "doors": "Eingangsweg",
    "min_tenure_months": "Vertragsdauer",
    "max_tenure_months": "Vertragsdauer",
    "min_annual_value": "Jahreswert",
    "max_annual_value": "Jahreswert",
    "receipt_confirmed": "Eingang schon bestätigt",
    "brands": "Marke",
    "address_form": "Anrede",
}
"""What a `[who]` condition is about."""


def reason_words(reason: str) -> str:
    """The German words of a stored reason; a sentence (of a held touch) is its own words."""
    if reason.startswith("excluded:"):
        ground = reason.removeprefix("excluded:")
        return f"hier wird niemand zurückgewonnen ({EXCLUDED.get(ground, ground)})"
    if reason.startswith("who:"):
        field = reason.removeprefix("who:")
        return f"die Sequenz ist für andere Kunden gedacht ({CONDITIONS.get(field, field)})"
    return REASONS.get(reason, reason)
