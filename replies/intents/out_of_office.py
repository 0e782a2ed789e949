"""Away for a while, said by a machine or by a person. Contact rests until the named day."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.OUT_OF_OFFICE,
    "pause_until",
    (
        Rule(
            "away",
            says(
                r"(?:(?:bin|ist|sind|befinde|befindet|werde|sein|war)\b… (?:nicht (?:im (?:büro|haus|hause|dienst|"
                r"office)|erreichbar|anwesend|verfügbar|da\b|persönlich erreichbar|am (?:arbeits)?platz|an meinem)|"
                r"außer haus|abwesend|im urlaub|in urlaub|im (?:\w+)?urlaub|in elternzeit|im mutterschutz|"
                r"auf (?:dienst|geschäfts)reise|auf (?:einer )?(?:fortbildung|messe|schulung|reisen)|im krankenstand|"
                r"krank\b|erkrankt|in (?:der )?kur|in reha|unterwegs|verreist|im betriebsurlaub)"
                r"|(?:abwesenheitsnotiz|abwesenheitsnachricht|abwesenheitsassistent|automatische (?:antwort|"
                r"abwesenheit\w*)|out of (?:the )?office|betriebsferien|betriebsurlaub|betriebsruhe|unser (?:büro|"
                r"betrieb|geschäft|unternehmen) … geschlossen|bleibt … geschlossen|haben wir geschlossen)"
                r"|(?:nicht (?:im (?:büro|haus|hause)|erreichbar|anwesend)|abwesend|außer haus|"
                r"keinen zugriff auf (?:meine|mein) (?:e-?mails?|postfach|mails))\b"
                r"|(?:wieder|zurück)\b… (?:im büro|im haus|im hause|erreichbar|für sie da|im dienst|"
                r"am (?:arbeits)?platz|persönlich)"
                r"|(?:i am|i'm|will be|currently|am) … (?:out of (?:the )?office|on (?:vacation|holiday|leave|"
                r"annual leave|parental leave)|away|not available|travelling))"
            ),
            says(
                r"(?:herr|frau|kollege|kollegin|chef\w*|geschäftsführer\w*) … (?:ist|befindet sich) … (?:erst|"
                r"wieder).*?(?:melden|anrufen)|(?:support|hotline|ihr\w*|sie) … nicht erreichbar|website|webseite|"
                r"server|portal"
            ),
            conditional=True,
        ),
        Rule(
            "access",
            says(
                r"(?:ihre|die) (?:e-?mail|nachricht|mail) wird nicht (?:automatisch )?(?:weitergeleitet|gelesen|"
                r"bearbeitet)|(?:in dringenden (?:fällen|angelegenheiten)|meine vertretung|vertretung übernimmt|"
                r"vertritt mich|vertreten (?:mich|werde ich))"
            ),
            conditional=True,
        ),
    ),
)
