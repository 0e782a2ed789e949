"""The price is the matter: would stay or come back for less."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.PRICE_NEGOTIATION,
    "sequence",
    (
        Rule(
            "if_cheaper",
            says(
                r"(?:wenn|falls|sofern|bei|für|unter|nur)\b… (?:preis\w*|günstiger|billiger|rabatt\w*|nachlass|prozent|"
                r"%|euro|€|monatlich|kosten\w*|konditionen|preislich)\b"
            ),
            says(
                r"(?:kündigungsgrund|gekündigt (?:weil|wegen)|kein\w* (?:rabatt|nachlass|interesse)|was kostet|"
                r"nicht am preis)|wegen (?:des|der) preis"
            ),
            conditional=True,
        ),
        Rule(
            "ask_discount",
            says(
                r"(?:beste[rnm]? preis|rabatt\w*|nachlass|preisnachlass|sonderpreis|sonderkondition\w*|treuerabatt|"
                r"entgegenkommen|"
                r"preislich\w* (?:etwas|was|spielraum|machen|entgegen\w*)|am preis … (?:machen|drehen|tun)|"
                r"bessere[rsn]? (?:preis|konditionen|angebot)|günstigere[rsn]? (?:\w+ )?(?:tarif|preis|paket|angebot|"
                r"konditionen)|handeln\b|verhandel\w*|letzter? preis|preis (?:senken|reduzieren|anpassen)|mitgehen)"
            ),
            says(
                r"kein\w* (?:rabatt|nachlass|bessere)|rabatt … (?:ändert|hilft) … nicht|auch (?:mit|nicht mit) rabatt"
            ),
        ),
        Rule(
            "competitor_price",
            says(
                r"(?:wettbewerb\w*|konkurrenz|mitbewerber\w*|anderer anbieter|anbieter)\b… (?:zahle\w*|kostet|nur|"
                r"günstiger|billiger)\b… (?:euro|€|prozent|%|\d|mithalten|können sie)"
            ),
            None,
        ),
        Rule("too_expensive", says(r"(?:zu teuer|zu hoch\w* preis|preis … zu hoch|preiserhöhung\w*)"), None),
    ),
)
