"""Which columns of a person's rows go into her copy, under which German name, and which do not and why.

A test walks every column of every personal table: one that is neither named nor left out here breaks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "account": "Postfach", "activity_id": "Kennung des Kontakts", "address_given_on": "Adresse angegeben am",
        "address_source": "Herkunft der Adresse", "advertising": "Werbung", "annual_value": "Jahreswert in Euro",
        "answered_at": "beantwortet am", "at": "am", "at_once": "sofort", "bounce": "Rücklauf",
        "bounced_at": "zurückgekommen am", "brand": "Marke", "brief": "Briefing", "cancellation": "Kündigung",
        "channel": "Weg", "city": "Ort", "closed_at": "abgeschlossen am", "code": "Antwort des Mailservers",
        "columns": "Anschrift und Brief", "competitor": "neuer Anbieter",
        "competitor_source": "woher wir das wissen", "concluded_online": "online geschlossen",
        "confirmed_at": "bestätigt am", "confirmed_end": "bestätigtes Ende", "consent": "Einwilligung",
        "contact": "Person", "contract": "Vertrag", "contract_end_at": "Vertragsende", "copies": "Kopien",
        "cost": "Kosten in Euro", "country": "Land", "created_at": "angelegt am", "customer_since": "Kunde seit",
        "data": "Angaben", "decision": "Entscheidung", "declared_address": "angegebene Anschrift",
        "declared_name": "angegebener Name", "detail": "Wortlaut des Mailservers", "door": "wie eingegangen",
        "due_at": "fällig am", "due_on": "fällig am", "effect": "Wirkung", "effective": "wirksam", "end": "Ende",
        "ended_at": "beendet am", "enrolled_at": "begonnen am", "event": "Ereignis",
        "evidence_text": "entscheidende Stelle", "expires_at": "läuft ab am", "exported_at": "übergeben am",
        "extended_at": "verlängert am", "extension_reason": "Grund der Verlängerung", "external_id": "Kennung",
        "facts": "Umstände", "feature": "gewünschte Funktion", "finished_at": "beendet am", "first_name": "Vorname",
        "folder": "Ordner", "from_address": "Absender", "granted_at": "erteilt am", "group_name": "Gruppe",
        "guide": "Leitfaden", "handled_at": "bearbeitet am", "identity_doubt": "Zweifel an der Identität",
        "keep_until": "aufzubewahren bis", "kept_at": "gehalten am", "kind": "Art", "label": "Einordnung",
        "land": "Bundesland", "language": "Sprache", "last_name": "Nachname", "last_step": "letzter Schritt",
        "last_used_at": "zuletzt genutzt am", "letter_file": "Briefliste",
        "letters_notice": "über Briefe unterrichtet", "made_at": "ausgeführt am", "mail_date": "Datum der Mail",
        "matched_by": "wie zugeordnet", "maybe_delivered": "vielleicht angekommen", "medium": "Weg",
        "message_id": "Message-ID", "method": "auf welche Art", "min_gap_days": "Abstand in Tagen", "name": "Name",
        "new_text": "Wortlaut", "normalised": "vereinheitlicht", "note": "Gesprächsnotiz",
        "notice_days": "Kündigungsfrist in Tagen", "notice_place": "Ort des Hinweises",
        "notice_version": "Fassung des Hinweises", "number": "Nummer",
        "objection_notice": "Widerspruchshinweis bei der Erhebung", "occurrence": "wievielter Lauf",
        "offer": "Angebot", "outcome": "Ergebnis", "paused_until": "ruht bis", "phone": "Rufnummer",
        "planned_on": "geplant für", "postcode": "Postleitzahl",
        "privacy_version": "Fassung der Datenschutzhinweise", "product_family": "Produkt", "products": "Produkte",
        "proof_ref": "Beleg", "purpose": "Zweck", "purposes": "Zwecke", "quarantined": "beiseitegelegt",
        "raw": "im Ganzen", "reason": "Grund", "reason_confirmed": "bestätigter Grund",
        "recalled_at": "zurückgerufen am", "receipt_confirmed_at": "Eingang bestätigt am",
        "received_at": "eingegangen am", "recipient": "Empfänger", "recorded_at": "gespeichert am",
        "reference": "Kennzeichen", "released_at": "freigegeben am", "request": "Vorgang",
        "restricted_at": "eingeschränkt am", "restricted_reason": "Grund der Einschränkung", "resume": "wieder ab",
        "returned_at": "zurückgekommen am", "review": "ein Mensch liest", "rule": "Regel",
        "ruling": "geprüfte Regeln", "salutation": "Anrede", "saved_at": "geblieben am", "scope": "Umfang",
        "send_id": "Sendung", "sequence": "Sequenz", "since": "gültig seit",
        "soft_bounces": "vorübergehende Rückläufer", "source": "Quelle", "start": "Beginn",
        "started_at": "begonnen am", "state": "Stand", "statute": "Vorschrift", "step": "Schritt",
        "stop": "angehaltene Werbung", "street": "Straße", "subject": "Betreff", "superseded": "ersetzt",
        "task": "Aufgabe", "text": "Wortlaut", "text_version": "Fassung", "tier": "Kundengruppe",
        "timezone": "Zeitzone", "title": "Titel", "told_at": "unterrichtet am", "topic": "Anliegen",
        "transport": "Übergabe", "until": "bis", "valid": "gültig", "valid_until": "gilt bis", "variant": "Fassung",
        "verbatim": "Wortlaut", "verdict": "Urteil", "via": "Weg des Widerspruchs", "wait_event": "wartet auf",
        "wished_end": "gewünschtes Ende", "wished_from": "gewünscht ab", "wished_until": "gewünscht bis",
        "withdrawn_at": "widerrufen am", "response_code": "Antwortcode im Brief",
        "delivered_at": "zugestellt am", "new_contact": "genannte Nachfolge",
        "relabelled_at": "neu eingeordnet am", "relabelled_from": "zuvor eingeordnet als",
        "return_date": "Tag der Rückkehr", "subtype": "nähere Art", "trust": "wie sicher der Absender ist",
        "sender": "Absender dieser Nachrichten", "returned": "was mit dem Brief geschah",
        "recall_told_at": "Rückruf gemeldet am",
        "priority": "Dringlichkeit", "claimed_at": "übernommen am",
        "snoozed_until": "zurückgestellt bis", "snooze_reason": "warum zurückgestellt",
        "escalated_at": "weitergemeldet am", "minutes": "Dauer, Minuten", "call_back_at": "Rückruf gewünscht am",
        "target": "gemeldet an", "shared_at": "zur Meldung vorgemerkt am", "attempts": "Versuche",
        "next_at": "nächster Versuch am", "done_at": "gemeldet am", "gave_up_at": "aufgegeben am",
        "paragraphs": "Absätze", "decided_at": "entschieden am",
        "platform": "Werbenetz", "platforms": "genannte Werbenetze",
        "minor": "minderjährig", "readdressed_at": "Anschrift berichtigt am",
        "audience_list": "Liste", "removal_list": "Entfernliste",
        "carrier": "Versender", "listed_at": "gesperrt seit", "read_at": "gelesen am",
        "broken_at": "nicht gehalten am", "amount": "Höhe", "words": "Wortlaut",
    }
)  # fmt: skip
"""Column -> German name. Several tables share a word where it means the same."""

OF_TABLE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("contact", "title"): "akademischer Titel",
        ("contact_point", "raw"): "Adresse",
        ("contact_point", "medium"): "Art der Adresse",
        ("outcome", "number"): "angezeigte Rufnummer",
        ("attempt", "number"): "Versuch",
        ("attempt", "text"): "Text",
        ("consent", "released_at"): "zur Löschung freigegeben am",
        ("consent", "matched_by"): "abzugleichende Adressen",
        ("objection", "address_hash"): "Prüfsumme der Adresse (Sperrliste)",
        ("offer_use", "at"): "genutzt am",
        ("contact", "kind"): "privat oder geschäftlich",
        ("delivery", "code"): "Antwort des Empfängers",
        ("draft", "made_at"): "entworfen am",
        ("delivery", "detail"): "was dazwischenkam",
    }
)
"""Where a column means something of its own."""

STAFF_REASON = (
    "Namen und Kürzel unserer Beschäftigten: Rechte anderer (Art. 15 Abs. 4 DSGVO; EuGH 22.06.2023, C-579/21)"
)
STAFF: frozenset[tuple[str, str]] = frozenset(
    {
        ("contact", "owner_email"), ("consent", "receiver"), ("presumption", "released_by"), ("ledger", "by"),
        ("task", "assignee"), ("promise", "owner_email"), ("offer_use", "approved_by"), ("objection", "recorded_by"),
        ("offer_use", "made_by"),
        ("outcome", "by"), ("data_request", "recorded_by"), ("recipient_notice", "told_by"),
        ("reply", "relabelled_by"), ("task", "stands_in_for"), ("contact", "sender"),
        ("draft", "decided_by"), ("carrier_block", "released_by"),
    }
)  # fmt: skip
"""Columns that name our own people. What they hold is taken out of free words as well."""

_INTERNAL = "technische Größe des Betriebs, sagt nichts über die Person"
_COPY = "Prüfsumme oder Verkürzung eines Werts, der in dieser Auskunft im Klartext steht"
LEFT_OUT: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("contact_point", "hash"): _COPY, ("audience_member", "sha256"): _COPY, ("attempt", "address_hash"): _COPY,
        ("attempt", "sha256"): _COPY, ("attempt", "carrier_id"): _INTERNAL,
        ("carrier_block", "address_hash"): _COPY, ("reply", "fingerprint"): _COPY, ("retained", "pseudonym"): _COPY,
        ("erasure", "pseudonym"): _COPY, ("erasure", "marks"): _COPY,
        ("reply", "evidence_rule"): _INTERNAL,
        ("enrollment", "definition_hash"): _INTERNAL, ("touch", "owner"): _INTERNAL, ("touch", "fence"): _INTERNAL,
        ("touch", "refusals"): _INTERNAL, ("touch", "refused_since"): _INTERNAL,
        ("task", "sample"): _INTERNAL, ("task", "version"): _INTERNAL, ("outcome", "via"): _INTERNAL,
        ("offer_use", "told_in"): _INTERNAL, ("offer_use", "approval"): _INTERNAL,
        ("written_file", "path"): _INTERNAL,
        ("audit_event", "previous"): _INTERNAL, ("audit_event", "hash"): _INTERNAL,
        ("audit_event", "position"): _INTERNAL, ("audit_event", "nonce"): _INTERNAL,
        ("audit_event", "digest"): _INTERNAL,
    }
)  # fmt: skip
"""Columns without a word about the person, beside row ids (which never leave the database)."""

ROW_IDS = frozenset(
    {
        "id", "contact_id", "company_id", "contract_id", "cancellation_id", "enrollment_id", "touch_id", "batch_id",
        "task_id", "consent_id", "request_id", "outbox_id", "export_id", "removal_id",
    }
)  # fmt: skip


def shown(table: str, column: str) -> bool:
    """Whether this column goes into the copy."""
    return column not in ROW_IDS and (table, column) not in STAFF and (table, column) not in LEFT_OUT


def label(table: str, column: str) -> str:
    """The German name of a column; KeyError for one that nobody has named."""
    return OF_TABLE.get((table, column)) or LABELS[column]
