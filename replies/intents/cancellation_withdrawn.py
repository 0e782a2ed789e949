"""The cancellation is taken back. Never acted on without a person: a contract would come to life again."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.reply import Label
from replies.words import says

_NOT_MEANT = says(
    r"(?:nicht (?:zurück|rückgängig|widerruf\w*)|kann (?:ich|man|die)|könnte ich|könnten wir|"
    r"wäre es möglich|ist es möglich|ginge|falls|würde(?:n)? (?:ich|wir)|überleg\w*|vielleicht|eventuell|"
    r"bleibt (?:bestehen|es bei)|halte(?:n)? … fest|festhalten|bestätig\w* (?:sie )?(?:mir |"
    r"uns )?(?:bitte )?(?:die|meine|unsere) kündigung|nehmen sie (?:die|meine|"
    r"unsere) kündigung (?:zur kenntnis|an)|zurückziehen werde ich)"
)
INTENT = Intent(
    Label.CANCELLATION_WITHDRAWN,
    "sequence",
    (
        Rule(
            "take_back",
            says(
                r"(?:zieh\w*|nehm\w*|nimm)\b… (?:kündigung|vertragskündigung)\b… (?:zurück|wieder zurück)|(?:kündigung|"
                r"vertragskündigung)\b… (?:zurückzieh\w*|zurückgezogen|zurücknehm\w*|zurückgenommen|zurückzunehmen|"
                r"zurückzuziehen|rückgängig|widerruf\w*|stornier\w*|gegenstandslos|hinfällig|ignorier\w*|vergess\w*)"
            ),
            _NOT_MEANT,
            question=False,
        ),
        Rule(
            "revoke",
            says(
                r"(?:widerruf\w*|stornier\w*|annullier\w*|ignorier\w*|vergess\w*|betrachten sie)\b… (?:die|meine|"
                r"unsere|der|meiner|unserer) kündigung"
            ),
            _NOT_MEANT,
            question=False,
        ),
        Rule(
            "stay",
            says(
                r"(?:möchte\w*|will|wollen|bleibe\w*|werde\w*)\b… (?:doch )?(?:kunde|kundin|kunden|dabei|"
                r"bei ihnen) (?:doch )?bleiben|(?:bleibe|bleiben) (?:ich |wir )?(?:nun |jetzt )?doch (?:kunde|kundin|"
                r"kunden|dabei|bei ihnen)"
            ),
            _NOT_MEANT,
            question=False,
        ),
        Rule(
            "continue",
            says(
                r"vertrag\b… (?:doch|nun doch|bitte) (?:weiterlaufen|weiterführen|fortführen|fortsetzen|"
                r"bestehen lassen|weiter nutzen|verlängern)|(?:doch|nun doch) (?:nicht kündigen|nicht gekündigt|"
                r"weitermachen)"
            ),
            _NOT_MEANT,
            question=False,
        ),
    ),
    review=True,
)
