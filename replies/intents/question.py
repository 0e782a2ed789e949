"""Asks something a person must answer."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.QUESTION,
    "sequence",
    (
        Rule(
            "asks",
            says(r".*\w"),
            says(r"(?:wie geht es ihnen|alles gut|oder\?$|ernsthaft|was soll das)"),
            question=True,
        ),
        Rule(
            "has_question",
            says(
                r"(?:frage(?:n)?\b… (?:hätte|habe|hab|dazu|zu)|(?:hätte|habe|hab|hätten|haben) (?:ich |wir )?(?:da |"
                r"dazu |noch |mal )*(?:eine |ein paar |noch |mehrere )*(?:kurze |andere )?frage|(?:würde|wüsste|"
                r"wüssten|möchte|interessieren)\b… (?:wissen|gern\w*|ob|wie|was|wann)|unklar|ich verstehe nicht|"
                r"bitte (?:um )?(?:erklär\w*|klärung|info\w*|mitteil\w*|bestätig\w*|auskunft|prüf\w*)|"
                r"teilen sie (?:mir|uns) … mit|benötige (?:ich )?noch|(?:wann|ob|wie lange|bis wann) … (?:vertrag|"
                r"kündigung|zugang|rechnung))"
            ),
            says(r"keine (?:weiteren )?fragen"),
        ),
    ),
)
