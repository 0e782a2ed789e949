"""Would come back, wants to know more, takes the offer."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

_NOT = says(
    r"(?:kein(?:e|en|erlei)? (?:\w+ )?(?:interesse|bedarf)|nicht (?:mehr |weiter |wirklich |"
    r"sonderlich )?(?:interess\w*|in frage|spannend)|uninteress\w*|leider nicht|interessiert (?:mich|"
    r"uns) nicht|nicht … zurück)"
)
INTENT = Intent(
    Label.INTERESTED,
    "sequence",
    (
        Rule(
            "interest",
            says(
                r"(?:interesse\b|interessiert\b|interessant\b|klingt (?:gut|super|spannend|toll|vielversprechend|"
                r"sehr gut|interessant|prima)|hört sich (?:gut|super|spannend|toll|interessant)|das wäre (?:was|etwas|"
                r"super|toll|perfekt|ideal)|spannend|neugierig|macht mich neugierig)"
            ),
            _NOT,
        ),
        Rule(
            "take",
            says(
                r"(?:nehm\w* (?:ich |wir )?(?:das |ihr |euer |dieses )?(?:angebot|paket)\b… ?(?:an|gern\w*)|"
                r"angebot … (?:annehmen|nutzen|wahrnehmen|anzunehmen)|(?:bin|sind|wären|wäre) (?:wieder )?dabei|"
                r"(?:möcht\w*|will|wollen|würd\w*) (?:ich |wir )?(?:gern\w* )?(?:wieder|zurück|es (?:noch ?mal|"
                r"erneut))\b… ?(?:kommen|starten|anfangen|einsteigen|kunde|kunden|nutzen|probieren|versuchen|wechseln|"
                r"buchen|testen|abschließen)|(?:komm\w*|kehr\w*|wechs\w*) (?:ich |"
                r"wir )?(?:gern\w* )?(?:wieder )?(?:zu ihnen )?zurück|würd\w* (?:ich|wir) (?:sehr )?gern\w* (?:wieder|"
                r"zurück)\w*|wieder freischalten|reaktivier\w*|neu abschließen|wieder abschließen|freigeschaltet)"
            ),
            says(_NOT.pattern + r"|(?<!\w)(?:wenn|falls|sofern)\b"),
        ),
        Rule(
            "send_more",
            says(
                r"(?:schick\w*|send\w*|übersend\w*|lassen sie|mail\w*)\b (?:sie )?(?:mir|uns)\b… (?:mehr|angebot|"
                r"informationen|infos|unterlagen|details|näheres|link|zugang|testzugang|preisliste|vertrag)|(?:mehr|"
                r"weitere|nähere) (?:infos?|informationen|details|unterlagen)\b|unterbreiten sie|machen sie (?:mir|"
                r"uns) … angebot|gern\w* (?:ein|das|mehr|weitere|nähere) … ?(?:angebot|infos?|informationen|details|"
                r"testen|ausprobieren)|(?:gern\w*|würd\w*) … (?:testen|ausprobieren|anschauen|ansehen)"
            ),
            says(_NOT.pattern + r"|(?<!\w)kein"),
        ),
        Rule(
            "yes",
            says(
                r"(?:probier|versuch)\w* (?:wir|ich) (?:es|das) (?:doch )?(?:noch ?mal|wieder|erneut)|"
                r"^\W{0,3}(?:ja(?:,|\b) (?:gern\w*|bitte|sehr gern\w*|das|ich|wir)|gern\w*[,.!]?$|sehr gern\w*|"
                r"ja[.!]?$|einverstanden|passt[.!,]|machen wir)"
            ),
            None,
        ),
    ),
)
