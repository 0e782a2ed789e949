"""The person has left, or never was the right one: no more advertising there; a successor may be named."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.words import says
from replies.reply import Label

INTENT = Intent(
    Label.WRONG_PERSON_LEFT_COMPANY,
    "sequence",
    (
        Rule(
            "left",
            says(
                r"(?:nicht mehr (?:bei|für|in (?:unserem|diesem|der)|im|teil (?:des|von))\b… ?(?:tätig|beschäftigt|"
                r"unternehmen|firma|haus|hause|arbeit\w*|angestellt|team|zuständig|gmbh|ag\b|uns\b)|(?:verlassen|"
                r"ausgeschieden|ausgetreten|verabschiedet)\b… ?(?:unternehmen|firma|haus|worden|habe|hat|ist|bin|"
                r"dienst)?|(?:habe|hat|haben) (?:ich |er |sie |herr |frau )?… ?(?:das unternehmen|die firma|"
                r"unser haus|unser unternehmen) … ?verlassen|arbeite(?:t)? nicht mehr|kein mitarbeiter mehr|"
                r"im ruhestand|in (?:rente|pension)|in den (?:ruhestand|wohlverdienten)|letzter arbeitstag|"
                r"altersteilzeit|verstorben|(?:ins?|in den|in die|zur|zum) (?:\w+ )?(?:innendienst|außendienst|"
                r"andere\w* abteilung|wettbewerb\w*|konkurrenz|anderen? (?:firma|unternehmen|standort|bereich)) "
                r"(?:\w+ ){0,3}?gewechselt)"
            ),
            says(r"vertrag|ich arbeite nicht mehr mit (?:ihr|ihrem|der)|nutz\w*"),
        ),
        Rule(
            "english",
            says(
                r"(?:no longer (?:with|works|working|employed)|has left (?:the )?(?:company|us)|left the company|"
                r"am no longer)"
            ),
        ),
        Rule(
            "not_responsible",
            says(
                r"(?:nicht (?:mehr )?(?:zuständig|verantwortlich)|(?:bin|sind) (?:ich |wir )?(?:dafür |hierfür |"
                r"da )?(?:leider )?(?:die )?(?:falsche\w*|nicht (?:der|die) richtige)|"
                r"falsche[rn]? (?:ansprechpartner\w*|person|adressat\w*|empfänger\w*|adresse|abteilung)|nicht (?:der|"
                r"die|ihr) richtige\w* (?:ansprechpartner\w*|person|adresse|adressat\w*|stelle)|verwechsl\w*|"
                r"war nie kunde|bin (?:gar )?kein kunde|noch nie kunde|kenne (?:sie|ihre firma|"
                r"ihr unternehmen) (?:gar )?nicht)"
            ),
        ),
        Rule(
            "other_contact",
            says(
                r"(?:wenden sie sich|schreiben sie|kontaktieren sie|richten sie)\b… (?:künftig|ab sofort|zukünftig|"
                r"in zukunft|stattdessen|nachfolger\w*|meine\w* nachfolg\w*)|(?:mein\w*|seine?|ihre?) nachfolger\w*|"
                r"neue[rn]? ansprechpartner\w*|(?:übernommen|zuständig) (?:hat|ist|sind) (?:nun|jetzt|ab sofort|"
                r"künftig)"
            ),
        ),
        Rule(
            "mailbox_closed",
            says(
                r"(?:postfach|e-?mail-?adresse|mailadresse|mailbox|adresse|mailkonto|konto|account)\b… (?:nicht mehr "
                r"(?:aktiv|genutzt|verwendet|gelesen|abgerufen|bearbeitet|gültig|betreut|in gebrauch)|"
                r"deaktiviert|abgeschaltet|stillgelegt)"
            ),
            None,
        ),
    ),
)
