"""What somebody can do about a "no": per rule, German. A rule without a line has no cure, and that is said too."""

from __future__ import annotations

from types import MappingProxyType

FLAG = "CRM-Häkchen: ein Hinweis, keine Einwilligung"

_PROOF = "mit Wortlaut, Fassung und Nachweis einlesen (import consents)"

_CALLS = f"Einwilligung für Anrufe einholen (unterschrieben oder aufgezeichnet) und {_PROOF}."

_CURES = MappingProxyType(
    {
        "email_consent": f"Einwilligung mit Double-Opt-in einholen, nicht per Werbemail, und {_PROOF}.",
        "linkedin_message": f"Einwilligung, die soziale Netzwerke nennt, einholen und {_PROOF}.",
        "phone_consumer": _CALLS,
        "phone_business": _CALLS,
        "phone_presumed": _CALLS,
        "reachable": "Adresse beim Kunden erfragen und nachtragen (import customers).",
        "letter_shop": "Auftragsverarbeitung mit der Druckerei vereinbaren, dann [letter] processor eintragen.",
        "unclassified_reply": "Antwort lesen und einordnen: wiedersehen replies list --review.",
        "frequency_cap": "nichts tun: Die Sperre endet von selbst.",
        "sending_window": "nichts tun: Es geht mit der nächsten Sendezeit weiter.",
        "call_hours": "nichts tun: Es geht mit der nächsten Anrufzeit weiter.",
        "letter_budget": "[letter] max_euro_month und max_letters_per_person prüfen; am Monatsersten beginnt es neu.",
        "own_pause": "nichts tun: Die Person hat um Ruhe gebeten, danach geht es weiter.",
        "restriction": "keine, solange die Daten eingeschränkt sind; darüber entscheidet der Datenschutz.",
        "paused": "nichts tun: Die Person hat um Ruhe gebeten; wiedersehen why KENNUNG nennt den Tag.",
        "objection": "keine. Nur eine spätere, eigene Einwilligung der Person hebt einen Widerspruch auf.",
        "robinson": 'keine, solange [policy] robinson = "deny" gilt; darüber entscheidet der Datenschutz.',
    }
)

_BY_SENTENCE = (
    (
        "nicht unterrichtet",
        "für künftige Verträge: bei der Erhebung auf Briefe hinweisen (Spalte letters_notice); rückwirkend keine.",
    ),
    (
        "Dokumentation nach § 7a",
        "fehlende Angaben nachtragen (import consents); welche es sind, sagt wiedersehen consent proof KENNUNG.",
    ),
    ("nicht genutzt", f"eine neue Einwilligung einholen und {_PROOF}."),
    ("notice_version", "Fassung des Hinweises, wie sie bei der Erhebung stand, nachtragen (Spalte notice_version)."),
    ("product_family", "Produkt des Vertrags nachtragen (Spalte product_family); sonst eine Einwilligung."),
    ("Nr. 4", "für künftige Verträge: bei der Erhebung auf das Widerspruchsrecht hinweisen; sonst eine Einwilligung."),
    ("Der Vertrag ist beendet", f"Einwilligung einholen und {_PROOF}; vor dem Vertragsende ginge es auch ohne."),
    ("kostenloses Konto", f"Einwilligung einholen und {_PROOF}."),
    ("Nr. 1: kein wirksamer Verkauf", "Vertrag nachtragen (import customers, contract_id), falls es ihn gab."),
    ("keine Kundenbeziehung", "Vertrag nachtragen, falls es ihn gab (import customers, contract_id)."),
)


def cure(reason: str, sentence: str) -> str:
    """What helps against this answer, as a German half-sentence."""
    for words, help_ in _BY_SENTENCE:
        if words in sentence:
            return help_
    return _CURES.get(reason, "keine.")
