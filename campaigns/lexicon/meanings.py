"""What the words of closed vocabularies mean, in sentences for people. Short names stand in campaigns.reason_words."""

from __future__ import annotations

STATUS = {
    "draft": "Entwurf: niemand beginnt; wer schon läuft, läuft weiter",
    "live": "sendet: wer passt, beginnt, und Fälliges geht hinaus",
    "paused": "angehalten: wer passt, beginnt, aber alles Fällige wartet, bis die Sequenz wieder live ist",
}

ANCHORS = {
    "cancellation_received": "der Eingang der Kündigung",
    "contract_end": "das Vertragsende: der Wunschtag, nie vor dem Tag, den der Vertrag erlaubt",
    "returned": "der Tag, an dem die Person wieder Kunde wurde",
    "saved": "der Tag, an dem die Person ihre Kündigung zurücknahm",
    "feature_released": "der Tag, an dem die vermisste Funktion erschien",
    "enrolled": "der Moment, in dem die Sequenz für die Person beginnt",
}

EVENTS = {
    "feature_released": "eine vermisste Funktion ist erschienen (import releases)",
    "returned": "die Person ist wieder Kunde (import returned)",
    "saved": "die Person bleibt, die Kündigung ist zurückgenommen",
}

CHANNELS = {
    "email": "E-Mail, an die erste gültige Adresse",
    "letter": "Brief, über die Liste an die Druckerei",
    "linkedin": "LinkedIn: ein Mensch bekommt die Aufgabe, die Nachricht von Hand zu senden",
    "phone": "Anruf: ein Mensch bekommt eine Aufgabe mit Briefing und Leitfaden",
}

MEDIA = {
    "email": "E-Mail (§ 7 Abs. 2 Nr. 2 UWG)",
    "phone": "Anruf, den ein Mensch von uns macht (§ 7 Abs. 2 Nr. 1 UWG)",
    "phone_in": "Anruf, den die Person selbst macht",
    "phone_auto": "Anruf einer Maschine (§ 7 Abs. 2 Nr. 2 UWG)",
    "post": "adressierter Brief",
    "linkedin_dm": "Nachricht in einem sozialen Netz; im Recht wie E-Mail",
    "linkedin_invite": "Kontaktanfrage in einem sozialen Netz",
    "sms": "SMS oder Messenger; im Recht wie E-Mail",
    "fax": "Fax (§ 7 Abs. 2 Nr. 2 UWG)",
    "audience_upload": "Abgleich von Adressen mit einem Werbenetz",
}

PLATFORMS = {
    "linkedin": "LinkedIn; nimmt E-Mail-Adressen, ab 300 Zeilen",
    "google": "Google mit YouTube; nimmt E-Mail-Adressen und Rufnummern",
    "meta": "Facebook und Instagram; nimmt E-Mail-Adressen und Rufnummern, ab 100 Zeilen",
}

PURPOSES = {
    "advertising": "Werbung: braucht eine Rechtsgrundlage, endet mit jedem Widerspruch, zählt bei Obergrenzen",
    "survey": "Umfrage: rechtlich Werbung (BGH VI ZR 225/17)",
    "repermission": "Bitte um eine Einwilligung: rechtlich Werbung",
    "mixed": "Vertragspost mit werbendem Teil: wird angehalten, bis ein Mensch die Werbung herausnimmt",
    "contract": "Vertragspost, die Vertrag oder Gesetz verlangen; ohne Werbung, geht auch nach einem Widerspruch",
    "service": "Auskunft, um die die Person gebeten hat; ohne Werbung",
    "double_opt_in": "die eine Mail, mit der eine Einwilligung bestätigt wird",
    "profiling": "Auswerten von Kundendaten, kein Kontakt",
    "tracking": "Messen von Klicks und Öffnungen, kein Kontakt",
}

SEGMENTS = {
    "high_value": "Stufe strategic oder high, gleich aus welchem Grund",
    "feature_gap": "Grund missing_feature",
    "moved_to_competitor": "Grund competitor_offer, und die Person hat den Wettbewerber selbst genannt",
    "situational": "Umzug, Geld knapp, neue Lebensphase oder Projekt zu Ende",
    "low_engagement": "Grund low_use, Stufe low oder weniger als 6 Monate Kunde",
    "active_user": "alle anderen",
}

TIERS = {
    "strategic": "wichtigste Kunden: bis zu zwei Halteversuche, persönlicher Weg zuerst",
    "high": "wertvolle Kunden",
    "standard": "übliche Kunden; gilt, wenn nichts angegeben ist",
    "low": "kleine Kunden",
}

CONTACT_KINDS = {
    "business": "Unternehmer (§ 14 BGB)",
    "consumer": "Verbraucher (§ 13 BGB)",
    "unknown": "nicht bekannt; wird überall wie ein Verbraucher behandelt",
}

ADDRESS_FORMS = {"sie": "Anrede mit Sie", "du": "Anrede mit du"}

DECLARATIONS = {
    "cancellation": "Kündigung: der Vertrag endet für die Zukunft",
    "withdrawal": "Widerruf: der Vertrag wird rückabgewickelt (§ 355, § 356a BGB)",
}

DOORS = {
    "csv": "eingelesene Datei",
    "webhook": "Meldung eines anderen Programms",
    "rest": "Abruf aus einem anderen Programm",
    "mailbox": "E-Mail",
    "form": "Formular auf einer Webseite",
    "csm": "von einem Menschen des Hauses aufgenommen",
}

