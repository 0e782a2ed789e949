"""The German words of every stored value that a person reads in her copy; a test walks the enumerations behind them."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns import reason_words as words
from campaigns import task_words
from campaigns.evidence.words import METHODS, PURPOSES, RULES, VIA
from campaigns.lexicon.meanings import DECLARATIONS, DOORS, ENROLLMENT_STATES, LABELS, REPLY_KINDS
from campaigns.rights.recipients import SUBJECTS

WAYS = words.MEDIA | {"phone": "Telefon", "post": "Post", "linkedin_dm": "LinkedIn", "linkedin_invite": "LinkedIn"}
"""An address by what it is, not by what is done with it."""
SOURCES = {
    "self_given": "von Ihnen selbst", "order_form": "Ihre Bestellung", "third_party": "von Dritten",
    "public": "öffentlich zugänglich", "bought": "gekauft", "unknown": "nicht vermerkt",
}  # fmt: skip
CONTRACTS = {"paid": "bezahlt", "free": "kostenlos", "trial": "Probe"}
NOTICES = {"yes": "ja", "no": "nein", "policy_only": "nur in den Datenschutzhinweisen"}
CONSENT_EVENTS = {
    "requested": "erbeten", "mail_sent": "Bestätigungsmail gesendet", "clicked": "Bestätigungslink geklickt",
    "confirmed": "bestätigt", "used": "verwendet", "withdrawn": "widerrufen", "changed": "ergänzt",
}  # fmt: skip
HANDED_OVER = {
    "accepted": "angenommen", "refused": "abgelehnt", "transient": "vorübergehend abgelehnt",
    "uncertain": "ungewiss", "not_gone": "nicht abgegangen",
}  # fmt: skip
"""What became of an attempt (channels.channel.Outcome); a bounce is one of replies.reply.Kind."""
EVENTS = {
    "feature_released": "eine gewünschte Funktion ist da", "returned": "ist zurückgekommen",
    "saved": "ist geblieben",
}  # fmt: skip
OBSERVATIONS = {
    "usage": "Nutzung", "tickets": "Anfrage an den Support", "nps": "Bewertung", "revenue": "Umsatz",
}  # fmt: skip
STOPS = {
    "none": "nichts", "sequence": "die laufende Sequenz", "all_advertising": "alle Werbung", "address": "diese Adresse",
    "hold": "Werbung, bis ein Mensch gelesen hat", "pause_until": "Werbung für eine Weile",
}  # fmt: skip
MATCHED = {
    "references": "antwortet auf unsere Nachricht", "token": "unser Link im Text", "recipient": "genannter Empfänger",
    "sender": "Absenderadresse", "letter_code": "Kennung aus unserem Brief", "forwarded": "von uns weitergeleitet",
    "note": "Notiz über ein Gespräch",
}  # fmt: skip
DRAFTS = {
    "waiting": "wartet auf Freigabe", "approved": "freigegeben", "rejected": "abgelehnt",
    "expired": "nicht rechtzeitig freigegeben", "withdrawn": "zurückgezogen",
}  # fmt: skip
BLOCKED = {"bounce": "Mails kamen zurück", "complaint": "Beschwerde", "listed": "nicht genannt"}
CONCEDED = {
    "discount_percent": "Nachlass in Prozent", "pause_months": "Pause in Monaten",
    "free_trial_days": "Probezeit ohne Kosten in Tagen", "deferral_days": "Zahlungsaufschub in Tagen",
    "fewer_seats": "kleinerer Umfang oder weniger Plätze", "monthly_term": "monatliche Laufzeit", "custom": "anderes",
}  # fmt: skip
OFFERED = {"made": "angeboten", "accepted": "angenommen", "refused": "nicht freigegeben"}
PRESUMED = {"concrete": "konkrete Umstände"}
PRIORITIES = {"low": "niedrig", "normal": "mittel", "high": "hoch", "urgent": "dringend"}
DATA_KEYS = {
    "active_users": "aktive Nutzer", "answered_at": "geantwortet am", "closed_at": "erledigt am",
    "contact_id": "Kundenkennung", "external_id": "Kennung", "opened_at": "eröffnet am", "subject": "Betreff",
    "score": "Bewertung", "comment": "Kommentar", "month": "Monat", "logins": "Anmeldungen", "feature": "Funktion",
    "priority": "Dringlichkeit", "status": "Stand", "name": "Name", "email": "E-Mail", "phone": "Telefon",
    "hours_saved": "gesparte Stunden", "transactions": "Vorgänge",
}  # fmt: skip
"""Names inside what our products and systems report; an operator's own word stands for itself."""

