"""The person has left, or never was the right one. The address must get no more advertising; a successor may be named."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.reply import Label
from replies.words import says

INTENT = Intent(
    Label.WRONG_PERSON_LEFT_COMPANY,
    "sequence",
    (
        Rule("left", says(r"(?:nicht mehr (?:bei|für|in (?:unserem|diesem|der)|im|teil (?:des|von))\b… ?(?:tätig|beschäftigt|unternehmen|firma|haus|hause|arbeit\w*|angestellt|team|zuständig|gmbh|ag\b|uns\b)|(?:verlassen|ausgeschieden|ausgetreten|verabschiedet)\b… ?(?:unternehmen|firma|haus|worden|habe|hat|ist|bin|dienst)?|(?:habe|hat|haben) (?:ich |er |sie |herr |frau )?… ?(?:das unternehmen|die firma|unser haus|unser unternehmen) … ?verlassen|arbeite(?:t)? nicht mehr|kein mitarbeiter mehr|im ruhestand|in (?:rente|pension)|in den (?:ruhestand|wohlverdienten)|letzter arbeitstag|altersteilzeit|verstorben)"), says(r"vertrag|ich arbeite nicht mehr mit (?:ihr|ihrem|der)|nutz\w*")),
        Rule("english", says(r"(?:no longer (?:with|works|working|employed)|has left (?:the )?(?:company|us)|left the company|am no longer)")),
        Rule("not_responsible", says(r"(?:nicht (?:mehr )?(?:zuständig|verantwortlich)|(?:bin|sind) (?:ich |wir )?(?:dafür |hierfür |da )?(?:leider )?(?:die )?(?:falsche\w*|nicht (?:der|die) richtige)|falsche[rn]? (?:ansprechpartner\w*|person|adressat\w*|empfänger\w*|adresse|abteilung)|nicht (?:der|die|ihr) richtige\w* (?:ansprechpartner\w*|person|adresse|adressat\w*|stelle)|verwechsl\w*|war nie kunde|bin (?:gar )?kein kunde|noch nie kunde|kenne (?:sie|ihre firma|ihr unternehmen) (?:gar )?nicht)")),
        Rule("other_contact", says(r"(?:wenden sie sich|schreiben sie|kontaktieren sie|richten sie)\b… (?:künftig|ab sofort|zukünftig|in zukunft|stattdessen|nachfolger\w*|meine\w* nachfolg\w*)|(?:mein\w*|seine?|ihre?) nachfolger\w*|neue[rn]? ansprechpartner\w*|(?:übernommen|zuständig) (?:hat|ist|sind) (?:nun|jetzt|ab sofort|künftig)")),
        Rule("mailbox_closed", says(r"(?:postfach|e-?mail-?adresse|mailadresse|mailbox|adresse)\b… (?:nicht mehr (?:aktiv|genutzt|verwendet|gelesen|gültig|betreut|in gebrauch)|deaktiviert|abgeschaltet|stillgelegt)"), None),
    ),
)
