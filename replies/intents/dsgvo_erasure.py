"""Erase my data (Art. 17 DSGVO), also without naming the article. Who wants to be erased wants no advertising."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.reply import Label
from replies.words import says

_DATA = (
    r"(?:(?:personenbezogenen? |persönlichen? |gespeicherten? |alle |sämtliche[nr]? |meine |unsere |mein |"
    r"meiner |meinen )*(?:daten|datensätze|kundendaten|kontaktdaten|e-?mail-?adresse|mailadresse|adresse|"
    r"telefonnummer|konto|kundenkonto|account|profil|datensatz|kundenprofil|benutzerkonto|angaben))"
)
_NOT_MEANT = says(
    r"(?:nicht (?:gelöscht|löschen|zu löschen)|(?:versehentlich|irrtümlich|aus versehen|"
    r"fälschlich\w*) gelöscht|wann (?:werden|löschen)|bevor|vor der löschung|nachricht gelöscht|"
    r"mail gelöscht|"
    r"ungelesen|werden … automatisch gelöscht|löschfrist\w*|was (?:passiert|geschieht) mit|"
    r"noch nicht gelöscht|fragen? zur löschung)"
)
INTENT = Intent(
    Label.DSGVO_ERASURE,
    "all_advertising",
    (
        Rule(
            "article",
            says(
                r"(?:art\.? ?17|artikel 17|§ ?35 bdsg|recht auf (?:löschung|vergessen\w*)|right to (?:erasure|"
                r"be forgotten)|löschantrag|löschbegehren|löschungsantrag)"
            ),
            conditional=True,
        ),
        Rule(
            "erase_data",
            says(rf"(?:lösch\w*|entfern\w*|vernicht\w*|tilg\w*) … ?{_DATA}"),
            says(_NOT_MEANT.pattern + r"|(?<!\w)(?:verteiler|newsletter|liste)"),
            question=False,
        ),
        Rule(
            "data_erased",
            says(rf"{_DATA}\b… (?:lösch\w*|gelöscht|zu löschen|vernicht\w*|entfern\w*|tilg\w*)"),
            says(_NOT_MEANT.pattern + r"|(?<!\w)(?:verteiler|newsletter|liste)"),
        ),
        Rule(
            "erase_request",
            says(
                r"(?:bitte|könnten sie|können sie|würden sie|könnt ihr) … (?:lösch\w*|vernicht\w*) … (?:daten|konto|"
                r"account|profil|adresse|alles|was sie)"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "erase_all",
            says(
                r"(?:lösch\w* … (?:alles|sämtliches), was sie (?:über|von)|alles … (?:über|von) (?:mich|mir|"
                r"uns) … (?:lösch\w*|gelöscht)|löschung (?:meiner|aller|unserer|sämtlicher|der) … (?:daten|adresse|"
                r"konto\w*))"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "english",
            says(r"(?:delete|erase|remove) (?:all )?(?:of )?my (?:personal )?(?:data|account|information|details)"),
        ),
    ),
)
