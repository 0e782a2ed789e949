"""What do you hold about me (Art. 15 DSGVO). No objection in itself; the reply as such already ends the sequence."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.reply import Label
from replies.words import says

INTENT = Intent(
    Label.DSGVO_ACCESS,
    "sequence",
    (
        Rule(
            "article",
            says(
                r"(?:art\.? ?15|artikel 15|§ ?34 bdsg|auskunftsrecht|recht auf auskunft|datenauskunft|selbstauskunft|"
                r"auskunftsersuchen|auskunftsanspruch|auskunftsbegehren|dsgvo-?auskunft)"
            ),
        ),
        Rule(
            "which_data",
            says(
                r"(?:welche|was für|welcherlei) (?:\w+ ){0,3}?(?:daten|informationen|angaben|dinge) … (?:über|von|"
                r"zu) (?:mir|mich|uns|meiner person|meine person)"
            ),
        ),
        Rule(
            "what_do_you_store",
            says(
                r"(?:was|welche\w*|wieso|warum|woher) … (?:haben|habt|speicher\w*|gespeichert|wissen|"
                r"wisst) … (?:über mich|von mir|zu mir|zu meiner person|über meine person|meine (?:daten|adresse|"
                r"mailadresse|e-?mail|nummer|kontaktdaten))"
            ),
        ),
        Rule(
            "where_from",
            says(
                r"woher (?:haben|habt|kennen|kommt|stammt|stammen|beziehen)\b… (?:meine|unsere|diese) … ?(?:daten|"
                r"adresse|mailadresse|e-?mail\w*|nummer|telefonnummer|kontaktdaten|anschrift)"
            ),
        ),
        Rule(
            "access",
            says(
                r"(?:auskunft|auskünfte|übersicht|aufstellung|kopie|einsicht)\b… (?:über |meiner |der |aller |"
                r"in )?(?:(?:die|alle|meine|meiner|gespeicherte\w*|personenbezogene\w*|bei ihnen|von mir|zu mir|"
                r"über mich|sie) ){1,8}… ?(?:daten|gespeichert\w*|informationen|person)"
            ),
        ),
        Rule(
            "stored",
            says(
                r"(?:über mich|zu mir|von mir|zu meiner person) (?:\w+ ){0,4}?(?:gespeichert\w*|vorlieg\w*|erhoben\w*|"
                r"verarbeite\w*)"
            ),
        ),
        Rule("english", says(r"(?:subject access request|what (?:personal )?data (?:do )?you (?:have|hold|store))")),
    ),
)
