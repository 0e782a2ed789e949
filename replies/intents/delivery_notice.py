"""Automatic receipts of a help desk or an inbox: nobody has read the mail yet."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.DELIVERY_NOTICE,
    "none",
    (
        Rule(
            "ticket",
            says(
                r"(?:ticket\w*|vorgangsnummer|bearbeitungsnummer|fallnummer|case (?:number|id)|anfragenummer|"
                r"vorgang) ?(?:nr\.?|nummer|id|#|:)? ?[:#\[]? ?[\w-]*\d|ticket … (?:erstellt|eröffnet|angelegt)"
            ),
            None,
        ),
        Rule(
            "received",
            says(
                r"(?:(?:ihre|deine|eure) (?:anfrage|nachricht|e-?mail|mail|mitteilung)\b… (?:eingegangen|erhalten|"
                r"empfangen|angekommen|eingetroffen|wird (?:schnellstmöglich|umgehend|so schnell|zeitnah|bearbeitet))|"
                r"eingangsbestätigung|empfangsbestätigung|haben wir erhalten|schnellstmöglich … (?:bearbeit\w*|"
                r"beantwort\w*|melden|antworten)|we have received your)"
            ),
            None,
        ),
        Rule(
            "automatic",
            says(
                r"(?:diese (?:e-?mail|nachricht|mail|antwort) (?:wurde|ist) … automatisch|automatisch (?:erstellt\w*|"
                r"generiert\w*|erzeugt\w*) (?:e-?mail|nachricht|mail|antwort)|"
                r"bitte (?:antworten sie )?nicht auf diese (?:e-?mail|nachricht|mail))"
            ),
            None,
        ),
    ),
)