TO_THE_PERSON = {
    "frequency_cap": "Obergrenze erreicht, Sie hatten gerade erst Post",
    "own_pause": "Sie haben um eine Pause gebeten",
    "paused": "Sie baten um eine Pause, oder eine Antwort wird noch gelesen",
    "contract_withdrawn": "Sie haben den Vertrag widerrufen (§ 356a BGB)",
    "goal_met": "Sie sind wieder unser Kunde",
    "group_busy": "Sie bekamen zu dieser Zeit schon andere Nachrichten von uns",
    "robinson": "Sie stehen auf der Robinsonliste",
}
"""Stored reasons that speak of „die Person“, as she is told them."""

_ANY_TABLE: Mapping[str, Mapping[str, str]] = {
    "channel": words.CHANNELS, "medium": words.MEDIA, "tier": words.TIERS, "decision": words.DECISIONS,
    "method": METHODS, "via": VIA, "purpose": PURPOSES, "rule": RULES, "verdict": words.VERDICTS,
    "outcome": task_words.OUTCOMES | words.REQUEST_OUTCOMES, "scope": words.MEDIA | {"global": "alle Wege"},
    "wait_event": EVENTS, "address_source": SOURCES, "priority": PRIORITIES,
}  # fmt: skip
_OF_TABLE: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("attempt", "outcome"): HANDED_OVER | REPLY_KINDS, ("cancellation", "door"): DOORS,
    ("cancellation", "kind"): DECLARATIONS, ("cancellation", "reason"): words.CANCELLATION_REASONS,
    ("cancellation", "reason_confirmed"): words.CANCELLATION_REASONS, ("consent", "purposes"): PURPOSES,
    ("carrier_block", "reason"): BLOCKED,
    ("consent_event", "event"): CONSENT_EVENTS, ("contact", "kind"): words.KINDS, ("contact_point", "medium"): WAYS,
    ("contact_point", "source"): SOURCES, ("contract", "kind"): CONTRACTS, ("contract", "objection_notice"): NOTICES,
    ("data_request", "kind"): words.REQUEST_KINDS, ("enrollment", "state"): ENROLLMENT_STATES,
    ("event", "kind"): EVENTS,
    ("observation", "kind"): OBSERVATIONS, ("presumption", "reason"): PRESUMED, ("recipient_notice", "kind"): SUBJECTS,
    ("reply", "kind"): REPLY_KINDS, ("reply", "label"): LABELS, ("reply", "relabelled_from"): LABELS,
    ("reply", "matched_by"): MATCHED, ("reply", "stop"): STOPS, ("task", "kind"): task_words.TASK_KINDS,
    ("task", "state"): words.STATES, ("touch", "state"): words.STATES,
    ("offer_use", "offer"): CONCEDED, ("offer_use", "state"): OFFERED,
    ("draft", "state"): DRAFTS, ("consent", "platforms"): words.PLATFORMS,
    ("consent", "matched_by"): words.MEDIA, ("audience_member", "platform"): words.PLATFORMS,
}  # fmt: skip
_MANY = frozenset({"purposes", "platforms", "matched_by"})
"""Columns with several words, separated by commas."""
_REASONS = frozenset({("enrollment", "reason"), ("touch", "reason"), ("decision", "reason")})


def value_word(table: str, column: str, value: str) -> str | None:
    """The German word of a stored value; None for free words, which stand for themselves."""
    if (table, column) in _REASONS:
        return words.reason_words(value)
    if (table, column) == ("reply", "effect"):
        return words.effect_words(value)
    known = _OF_TABLE.get((table, column)) or _ANY_TABLE.get(column, {})
    if column in _MANY:
        return ", ".join(known.get(one, one) for one in value.split(",")) if value else None
    return known.get(value)
