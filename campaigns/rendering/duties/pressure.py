"""No untrue limit and no pressure (Anhang Nr. 7 zu § 3 Abs. 3 UWG): a limit has its day, or there is none."""

from __future__ import annotations

from campaigns.rendering.duties.phrase import ADVERTISING, EVERYWHERE, Phrase, phrase

_DAY = r"‹(?:offer_until|deletion_day|closing_day|contract_end|confirm_until|backups_day|refund_until)›"
"""A true day known to the program. A date typed by hand is none: it is wrong for the next person."""

_UNTRUE = "droht mit einer Frist ohne wahren Tag (Anhang Nr. 7 zu § 3 Abs. 3 UWG)"
_DATE = "Nennen Sie den wahren Tag mit „offer_until“ im selben Satz oder streichen Sie die Frist"
_PUSH = "macht Druck (§ 4a Abs. 1 UWG, Auftrag B8)"
_CALM = "Nennen Sie, was es ist und was es kostet; wann jemand handelt, bleibt seine Sache"

PRESSURE: tuple[Phrase, ...] = (
    phrase(
        "pressure",
        r"\bnur (?:noch )?(?:heute|morgen|bis (?:heute|morgen|mitternacht)|diese woche|dieses wochenende)\b"
        r"|\bheute noch (?:sichern|zugreifen|buchen|bestellen|entscheiden|antworten)\b|\bnur fuer kurze zeit\b",
        EVERYWHERE,
        reason=_UNTRUE,
        instead=_DATE,
        bad="Nur noch heute: 20 % weniger.",
        honest="Heute ist Ihr letzter Tag mit Zugang, wie am 3. Mai vereinbart.",
    ),
    phrase(
        "pressure",
        r"\bnur(?: noch)? bis\b|\bbefristet(?:es|en|er|e)?\b|\bzeitlich begrenzt\w*|\bbegrenzte[rs]? (?:zeit"
        r"|aktion|angebot\w*|kontingent)",
        ADVERTISING,
        reason=_UNTRUE,
        instead=_DATE,
        bad="Nur bis Freitag.",
        honest="Es gilt nur bis zum {{ offer_until }}.",
        unless=_DAY + r"|\b(?:un|nicht )befristet",
    ),
    phrase(
        "pressure",
        r"\bletzte[nrs]? (?:chance|gelegenheit|moeglichkeit|aufforderung|warnung)\b|\bletztmal(?:s|ig)\b"
        r"|\b(?:allerletzte\w*|ein letztes mal|zum letzten mal)\b",
        EVERYWHERE,
        reason=_UNTRUE,
        instead=_DATE,
        bad="Ihre letzte Chance auf den alten Preis.",
        honest="Das ist unsere letzte Nachricht dazu.",
        unless=_DAY,
    ),
    phrase(
        "pressure",
        r"\b(?:verliert?|verlieren) (?:sie |du )?(?:sonst|andernfalls)\b|\b(?:angebot|aktion|vorteil|rabatt"
        r"|preis)\w* endet? (?:bald|in kuerze|demnaechst|morgen|heute)\b"
        r"|\b(?:sonst|andernfalls|ansonsten) (?:\w+ ){0,6}(?:verfaellt|verfallen|verlier\w+|erlischt|entgeht"
        r"|entgehen)\b"
        r"|\b(?:verfaellt|verfallen|erlischt|ablaeuft|laeuft)\b[^.!?\n]{0,30}\b(?:in kuerze|bald|demnaechst"
        r"|morgen|sonst|um mitternacht)\b",
        EVERYWHERE,
        reason=_UNTRUE,
        instead=_DATE,
        bad="Antworten Sie jetzt, sonst verfällt Ihr Vorteil.",
        honest="Ein Guthaben von 12,40 € verfällt nicht: Wir überweisen es.",
        unless=_DAY + r"|\bverf(?:ael|al)l\w* nicht\b",
    ),
    phrase(
        "pressure",
        r"\bjetzt oder nie\b|\b(?:die zeit|uhr|ihre zeit|deine zeit) (?:laeuft|tickt|draengt)\b|\bcountdown\b"
        r"|\b(?:beeilen sie sich|beeil dich|schnell sein|seien sie schnell|sei schnell|zoegern sie nicht"
        r"|zoeger nicht)\b",
        EVERYWHERE,
        reason=_PUSH,
        instead=_CALM,
        bad="Jetzt oder nie!",
        honest="Die Uhrzeit steht in der Bestätigung.",
    ),
    phrase(
        "pressure",
        r"\b(?:jetzt|sofort|schnell|gleich) (?:\w+ ){0,4}(?:sichern|zugreifen|zuschlagen|zurueckkehren"
        r"|zurueckkommen|handeln)\b"
        r"|\b(?:sichern sie sich|sicher dir|greifen sie zu|greif zu|schlagen sie zu|handeln sie (?:jetzt"
        r"|schnell|sofort|rasch)|handle (?:jetzt|schnell|sofort))\b",
        EVERYWHERE,
        reason=_PUSH,
        instead=_CALM,
        bad="Jetzt den alten Preis sichern!",
        honest="Sichern Sie Ihre Daten bitte bis zum {{ closing_day }}.",
    ),
    phrase(
        "pressure",
        r"\bverpass\w*|\bnicht entgehen\b|\b(?:einmalige?[nrs]?|nie wieder|unwiederbringlich\w*)"
        r" (?:\w+ )?(?:chance|gelegenheit|angebot|preis|moeglichkeit)\w*",
        EVERYWHERE,
        reason=_PUSH,
        instead=_CALM,
        bad="Verpassen Sie das nicht.",
        honest="Den Anruf am 3. Mai haben wir nicht angenommen.",
    ),
    phrase(
        "pressure",
        r"\bnur noch (?:wenige|einige|\d+|zwei|drei|vier|fuenf|zehn)\b[^.!?\n]{0,15}\b(?:plaetze|tage|stunden"
        r"|stueck|kunden|mal|exemplare)\b"
        r"|\bsolange (?:der vorrat|vorrat|verfuegbar|noch welche)\b|\b(?:fast|bald|so gut wie) (?:weg"
        r"|ausverkauft|vergriffen|ausgebucht)\b",
        EVERYWHERE,
        reason="täuscht Knappheit vor (Anhang Nr. 7 zu § 3 Abs. 3 UWG)",
        instead=_CALM,
        bad="Nur noch 3 Plätze frei.",
        honest="Es gibt zwei Pläne und keine Warteliste.",
    ),
    phrase(
        "pressure",
        r"\b(?:wenn|falls|sollten) (?:sie|du)\b[^.!?\n]{0,40}\bnicht\b[^.!?\n]{0,40}\b(?:gehen wir davon aus"
        r"|nehmen wir an|verlaenger\w+|gilt das als)\b"
        r"|\b(?:muessen wir|sehen wir uns (?:leider )?gezwungen)\b[^.!?\n]{0,50}\b(?:inkasso|schufa|anwalt"
        r"|rechtliche schritte|gericht)\w*",
        ADVERTISING,
        reason="droht mit einer Folge des Schweigens (§ 4a Abs. 1 UWG)",
        instead="Schreiben Sie: „Ohne Antwort geschieht nichts.“",
        bad="Wenn Sie nicht antworten, gehen wir davon aus, dass Sie weitermachen.",
        honest="Wenn Sie nicht antworten, geschieht nichts.",
    ),
    phrase(
        "pressure",
        r"\b(?:alle anderen|andere kunden|ihre kollegen|die meisten) (?:sind|haben|bleiben|kommen) (?:\w+ ){0,2}"
        r"(?:geblieben|zurueck\w*|wieder da|schon laengst|laengst)\b",
        ADVERTISING,
        reason=_PUSH,
        instead=_CALM,
        bad="Die meisten sind längst zurück.",
        honest="Seit Mai haben 14 Betriebe den Export genutzt.",
    ),
)
