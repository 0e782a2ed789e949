"""Wants to talk: a call back, a date."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

_NOT = says(
    r"(?:nicht (?:mehr )?(?:an|zurück)|kein\w* (?:\w+ )?(?:termin|anruf\w*|gespräch\w*|telefonat\w*|"
    r"rückruf\w*)|brauchen (?:sie )?nicht|bitte nicht|(?:habe|hatte|haben|hatten) … (?:telefoniert|"
    r"gesprochen|angerufen)|erst (?:im|ab|nach|in)\b|nicht anrufen|melde mich|melden wir uns)"
)
INTENT = Intent(
    Label.MEETING_REQUEST,
    "sequence",
    (
        Rule(
            "call_me",
            says(
                r"(?:ruf\w*|telefonier\w*)\b (?:sie )?(?:mich|uns|mir)\b… ?(?:an\b|zurück|durch)|(?:um|bitte|"
                r"einen?) … ?(?:rückruf|anruf|telefontermin)\b|(?:können|könnten|wollen|sollen|möcht\w*|würd\w*|"
                r"lassen sie uns) … (?:telefonieren|sprechen|anrufen|zurückrufen|zusammensetzen|treffen|austauschen|"
                r"zoomen)|ruf\w* … (?:einfach |gern\w* |mal )?(?:durch|zurück|an)\b"
            ),
            _NOT,
        ),
        Rule(
            "date",
            says(
                r"(?:termin|gespräch|meeting|call|telefonat|videocall|videokonferenz|besprechung|demo|"
                r"vorführung)\b… (?:vereinbar\w*|ausmachen|vorschlag\w*|abstimmen|machen|finden|anbieten|passt|passen|"
                r"möglich|nächste|kommende|montag|dienstag|mittwoch|donnerstag|freitag|buchen|\d)|(?:hätten|"
                r"haben) sie … (?:zeit|luft)|(?:passt|ginge|geht)\b… (?:montag|dienstag|mittwoch|donnerstag|freitag|"
                r"uhr|woche|morgen)|(?:gern\w*|bitte|würd\w*|hätt\w*) … (?:einen )?(?:termin|gespräch|telefonat|"
                r"meeting|demo|vorführung|call)\b"
            ),
            _NOT,
        ),
        Rule(
            "reachable",
            says(
                r"(?:bin|erreichen sie mich|erreichbar)\b… (?:telefonisch|unter (?:der )?(?:nummer|\+?\d)|"
                r"mobil)\b… ?(?:erreichbar|am|ab|zwischen|gern\w*)"
            ),
            _NOT,
        ),
    ),
)
