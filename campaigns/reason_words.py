"""The German words behind what is stored in English: decisions, states, reasons, channels, cap outcomes."""

from __future__ import annotations

import re

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

PLATFORMS = {"linkedin": "LinkedIn", "google": "Google", "meta": "Meta (Facebook, Instagram)"}

EFFECTS = {
    "none": "nichts",
    "stop": "die Sequenzen enden",
    "pause": "Werbung ruht eine Weile",
    "hold": "Werbung ruht, ein Mensch liest",
    "task": "Aufgabe für einen Menschen",
    "objection": "Widerspruch eingetragen",
    "address_invalid": "Adresse gesperrt",
    "address_blocked": "Versender stellt an die Adresse nichts mehr zu",
    "bounce_counted": "gezählt, sonst nichts",
    "blocked": "uns als Absender abgewiesen, zählt nicht gegen die Person",
    "delivered": "angekommen",
    "own_mail": "eigene Mail, keine Antwort",
}


def effect_words(effect: str) -> str:
    """What a reply did; `start:NAME` has begun another sequence."""
    word, _, name = effect.partition(":")
    return f"{name} beginnt" if word == "start" else EFFECTS.get(word, effect)


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
    "contract_over": "der Vertrag war schon zu Ende, als die Kündigung eingelesen wurde",
    "replied": "es kam eine Antwort",
    "excluded": "hier gibt es niemanden mehr zurückzugewinnen",
    "condition": "der Schritt gilt für andere Kunden",
    "frequency_cap": "Obergrenze erreicht, die Person hatte gerade erst Post",
    "sending_window": "außerhalb der Sendezeit",
    "call_hours": "außerhalb der Anrufzeiten",
    "objection": "Widerspruch gegen Werbung (Art. 21 DSGVO)",
    "restriction": "die Daten sind eingeschränkt und dürfen nur gespeichert werden (Art. 18 DSGVO)",
    "own_pause": "die Person hat um eine Pause gebeten",
    "contract_withdrawn": "die Person hat den Vertrag widerrufen (§ 356a BGB)",
    "survey_answered": "die Person hat die Fragen schon auf der Abschiedsseite beantwortet",
    "unassigned": "die Erklärung aus dem Formular gehört zu keinem bekannten Vertrag, und eine Einwilligung fehlt",
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
    "suppressed": "die Adresse steht auf der Sperrliste von Amazon SES, die Mail wurde niemandem zugestellt",
    "soft_bounce": "die Nachricht kam zurück, das Postfach ist voll oder nimmt sie gerade nicht an",
    "taken_back": "die Kündigung wird vielleicht zurückgenommen, ein Mensch klärt es",
    "goal_met": "die Person ist schon zurück",
    "restored": "die Datenbank kam aus einer Sicherung, der Schritt war vielleicht schon gemacht",
    "group_busy": "die Person läuft schon in einer Sequenz dieser Gruppe",
    "robinson": "die Person steht auf der Robinsonliste",
    "deceased": "die Person ist verstorben",
    "letter_undeliverable": "der Brief kam als unzustellbar zurück",
    "letter_moved": "der Brief kam zurück, die Person ist umgezogen",
    "letter_refused": "die Annahme des Briefs wurde verweigert",
    "letter_household": "im selben Haushalt kam gerade ein Brief von uns an",
    "letter_company": "in derselben Firma kam gerade ein Brief von uns an",
    "letter_shop": "mit der Druckerei ist die Auftragsverarbeitung nicht vereinbart (Art. 28 DSGVO)",
    "letter_consent": "keine nachweisbare Einwilligung für Briefe",
    "minor": "die Person ist minderjährig",
    "address_changed": "der Brief trug noch die frühere Anschrift",
    "audience_processor": "mit dem Werbenetz ist die Auftragsverarbeitung nicht vereinbart (Art. 28 DSGVO)",
    "audience_upload": "keine nachweisbare Einwilligung, die den Abgleich mit diesem Werbenetz nennt",
    "phone_presumed": "kein freigegebener Grund für einen Anruf (§ 7 Abs. 2 Nr. 1 UWG)",
    "service_message": "keine Nachricht, die ein laufender Auftrag verlangt",
    "withdrawal": "die Einwilligung wurde widerrufen (Art. 7 Abs. 3 DSGVO)",
    "contract_message": "keine Nachricht, die der Vertrag verlangt",
    "suppression_store": "die Sperrliste ist nicht erreichbar",
    "competitor_knowledge": "Wissen über den Wettbewerber, das nicht vom Kunden kommt",
    "goal": "das Ziel der Sequenz ist erreicht",
    "bounced": "die Adresse gibt es nicht, die Nachricht kam zurück",
    "complaint": "eine Mail wurde als Spam gemeldet; das gilt als Widerspruch",
    "branched": "nach der Antwort begann eine andere Sequenz",
    "replaced": "eine neue Kündigung begann von vorn",
    "outcome": "das Ergebnis einer Aufgabe hat sie beendet",
    "operator": "ein Mensch des Hauses hat sie beendet",
    "draft": "die Mail wartet auf die Freigabe eines Menschen",
    "draft_rejected": "ein Mensch hat die Mail gelesen und abgelehnt",
    "draft_expired": "niemand hat die Mail rechtzeitig freigegeben",
    "draft_outdated": "das Angebot der freigegebenen Mail gilt nicht mehr",
    "waits_for_release": "die ersten Mails dieser Sequenz gibt ein Mensch frei",
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
    "declarations": "Kündigung oder Widerruf",
    "assigned": "Vertrag zugeordnet",
}
"""What a `[who]` condition is about."""


