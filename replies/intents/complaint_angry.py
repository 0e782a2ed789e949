"""Anger and conditional threats: not yet an objection, but nothing that a further mail could mend. A person answers."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.COMPLAINT_ANGRY,
    "sequence",
    (
        Rule(
            "threat",
            says(
                r"(?:anwalt|rechtsanwalt|verbraucherzentrale|verbraucherschutz|bundesnetzagentur|wettbewerbszentrale|"
                r"datenschutzbehörde|aufsichtsbehörde|datenschutzbeauftragt\w*|anzeige|rechtliche schritte|klage|"
                r"polizei|abmahn\w*|strafanzeige|beschwerde (?:ein|bei)|beschweren)"
            ),
            says(r"kein\w* (?:anwalt|klage)|ich bin (?:rechts)?anwalt|als (?:rechts)?anw"),
            conditional=True,
        ),
        Rule(
            "threat_condition",
            says(
                r"(?:noch (?:so )?(?:eine?|mal)|wenn (?:sie|ihr|noch|das|ich)|sollte\w*|beim nächsten|"
                r"das nächste mal)\b… (?:mail|angebot|anruf|werbung|brief|nachricht|melden|schreiben|anrufen|"
                r"belästig\w*|aufhör\w*)\b… (?:dann|und ich|und wir|,)"
            ),
            says(r"freu\w*|gerne?\b|interess\w*|danke|bitte melden|komme ich|günstiger|besser"),
            conditional=True,
        ),
        Rule(
            "insult",
            says(
                r"(?:frechheit|unverschämt\w*|dreist\w*|abzocke\w*|betrug|betrüger\w*|verarsch\w*|saftladen|sauladen|"
                r"scheiß\w*|zum kotzen|lächerlich|schweinerei|unmöglich(?:es)? (?:verhalten|service)|unseriös\w*|"
                r"bodenlos\w*|skandal|ein witz|schämen sie|idioten|drecks\w*|miserabel\w*|katastroph\w*|"
                r"unter aller sau|hinterletzt\w*|peinlich)"
            ),
            conditional=True,
        ),
        Rule(
            "fed_up",
            says(
                r"(?:geärgert|nie(?:mand)?\b… (?:zurückgerufen|geantwortet|gemeldet|geholfen)|es reicht|mir reicht|"
                r"reicht mir|habe? (?:es|die nase|die schnauze) (?:satt|voll)|"
                r"nase (?:gestrichen )?voll|nerv(?:en|t|st|ig\w*)|stinksauer|stinkt mir|verärgert|empört|stocksauer|"
                r"sauer\b|wütend|enttäuscht\w*|geht mir auf|ärger\w* (?:mich|uns)|belästigung)"
            ),
            says(r"nicht (?:sauer|verärgert|enttäuscht)"),
            conditional=True,
        ),
        Rule(
            "why_again",
            says(r"(?:warum|wieso|weshalb|was soll) … (?:immer noch|trotz\w*|obwohl|schon wieder|ständig|dauernd)\b"),
            question=None,
        ),
        Rule(
            "despite",
            says(
                r"(?:trotz (?:meiner |der |mehrfacher |erfolgter )?(?:kündigung|widerspruch\w*|abmeldung)|"
                r"obwohl ich (?:\w+ ){0,4}gekündigt)\b… (?:mail\w*|werbung|angebot\w*|anruf\w*|abgebucht|rechnung|"
                r"post)"
            ),
            None,
        ),
    ),
    review=True,
)
