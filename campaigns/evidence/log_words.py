"""German words for the audit log: what happened, and the ids it happened to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaigns.evidence.words import RULES, VIA
from campaigns.lexicon.meanings import LABELS, REPLY_KINDS
from campaigns.reason_words import CHANNELS, MEDIA, PLATFORMS, REQUEST_KINDS, REQUEST_OUTCOMES, VERDICTS
from campaigns.task_words import OUTCOMES

EVENTS = {
    "access_given": "Auskunft oder Datenkopie für eine Person geschrieben",
    "address_blocked": "der Versender stellt an eine Adresse nichts mehr zu",
    "address_released": "eine gesperrte Adresse wieder freigegeben",
    "activated": "freigeschaltet: Sendungen gehen an die Empfänger",
    "arrival_failed": "ein Eingang ließ sich nicht bearbeiten und wurde beiseitegelegt",
    "audience_cleaned": "die Liste eines Werbenetzes ist bereinigt",
    "audience_exported": "eine Liste für ein Werbenetz geschrieben",
    "audience_left": "steht nicht mehr auf der Liste eines Werbenetzes",
    "audience_removal_listed": "geschrieben, wer aus der Liste eines Werbenetzes herausmuss",
    "audience_replaced": "die Liste eines Werbenetzes ist ganz ersetzt oder gelöscht",
    "backup_made": "Sicherung geschrieben und geprüft",
    "brief_read": "Briefing einer Aufgabe gelesen",
    "callback_requested": "Rückruf gewünscht",
    "cancellation_assigned": "Erklärung einem Vertrag zugeordnet",
    "cancellation_received": "Kündigung oder Widerruf gespeichert",
    "consent_confirmed": "Einwilligung bestätigt (Double-Opt-in)",
    "consent_requested": "Einwilligung erklärt, Bestätigung steht aus",
    "contact_from_form": "Erklärung aus dem Formular, die ein Mensch zuordnet",
    "draft_approved": "eine Werbemail gelesen und freigegeben",
    "event_feature_released": "ein gewünschtes Merkmal ist da",
    "event_returned": "ist zurückgekommen",
    "event_saved": "bleibt nach einem Gespräch",
    "erasure_finished": "die Kopien einer gelöschten Person in Dateien sind weg",
    "letter_file_rewritten": "eine gelöschte Person aus einer Briefliste genommen",
    "letter_readdressed": "eine neue Anschrift: ein Brief unterwegs wurde umgeschrieben, gestoppt oder zurückgerufen",
    "letter_returned": "ein Brief kam zurück",
    "letter_stopped": "ein Brief, der auf die Druckerei wartete, ist nicht mehr zulässig und geht nicht hinaus",
    "letters_delivered": "Briefe an die Druckerei übergeben",
    "letters_frozen": "eine Lieferung für die Druckerei festgeschrieben",
    "recall_delivered": "Rückruf an die Druckerei übergeben",
    "mail_swallowed": "eine Mail nahm der Versender an und stellte sie niemandem zu",
    "note_held": "eine Notiz klingt wie ein Verlangen der Person; Werbung ruht, bis ein Mensch sie gelesen hat",
    "objection_recorded": "Widerspruch eingetragen",
    "paused": "angehalten",
    "person_erased": "eine Person gelöscht (Art. 17 DSGVO)",
    "preferences_changed": "Wünsche geändert: wie oft, Pause",
    "presumption_released": "Grund eines Anrufs bei einer Firma freigegeben",
    "processing_restricted": "Verarbeitung eingeschränkt: nur noch gespeichert",
    "proof_shown": "Nachweis einer Einwilligung ausgegeben",
    "recipient_told": "ein Empfänger der Daten ist unterrichtet",
    "reply_classified": "Antwort eingeordnet",
    "reply_released": "eine angehaltene Antwort ist geklärt",
    "reply_relabelled": "eine Einordnung wurde richtiggestellt",
    "reply_sampled": "aus einer Antwort wurde ein Beispiel ohne Person",
    "colleague_rests": "Werbung ruht oder endet, weil jemand aus derselben Firma geantwortet hat",
    "colleagues_released": "die Antwort ist erledigt, die Firma wird wieder angesprochen",
    "advertising_halted": "Werbung hielt von selbst an",
    "request_closed": "Anfrage einer Person abgeschlossen",
    "request_extended": "Frist einer Anfrage verlängert",
    "request_identity_doubted": "Zweifel an der Identität festgehalten",
    "request_received": "Anfrage einer Person eingegangen, ihr Monat läuft",
    "restored": "eine zurückgespielte Sicherung wurde erkannt; alles wartet",
    "restriction_lifted": "Einschränkung aufgehoben, die Person wusste es vorher",
    "resumed": "es geht weiter",
    "retention_done": "gelöscht, dessen Aufbewahrungsfrist vorbei war",
    "survey_answered": "Fragen zum Abschied beantwortet",
    "task_claimed": "Aufgabe übernommen",
    "absence_changed": "Ende oder Vertretung einer Abwesenheit geändert",
    "absence_ended": "Abwesenheit beendet oder zurückgenommen",
    "absence_recorded": "Abwesenheit einer Kollegin oder eines Kollegen eingetragen",
    "task_escalated": "Aufgabe lag zu lange, die Leitung sieht sie",
    "task_handed_over": "Aufgabe hat den Besitzer gewechselt",
    "task_snoozed": "Aufgabe ruht bis zu einem späteren Zeitpunkt",
    "task_tried": "nicht erreicht oder vertagt; die Aufgabe bleibt offen",
    "task_withdrawn": "Aufgabe zurückgezogen, ihr Anlass oder ihre Erlaubnis ist weg",
    "task_done": "Ergebnis einer Aufgabe eingetragen",
    "token_key_replaced": "Schlüssel der Abmeldelinks ersetzt, alte Links sind tot",
    "tasks_exported": "Liste der Aufgaben ausgegeben",
    "promise_made": "Zusage eingetragen",
    "offer_recorded": "Zugeständnis eingetragen",
    "webhook_enabled": "Meldungen an ein anderes System wieder eingeschaltet",
    "touch_left": "Werbung ist hinausgegangen",
    "touch_uncertain": "eine Sendung ist ungewiss",
    "uncertain_settled": "eine ungewisse Sendung ist geklärt",
    "unsubscribe_repeated": "Abmeldelink noch einmal geklickt; der Widerspruch galt schon",
    "unsubscribe_unknown": "Abmeldung zu einer Sendung, die hier niemand kennt",
}
"""What an event means (docs/events.md)."""

_NAMES = {
    "address": "Adresse (Prüfsumme)",
    "all": "auch Vertragspost",
    "as": "als",
    "by": "durch",
    "channel": "Kanal",
    "consent": "Einwilligung",
    "consents": "Einwilligungen",
    "content_sha256": "Prüfsumme der Nachricht",
    "evidence": "Belege",
    "export": "Liste",
    "number": "Anzahl",
    "platform": "Werbenetz",
    "processor": "Vertrag",
    "file": "Datei",
    "form": "Formular",
    "from": "von",
    "gap_days": "Tage zwischen zwei Kontakten",
    "files": "Dateien",
    "held": "Angehaltene",
    "how": "wie",
    "id": "Kennung",
    "carrier": "Versender",
    "listed": "stand auf dessen Liste",
    "kind": "Art",
    "kept": "aufbewahrte Stücke",
    "label": "Einordnung",
    "notice_sha256": "Prüfsumme des Widerspruchshinweises",
    "left": "Sicherungen, nicht angefasst",
    "outcome": "Ergebnis",
    "pseudonym": "Kennzeichen",
    "removed": "gelöschte Dateien",
    "paused_until": "Pause bis",
    "preference": "Wunsch",
    "presumption": "Grund",
    "recipient": "Empfänger",
    "reply": "Antwort",
    "rule": "Regel",
    "rulebook": "Regelwerk",
    "request": "Vorgang",
    "rewritten": "neu geschriebene Dateien",
    "scope": "Umfang",
    "send_id": "Sendung",
    "task": "Aufgabe",
    "tasks": "Aufgaben",
    "template_sha256": "Prüfsumme der Vorlage",
    "text": "Wortlaut",
    "verdict": "Urteil",
    "told_on": "mitgeteilt am",
    "to": "bis",
    "until": "bis",
    "via": "Weg",
    "what": "was",
    "withheld": "nicht herausgegeben",
}


def told(event: Mapping[str, Any]) -> str:
    """What happened, to whom, with which ids; the event's own name where no words are known for it."""
    words = EVENTS.get(event["event"], event["event"])
    person = f" ({event['contact']})" if event["contact"] else ""
    details = ", ".join(f"{_NAMES.get(name, name)}: {_word(name, value)}" for name, value in event["data"].items())
    return f"{words}{person}" + (f"; {details}" if details else "")


_WORDS = {
    "channel": CHANNELS,
    "platform": PLATFORMS,
    "kind": REPLY_KINDS | REQUEST_KINDS,
    "label": LABELS,
    "outcome": OUTCOMES | REQUEST_OUTCOMES,
    "rule": RULES,
    "scope": MEDIA | {"global": "alle Wege"},
    "verdict": VERDICTS,
    "via": VIA,
}
_BEGINNING = 16
"""So many characters of a checksum are told; `--json` has all of it."""


def _word(name: str, value: Any) -> str:
    if value is None:
        return "keine"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name.endswith("_sha256"):
        return str(value)[:_BEGINNING]
    return _WORDS.get(name, {}).get(str(value), str(value))