CAP_OUTCOMES = {
    "postpone": "der Schritt wartet, bis wieder Platz ist; ist sein Tag dann zu lange her, entfällt er",
    "next_channel": "der nächste Kanal des Schritts wird versucht",
    "skip": "der Schritt entfällt",
}

DECISIONS = {
    "send": "geht hinaus oder an Druckerei oder Mensch",
    "postpone": "jetzt nicht; zum genannten Zeitpunkt wird neu entschieden",
    "skip": "dieser Schritt entfällt für diese Person, die Sequenz geht weiter",
    "stop": "die Sequenz beginnt nicht oder endet für diese Person",
    "hold": "nichts geht hinaus, bis ein Mensch geschaut hat",
    "holdout": "die Person gehört zur Vergleichsgruppe und wird nie angeschrieben",
}

ENROLLMENT_STATES = {
    "active": "die Sequenz läuft für diese Person",
    "paused": "sie ruht bis zu einem Tag oder bis ein Mensch sie freigibt",
    "finished": "der letzte Schritt ist vorbei",
    "stopped": "sie endete vorher; der Grund steht dabei",
    "holdout": "die Person dient dem Vergleich und bekommt nichts",
    "excluded": "die Sequenz hat für diese Person nie begonnen; der Grund steht dabei",
}

TASK_STATES = {
    "open": "wartet auf einen Menschen",
    "done": "mit einem Ergebnis erledigt",
    "expired": "die Frist lief ab, nichts wurde eingetragen",
    "withdrawn": "zurückgezogen, etwa nach einem Widerspruch",
}

STOP_REASONS = {
    "replied": "die Person hat geantwortet",
    "objection": "die Person will keine Werbung (Art. 21 Abs. 2 DSGVO)",
    "goal": "das Ziel der Sequenz ist erreicht",
    "bounced": "die Adresse gibt es nicht",
    "complaint": "die Person hat eine Mail als Spam gemeldet; gilt als Widerspruch",
    "branched": "nach der Antwort begann eine andere Sequenz",
    "replaced": "eine neue Kündigung begann von vorn",
    "outcome": "das Ergebnis einer Aufgabe hat sie beendet",
    "consent_withdrawn": "die Einwilligung wurde widerrufen (Art. 7 Abs. 3 DSGVO)",
    "operator": "ein Mensch des Hauses hat sie beendet",
    "excluded": "hier gibt es niemanden mehr zurückzugewinnen",
    "deceased": "die Person ist verstorben",
    "contract_withdrawn": "die Person hat den Vertrag widerrufen (§ 356a BGB)",
    "own_pause": "die Person hat um eine Pause gebeten",
}

EFFECTS = {
    "all_advertising": "Widerspruch auf allen Wegen: alle Werbung endet sofort",
    "channel": "Widerspruch nur für den genannten Weg (channel:MEDIUM)",
    "sequence": "die Werbung an die Person endet, ohne Widerspruch; ein Mensch antwortet",
    "address": "die Adresse gilt als ungültig, ein Mensch sucht die richtige",
    "hold": "nicht verstanden: Werbung wartet, bis ein Mensch die Antwort gelesen hat",
    "pause_until": "Werbung ruht bis zum genannten Tag, sonst 14 Tage",
    "none": "keine Wirkung",
}

LABELS = {
    "dsgvo_erasure": "„Löschen Sie meine Daten“ (Art. 17 DSGVO); will auch keine Werbung mehr",
    "data_export_request": "„Geben Sie uns unsere Daten“ (Data Act, Art. 20 DSGVO, § 327p BGB)",
    "dsgvo_access": "„Was haben Sie über mich gespeichert?“ (Art. 15 DSGVO)",
    "objection_unsubscribe": "keine Werbung mehr, in welchen Worten auch immer (Art. 21 Abs. 2 DSGVO); nicht änderbar",
    "cancellation_withdrawn": "die Kündigung wird zurückgenommen; ein Mensch prüft das immer",
    "complaint_angry": "Ärger oder Drohung; ein Mensch antwortet",
    "wrong_person_left_company": "die Person ist nicht mehr da oder war nie die richtige",
    "meeting_request": "möchte sprechen: Rückruf, Termin",
    "price_negotiation": "am Preis hängt es: würde für weniger bleiben oder wiederkommen",
    "not_now_later": "jetzt nicht, später vielleicht",
    "final_decision": "die Entscheidung steht, ohne Bitte um Ruhe; die Sequenz endet",
    "interested": "würde wiederkommen, will mehr wissen, nimmt das Angebot an",
    "question": "stellt eine Frage, die ein Mensch beantwortet",
    "out_of_office": "eine Weile nicht da; Werbung ruht bis zum genannten Tag",
    "delivery_notice": "automatische Empfangsbestätigung, noch niemand hat gelesen",
    "spam_other": "fremde Werbung in unserem Postfach",
    "thanks_neutral": "Dank oder Kenntnisnahme; die Sequenz endet, sonst nichts",
}

REPLY_KINDS = {
    "hard_bounce": "unzustellbar für immer: die Adresse gibt es nicht",
    "soft_bounce": "unzustellbar für den Moment, wird gezählt",
    "complaint": "Spam-Meldung über einen Mailanbieter; gilt als Widerspruch",
    "auto_reply": "automatische Antwort",
    "challenge": "das Postfach verlangt eine Bestätigung vor der Zustellung",
    "human_reply": "ein Mensch hat geschrieben",
    "note": "Notiz über ein Gespräch",
    "unknown": "die Art der Mail ist nicht zu erkennen",
}
