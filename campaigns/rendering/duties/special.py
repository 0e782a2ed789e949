"""Health, belief, union, origin: words that do not belong into a brief (Art. 9, Art. 5 Abs. 1 lit. c DSGVO)."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import Phrase, Place, hits, phrase
from campaigns.rendering.duties.readable import readable

_PLACES = frozenset({Place.BRIEF, Place.AD_CALL, Place.SERVICE_CALL})
_SENSITIVE = "gehört zu den besonderen Kategorien von Daten (Art. 9 DSGVO)"
_OUT = "Lassen Sie es weg: Für das Gespräch wird es nicht gebraucht (Art. 5 Abs. 1 Buchst. c DSGVO)"
_NO = r"\b(?:nicht nach|nicht fragen|nichts? auf\w*schreiben|nicht notieren|keine angaben|nie nach)\b"

SPECIAL: tuple[Phrase, ...] = (
    phrase(
        "special",
        r"\b\w*(?:krank|erkrank|diagnos|depress|schwanger|burn-?out|therapi|psychi|krebs\w*leiden|tumor"
        r"|reha\b|rehaklinik|chemo|schlaganfall|herzinfarkt|suchtkrank|pflegegrad|schwerbehinder"
        r"|behinderung)\w*"
        r"|\bkrebs\b|\bgesundheit(?:s|lich)\w*|\bgesundheit\b|\b(?:operation|op) (?:am|wegen)\b",
        _PLACES,
        reason=_SENSITIVE,
        instead=_OUT,
        bad="Hat wegen einer Erkrankung gekündigt.",
        honest="Nicht nach Gesundheit, Familie oder Geld fragen und dazu nichts aufschreiben.",
        unless=_NO,
    ),
    phrase(
        "special",
        r"\b(?:religi|konfession|kirchenaustritt|kirchenmitglied|glaubens)\w*|\b(?:muslim|juedisch|katholisch"
        r"|evangelisch|zeugen jehovas)\w*"
        r"|\b(?:gewerkschaft|parteimitglied|parteibuch|parteizugehoer|politische)\w*",
        _PLACES,
        reason=_SENSITIVE,
        instead=_OUT,
        bad="Ist Gewerkschafterin.",
        honest="Die Vertragspartei ist die Muster GmbH.",
        unless=_NO,
    ),
    phrase(
        "special",
        r"\b(?:sexuell|homosexuell|schwul|lesbisch|transgender|intersexuell)\w*|\b(?:ethnisch|rassisch)\w*"
        r"|\bhautfarbe\b|\bmigrationshintergrund\b",
        _PLACES,
        reason=_SENSITIVE,
        instead=_OUT,
        bad="Hat einen Migrationshintergrund.",
        honest="Herkunft der Adresse: aus der Bestellung.",
        unless=_NO,
    ),
    phrase(
        "special",
        r"\b(?:vorbestraft|vorstrafe|strafverfahren|im gefaengnis|in haft|insolvenzverschleppung)\w*"
        r"|\bpfaendung\w*|\bueberschuldet\b",
        _PLACES,
        reason="betrifft Straftaten oder Schulden (Art. 10, Art. 5 Abs. 1 Buchst. c DSGVO)",
        instead=_OUT,
        bad="Gegen ihn läuft ein Strafverfahren.",
        honest="Strafbar ist das nicht, aber es steht im Vertrag.",
        unless=_NO,
    ),
)


def warning(brief: str) -> str:
    """What to heed where facts on file hold such words after all, as a German sentence; empty where none do."""
    words = sorted({hit.words for hit in hits(readable(brief), Place.BRIEF, SPECIAL)})
    if not words:
        return ""
    named = ", ".join(f"„{word}“" for word in words)
    return (
        f"Besonders geschützte Angaben (Art. 9 DSGVO): {named}. Nicht ansprechen, nicht notieren, "
        "nicht weitergeben; aus dem Vorgang entfernen, wenn sie dafür nicht gebraucht werden."
    )
