"""The subject of advertising hides neither sender nor commercial character (§ 6 Abs. 2 DDG)."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import Phrase, Place, phrase

_ONLY = frozenset({Place.AD_SUBJECT})
_EXPECTS = "lässt Vertragspost erwarten, obwohl Werbung folgt (§ 6 Abs. 2 DDG)"
_SAY = "Beginnen Sie mit „Werbung von“ und der Marke und nennen Sie dann, worum es geht"

SUBJECT: tuple[Phrase, ...] = (
    phrase(
        "subject",
        r"^ ?(?:(?:re|aw|antw|antwort|wg|fwd?|tr|sv|rueckantwort|weitergeleitet) ?(?:\[\d+\]|\(\d+\))? ?:)",
        _ONLY,
        reason="täuscht eine Antwort vor (§ 6 Abs. 2 DDG)",
        instead=_SAY,
        bad="AW: Werbung",
        honest="Werbung von Nordlicht: Antworten auf vier Fragen",
    ),
    phrase(
        "subject",
        r"\b(?:ihre|deine|eure) (?:\w+ )?kuendigung\b|\bkuendigungs(?:bestaetigung|eingang|datum|unterlagen|vorgang)\w*"
        r"|^ ?(?:zu|betreff|betrifft|wegen)?:? ?(?:ihrer|deiner) kuendigung\b",
        _ONLY,
        reason=_EXPECTS,
        instead=_SAY,
        bad="Werbung zu Ihre Kündigung",
        honest="Werbung von Nordlicht: was seit Ihrer Kündigung neu ist",
    ),
    phrase(
        "subject",
        r"(?<![\w-])(?:schluss|end|monats|ab|jahres)?rechnung(?:en|skopie|snummer|sbetrag)?\b|\b(?:ihr"
        r"|offener) (?:zahlungs|rechnungs)\w+"
        r"|\bgutschrift\b|\berstattung\b|\bguthaben\b|\brueckzahlung\b",
        _ONLY,
        reason=_EXPECTS,
        instead=_SAY,
        bad="Werbung: Ihre Rechnung liegt bereit",
        honest="Werbung von Nordlicht: die E-Rechnung gibt es jetzt",
    ),
    phrase(
        "subject",
        r"\b(?:mahnung|zahlungserinnerung|letzte aufforderung|inkasso|vollstreckung|frist(?:ablauf|setzung))\w*",
        _ONLY,
        reason=_EXPECTS,
        instead=_SAY,
        bad="Werbung: Mahnung",
        honest="Werbung von Nordlicht: Erinnerungen an Termine",
    ),
    phrase(
        "subject",
        r"\bvertrags(?:unterlagen|aenderung|verlaengerung|ende|dokument\w*|information\w*|bestaetigung|daten)\b"
        r"|\b(?:ihre|deine|wichtige) (?:unterlagen|vertragsdaten|dokumente)\b|^ ?(?:ihr|dein) (?:vertrag"
        r"|konto|zugang)\b",
        _ONLY,
        reason=_EXPECTS,
        instead=_SAY,
        bad="Werbung: Ihre Vertragsunterlagen",
        honest="Werbung von Nordlicht: Verträge monatlich kündbar",
    ),
    phrase(
        "subject",
        r"\b(?!rueck)\w*bestaetigung\b|\bbestaetigen sie\b|\bbitte bestaetig\w*",
        _ONLY,
        reason=_EXPECTS,
        instead=_SAY,
        bad="Werbung: Bestätigung",
        honest="Werbung von Nordlicht: Termine, die Gäste selbst bestätigen",
    ),
    phrase(
        "subject",
        r"\b(?:offene|ausstehende|dringende|letzte|wichtige) (?:fragen?|punkte?|vorgang|angelegenheit"
        r"|mitteilung|information(?:en)?)\b"
        r"|\brueckfrage\b|\bbitte um (?:rueckmeldung|rueckruf|antwort)\b|\bihre? anfrage\b",
        _ONLY,
        reason=_EXPECTS,
        instead=_SAY,
        bad="Werbung: offene Fragen",
        honest="Werbung von Nordlicht: vier Fragen, die jeder Anbieter aushalten muss",
    ),
    phrase(
        "subject",
        r"\b(?:dringend|eilt|eilig|wichtig|achtung|sofort|persoenlich|vertraulich)\b ?[:!]|^ ?(?:dringend"
        r"|eilt|achtung)\b"
        r"|\b(?:konto|zugang) (?:\w+ )?(?:gesperrt|sperrung|ablauf|laeuft ab)|\bsicherheits(?:warnung|hinweis)\b"
        r"|\b(?:ihr|dein)e? (?:gewinn|paket|sendung|lieferung)\b|\b(?:sie|du) ha(?:ben|st) gewonnen\b",
        _ONLY,
        reason="gibt der Werbung den Anschein des Dringenden oder Amtlichen (§ 6 Abs. 2 DDG, § 5 Abs. 1 UWG)",
        instead=_SAY,
        bad="Dringend: Werbung",
        honest="Werbung von Nordlicht: ein wichtiger Wunsch ist erfüllt",
    ),
)
