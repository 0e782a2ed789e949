"""A question about satisfaction is advertising (BGH VI ZR 225/17; OLG Köln 6 U 222/12), wherever it hides."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import BARE, Phrase, Place, phrase

_CALLS = BARE | {Place.AD_CALL}
_SURVEY = "ist eine Umfrage und damit Werbung (BGH VI ZR 225/17, OLG Köln 6 U 222/12)"
_LEAVE = "Streichen Sie die Frage; die Umfrage ist ein eigener Schritt (offboarding/survey)"
_INSTRUCTION = r"\b(?:nicht (?:fragen|sagen|nach)|keine frage|nicht gefragt)\b"

SURVEY: tuple[Phrase, ...] = (
    phrase(
        "survey",
        r"\b(?:kunden)?(?:um|be)fragung\w*|\bumfrage\w*|\bfeedback(?:bogen|formular|runde)\b|\bfragebogen\w*"
        r"|\bnet promoter\b|\bnps\b",
        _CALLS,
        reason=_SURVEY,
        instead=_LEAVE,
        bad="Wir machen eine Umfrage.",
        honest="Antworten aus früheren Umfragen löschen wir am 31. März.",
        unless=r"\b(?:loesch|geloescht|entfern|exportier)\w*|" + _INSTRUCTION,
    ),
    phrase(
        "survey",
        r"\bwie zufrieden\b|\bzufriedenheit\w*|\b(?:waren|sind) (?:sie|sie mit) [^.!?\n]{0,40}\bzufrieden\b"
        r"|\bwarst du [^.!?\n]{0,40}\bzufrieden\b"
        r"|\bzufrieden mit (?:uns|unserem|unserer|der|dem)\b",
        _CALLS,
        reason=_SURVEY,
        instead=_LEAVE,
        bad="Waren Sie mit der Bearbeitung zufrieden?",
        honest="Ist die Störung behoben?",
        unless=_INSTRUCTION,
    ),
    phrase(
        "survey",
        r"\b(?:bewerten sie|bewerte uns|wie bewerte\w*|benoten sie|wie (?:gefaellt|gefiel|gefallen))\b"
        r"|\bwie hat (?:es )?(?:ihnen|dir)\b[^.!?\n]{0,40}\bgefallen\b"
        r"|\b(?:bewertung|rezension|note|sterne?)\b[^.!?\n]{0,30}\b(?:abgeben|abzugeben|schreiben"
        r"|hinterlassen|geben|vergeben|freuen)\b"
        r"|\b(?:freuen uns|bitten) [^.!?\n]{0,30}\b(?:bewertung|rezension|meinung|rueckmeldung zu unserem)\b",
        _CALLS,
        reason=_SURVEY,
        instead=_LEAVE,
        bad="Bewerten Sie uns mit fünf Sternen.",
        honest="Ihre Bewertungen anderer Kurse sind im Export enthalten.",
        unless=_INSTRUCTION,
    ),
    phrase(
        "survey",
        r"\b(?:auf einer|auf der) skala\b|\bvon (?:1|eins|null|0) bis (?:5|6|10|fuenf|sechs|zehn)\b"
        r"|\bwie wahrscheinlich (?:ist es|wuerden)\b"
        r"|\b(?:was|wie) (?:haetten|koennen|koennten) wir (?:\w+ )?besser\b|\bihre meinung (?:ist uns|zaehlt"
        r"|interessiert)\b|\bsagen sie uns ihre meinung\b",
        _CALLS,
        reason=_SURVEY,
        instead=_LEAVE,
        bad="Auf einer Skala von 1 bis 10: Wie war es?",
        honest="Erreichbar sind wir von 9 bis 17 Uhr.",
        unless=_INSTRUCTION,
    ),
    phrase(
        "survey",
        r"\b(?:warum|weshalb|wieso) (?:haben sie|hast du|verlassen sie|verlaesst du|kuendigen sie"
        r"|moechten sie)[^.!?\n]{0,40}\b(?:gekuendigt|uns|gehen|kuendig\w*)\b",
        BARE,
        reason="fragt in Vertragspost nach dem Grund: auch das ist eine Umfrage (BGH VI ZR 225/17)",
        instead=_LEAVE,
        bad="Warum haben Sie gekündigt?",
        honest="Warum ein Betrag offen ist, steht auf der Rechnung.",
    ),
)
