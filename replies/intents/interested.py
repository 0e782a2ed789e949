"""Would come back, wants to know more, takes the offer."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.reply import Label
from replies.words import says

_NOT = says(r"(?:kein(?:e|en|erlei)? (?:\w+ )?(?:interesse|bedarf)|nicht (?:mehr |weiter |wirklich |sonderlich )?(?:interess\w*|in frage|spannend)|uninteress\w*|leider nicht|interessiert (?:mich|uns) nicht|nicht … zurück)")
INTENT = Intent(
    Label.INTERESTED,
    "sequence",
    (
        Rule("interest", says(r"(?:interesse\b|interessiert\b|interessant\b|klingt (?:gut|super|spannend|toll|vielversprechend|sehr gut|interessant|prima)|hört sich (?:gut|super|spannend|toll|interessant)|das wäre (?:was|etwas|super|toll|perfekt|ideal)|spannend|neugierig|macht mich neugierig)"), _NOT),
        Rule("take", says(r"(?:nehm\w* (?:ich |wir )?(?:das |ihr |euer |dieses )?(?:angebot|paket)\b… ?(?:an|gern\w*)|angebot … (?:annehmen|nutzen|wahrnehmen|anzunehmen)|(?:bin|sind|wären|wäre) (?:wieder )?dabei|(?:möcht\w*|will|wollen|würd\w*) (?:ich |wir )?(?:gern\w* )?(?:wieder|zurück|es (?:noch ?mal|erneut))\b… ?(?:kommen|starten|anfangen|einsteigen|kunde|kunden|nutzen|probieren|versuchen|wechseln|buchen|testen|abschließen)|(?:komm\w*|kehr\w*|wechs\w*) (?:ich |wir )?(?:gern\w* )?(?:wieder )?(?:zu ihnen )?zurück|würd\w* (?:ich|wir) (?:sehr )?gern\w* (?:wieder|zurück)\w*|wieder freischalten|reaktivier\w*|neu abschließen|wieder abschließen|freigeschaltet)"), says(_NOT.pattern + r"|(?<!\w)(?:wenn|falls|sofern)\b")),
        Rule("send_more", says(r"(?:schick\w*|send\w*|übersend\w*|lassen sie|mail\w*)\b (?:sie )?(?:mir|uns)\b… (?:mehr|angebot|informationen|infos|unterlagen|details|näheres|link|zugang|testzugang|preisliste|vertrag)|(?:mehr|weitere|nähere) (?:infos?|informationen|details|unterlagen)\b|unterbreiten sie|machen sie (?:mir|uns) … angebot|gern\w* (?:ein|das|mehr|weitere|nähere) … ?(?:angebot|infos?|informationen|details|testen|ausprobieren)|(?:gern\w*|würd\w*) … (?:testen|ausprobieren|anschauen|ansehen)"), says(_NOT.pattern + r"|(?<!\w)kein")),
        Rule("yes", says(r"^\W{0,3}(?:ja(?:,|\b) (?:gern\w*|bitte|sehr gern\w*|das|ich|wir)|gern\w*[,.!]?$|sehr gern\w*|ja[.!]?$|einverstanden|passt[.!,]|machen wir)"), None),
    ),
)
