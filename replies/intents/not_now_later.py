"""Not now: the person names a time or says later."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

_MONTH = (
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|frühjahr|"
    r"frühling|sommer|herbst|winter|quartal|q[1-4]|jahr\w*|halbjahr|monat\w*|woche\w*|urlaub|ferien|"
    r"weihnachten|ostern|jahreswechsel|messe|umbau|umzug)"
)
INTENT = Intent(
    Label.NOT_NOW_LATER,
    "pause_until",
    (
        Rule(
            "later_month",
            says(
                rf"(?:meld\w*|komm\w*|sprech\w*|reden|frag\w*|kontaktier\w*|ruf\w*|schreib\w*|schau\w*|wieder|erneut|"
                rf"nochmals?|noch einmal|darauf zurück|thema|interessant|relevant|aktuell|erst)\b… (?:im|in|ab|nach|"
                rf"anfang|mitte|ende|nächste\w*|kommende\w*|zum|vor)\b… ?{_MONTH}"
            ),
            says(
                r"(?:nie (?:mehr|wieder)|nicht mehr (?:melden|anrufen)|(?:hatte|habe|haben|hatten) … (?:gekündigt|"
                r"gesprochen|telefoniert)|letzte[ns]? (?:jahr|monat|woche))"
            ),
        ),
        Rule(
            "not_now",
            says(
                r"(?:(?:im moment|momentan|derzeit|zur ?zeit|aktuell|gerade|augenblicklich|vorerst|erst ?mal|noch|"
                r"jetzt|heute|dieses jahr|in diesem jahr|bis auf weiteres)\b… (?:kein\w* (?:zeit|bedarf|interesse|"
                r"budget|kapazität\w*|thema|kopf)|nicht\b|nichts\b|ungünstig|schlecht|zu viel|keine)|"
                r"(?:kein\w* (?:zeit|bedarf|interesse|budget|kapazität\w*|thema)|nicht|schlecht|"
                r"ungünstig)\b… (?:im moment|momentan|derzeit|zur ?zeit|aktuell|gerade|vorerst|erst ?mal|dieses jahr|"
                r"in diesem jahr|jetzt))"
            ),
            says(
                r"(?:nicht mehr|funktioniert|geht nicht|nicht einloggen|kein zugriff|überhaupt kein|grundsätzlich kein|"
                r"mitarbeiter|nicht gelöst)"
            ),
            question=False,
        ),
        Rule(
            "later",
            says(
                r"danach (?:sehr )?gern\w*|(?:vielleicht|eventuell|evtl\.?|gern\w*|möglicherweise|"
                r"gegebenenfalls)\b… (?:später|irgendwann|"
                r"zu einem späteren|nächstes jahr|wieder (?:auf sie|auf ihr|melden|darauf)|in zukunft)|(?:später|"
                r"zu (?:einem )?(?:späterem?|gegebene[rn]) (?:zeitpunkt|zeit))\b… (?:melden|noch ?mal|wieder|erneut|"
                r"zurück\w*|gern\w*)|(?:melde|melden) (?:ich mich|mich|wir uns|uns)\b… (?:wenn|sobald|selbst|von uns|"
                r"von mir|bei bedarf|dann|wieder)|bei bedarf\b… (?:meld\w*|komm\w*|zurück)|in (?:\w+ )?(?:monaten|"
                r"wochen) … (?:melden|noch ?mal|wieder)"
            ),
            None,
        ),
        Rule(
            "pause",
            says(
                r"(?:pausier\w*|pause (?:machen|einlegen)|bis (?:ende|anfang|mitte|zum|nach) … (?:keine|nicht)\b|"
                r"(?:keine|nicht)\b… bis (?:ende|anfang|mitte|zum|nach|januar|februar|märz|april|mai|juni|juli|august|"
                r"september|oktober|november|dezember)|erst (?:wieder )?(?:im|ab|nach|in|nächste))"
            ),
            None,
        ),
    ),
)
