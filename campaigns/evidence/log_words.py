"""German words for the audit log: what happened, and the ids it happened to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaigns.evidence.words import VIA
from campaigns.reason_words import MEDIA, OUTCOMES

EVENTS = {
    "activated": "freigeschaltet: Sendungen gehen an die Empfänger",
    "arrival_failed": "ein Eingang ließ sich nicht bearbeiten und wurde beiseitegelegt",
    "backup_made": "Sicherung geschrieben und geprüft",
    "brief_read": "Briefing einer Aufgabe gelesen",
    "cancellation_received": "Kündigung gespeichert",
    "event_feature_released": "ein gewünschtes Merkmal ist da",
    "event_returned": "ist zurückgekommen",
    "event_saved": "bleibt nach einem Gespräch",
    "letter_returned": "ein Brief kam als unzustellbar zurück",
    "objection_recorded": "Widerspruch eingetragen",
    "paused": "angehalten",
    "proof_shown": "Nachweis einer Einwilligung ausgegeben",
    "reply_classified": "Antwort eingeordnet",
    "reply_released": "eine angehaltene Antwort ist geklärt",
    "restored": "eine zurückgespielte Sicherung wurde erkannt; alles wartet",
    "resumed": "es geht weiter",
    "task_claimed": "Aufgabe übernommen",
    "task_done": "Ergebnis einer Aufgabe eingetragen",
    "token_key_replaced": "Schlüssel der Abmeldelinks ersetzt, alte Links sind tot",
    "tasks_exported": "Liste der Aufgaben ausgegeben",
    "touch_uncertain": "eine Sendung ist ungewiss",
    "uncertain_settled": "eine ungewisse Sendung ist geklärt",
    "unsubscribe_unknown": "Abmeldung zu einer Sendung, die hier niemand kennt",
}
"""What an event means (docs/events.md)."""

_NAMES = {
    "address": "Adresse (Prüfsumme)",
    "all": "auch Vertragspost",
    "as": "als",
    "by": "durch",
    "consents": "Einwilligungen",
    "file": "Datei",
    "held": "Angehaltene",
    "id": "Kennung",
    "kind": "Art",
    "label": "Einordnung",
    "outcome": "Ergebnis",
    "reply": "Antwort",
    "scope": "Umfang",
    "send_id": "Sendung",
    "task": "Aufgabe",
    "tasks": "Aufgaben",
    "via": "Weg",
    "what": "was",
}


def told(event: Mapping[str, Any]) -> str:
    """What happened, to whom, with which ids; the event's own name where no words are known for it."""
    words = EVENTS.get(event["event"], event["event"])
    person = f" ({event['contact']})" if event["contact"] else ""
    details = ", ".join(f"{_NAMES.get(name, name)}: {_word(name, value)}" for name, value in event["data"].items())
    return f"{words}{person}" + (f"; {details}" if details else "")


_WORDS = {"via": VIA, "scope": MEDIA | {"global": "alle Wege"}, "outcome": OUTCOMES}


def _word(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _WORDS.get(name, {}).get(str(value), str(value))