PURPOSES = {
    "advertising": "Werbung",
    "survey": "Umfrage",
    "repermission": "Bitte um eine Einwilligung",
    "contract": "Vertragspost",
    "service": "Auskunft auf Wunsch der Person",
    "double_opt_in": "Bestätigung einer Einwilligung",
}

TIERS = {"strategic": "strategisch", "high": "hoch", "standard": "mittel", "low": "niedrig"}

KINDS = {"business": "geschäftlich", "consumer": "privat", "unknown": "privat oder geschäftlich: unbekannt"}

SEGMENTS = {
    "high_value": "wertvoller Kunde",
    "active_user": "aktiver Nutzer",
    "feature_gap": "Funktion fehlte",
    "situational": "Lage hat sich geändert",
    "moved_to_competitor": "beim Wettbewerber",
    "low_engagement": "selten genutzt",
}

CANCELLATION_REASONS = {
    "relocation": "Umzug",
    "financial_squeeze": "Geld knapp",
    "wants_change": "will etwas Neues",
    "life_phase": "neue Lebensphase",
    "price": "Preis",
    "quality": "Qualität",
    "service": "Service",
    "image": "Auftreten",
    "location_gap": "Standort fehlt",
    "contact_changed": "Ansprechperson gewechselt",
    "competitor_offer": "Angebot des Wettbewerbs",
    "missing_feature": "Funktion fehlt",
    "project_ended": "Projekt zu Ende",
    "low_use": "selten genutzt",
    "takeover": "Übernahme",
    "other": "anderer Grund",
    "unknown": "unbekannt",
    **EXCLUDED,
}

REQUEST_KINDS = {
    "access": "Auskunft",
    "erasure": "Löschung",
    "restriction": "Einschränkung",
    "rectification": "Berichtigung",
    "portability": "Datenübertragbarkeit",
    "objection": "Widerspruch",
}
"""What a person may ask for (Art. 15-21 DSGVO)."""

REQUEST_OUTCOMES = {"done": "erledigt", "refused": "abgelehnt"}

_GROUPS = {"tier": TIERS, "segment": SEGMENTS, "reason": CANCELLATION_REASONS}


def group_words(by: str, value: str) -> str:
    """The German word of a group in a table; an operator's own word stands for itself."""
    return _GROUPS.get(by, {}).get(value, value)


_CAP = re.compile(r"\b(person|company|sender) (any|[a-z_+]+) (\d+)/(\d+)\b")
_OWN_WISH = re.compile(r"\bown_wish\b")
_PER = {"person": "je Person", "company": "je Firma", "sender": "im ganzen Haus"}


def cap_words(sentence: str) -> str:
    """A rule's sentence with the names of caps (`person any 1/5`, `own_wish`) written out."""

    def words(found: re.Match[str]) -> str:
        per, media, most, days = found.groups()
        ways = "auf allen Wegen" if media == "any" else " und ".join(MEDIA.get(one, one) for one in media.split("+"))
        return f"höchstens {most} {_PER[per]} in {days} {'Tag' if days == '1' else 'Tagen'} ({ways})"

    return _CAP.sub(words, _OWN_WISH.sub("der Abstand, den die Person sich wünscht", sentence))


def reason_words(reason: str) -> str:
    """The German words of a stored reason; a sentence (of a held touch) is its own words."""
    if reason.startswith("excluded:"):
        ground = reason.removeprefix("excluded:")
        return f"hier wird niemand zurückgewonnen ({EXCLUDED.get(ground, ground)})"
    if reason.startswith("who:"):
        field = reason.removeprefix("who:")
        return f"die Sequenz ist für andere Kunden gedacht ({CONDITIONS.get(field, field)})"
    if reason.startswith("colleague:"):
        who = reason.removeprefix("colleague:")
        return f"jemand aus derselben Firma hat geantwortet ({who}), das wird erst beantwortet"
    return REASONS.get(reason, reason)


def unknown_words(platform: str) -> str:
    """That nobody knows what a network's list holds, since the database came from a backup."""
    return (
        f"Wer auf der Liste bei {PLATFORMS[platform]} steht, ist seit der Sicherung unbekannt: sie dort ganz ersetzen"
    )


def removal_words(platform: str, number: int) -> str:
    """That somebody on a network's list withdrew, objected or was erased since."""
    many = "1 Adresse muss" if number == 1 else f"{number} Adressen müssen"
    return f"{many} aus der Liste bei {PLATFORMS[platform]} (Widerruf, Widerspruch, Löschung, neue Adresse)"
