"""Thanks, takes note, wishes well: nothing to do, and still a human reply that ends the sequence."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.THANKS_NEUTRAL,
    "sequence",
    (
        Rule("thanks", says(r"(?:danke|dank\b|vielen dank|besten dank|merci|thx|thanks|bedank\w*)"), None),
        Rule(
            "noted",
            says(
                r"(?:zur kenntnis|alles klar|ist (?:angekommen|notiert|in ordnung|ok)|in ordnung|okay|passt so|"
                r"hat alles geklappt|habe\w* (?:ich |wir )?erhalten|alles gute|viel erfolg|schöne\w* (?:tag|woche|"
                r"wochenende|zeit)|war (?:eine )?(?:schöne|gute)|ok[.!]?$)"
            ),
            None,
        ),
    ),
)
