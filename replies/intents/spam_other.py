"""Foreign advertising and newsletters that landed in our mailbox: no reply to us."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.SPAM_OTHER,
    "none",
    (
        Rule(
            "pitch",
            says(
                r"(?:seo|suchmaschinenoptimierung|backlinks?|ranking bei google|leads? generier\w*|kryptowährung\w*|"
                r"bitcoin|casino|gewinnspiel|lotterie|erbschaft|viagra|kredit (?:ohne|sofort)|webdesign|gastbeitrag|"
                r"linkaufbau|adressdaten kaufen|social media (?:betreuung|marketing))"
            ),
            says(r"(?:ihre[rm]? (?:seo|newsletter)|stimmt nicht|modul|funktion|feature)"),
        ),
        Rule(
            "newsletter_footer",
            says(
                r"(?:wenn sie (?:diesen newsletter|diese e-?mails?|keine weiteren (?:e-?mails?|"
                r"newsletter))\b… (?:nicht mehr|klicken|hier|abmelden)|im browser (?:ansehen|anzeigen|öffnen)|"
                r"newsletter … (?:ausgabe|nr\.)|view (?:this email )?in (?:your )?browser)"
            ),
            conditional=True,
        ),
    ),
)
