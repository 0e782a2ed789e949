"""No more advertising: any sign of unwillingness suffices, no legal word is needed (Art. 21 Abs. 2 DSGVO).

Plain words of a cancellation (kündigen, den Vertrag widerrufen) are no objection. A wish for a time only is
not_now_later, a threat under a condition is complaint_angry.
"""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.reply import Label
from replies.words import says

_AD = (
    r"(?:werb\w*|newsletter\w*|rundmail\w*|rundschreiben|e-?mails?\b|emails?\b|mails?\b|mailings?\b|"
    r"nachrichten|angebot\w*|offerten|anruf\w*|telefonat\w*|briefe?n?\b|post\b|werbepost|"
    r"schreiben\b|infos?\b|informationen|kontakt\w*|kontaktversuch\w*|rückwerb\w*|rückgewinn\w*|rückhol\w*|"
    r"aktionen|umfragen|nachfass\w*|zuschriften|zusendung\w*|erinnerungen|kampagnen|spam|sms|whatsapp\w*)"
)
_TEMPORARY = says(
    r"(?:bis (?:zum |zur |ende|anfang|mitte|januar|februar|märz|april|mai|juni|juli|august|september|"
    r"oktober|november|dezember|\d|nächste|kommende)|im moment|momentan|derzeit|zur ?zeit|vorerst|"
    r"erst ?mal\b|"
    r"erst (?:wieder )?(?:im|ab|nach|in|nächste)|vor (?:januar|februar|märz|april|mai|juni|juli|august|"
    r"september|oktober|november|dezember|\d|ende|anfang|mitte)|in den nächsten|"
    r"diese[nrs]? (?:woche|monat|jahr|quartal)|heute|während|solange|vorübergehend)"
)
_NOT_MEANT = says(
    r"(?:verteiler nicht\b|nicht (?:abmelden|abgemeldet|abbestell\w*|austragen|ausgetragen|widersprechen|"
    r"aus dem verteiler)|"
    r"kein widerspruch|keinen widerspruch|"
    r"(?:habe|hatte|haben) … nie … (?:abgemeldet|widersprochen)|weiterhin (?:gerne? )?(?:werbung|"
    r"newsletter|infos|informationen|angebote|mails?) (?:erhalten|bekommen)|"
    r"(?:habe|haben|hab|hatte) … kein\w* … (?:bekommen|erhalten|gefunden|gesehen|gekriegt)|"
    r"keine? (?:e-?mail|mail|nachricht|antwort)s? (?:von ihnen )?(?:bekommen|erhalten|gesehen|angekommen)|"
    r"(?:bekomme|erhalte|kriege) ich (?:seit|plötzlich|auf einmal|gar|leider|immer noch)? ?keine|"
    r"an diese (?:e-?mail-?)?adresse|diese (?:e-?mail-?)?adresse wird nicht|"
    r"kein(?:en)? (?:besseres|passendes|gutes|vergleichbares|interessantes|günstigeres) angebot|"
    r"keine (?:weiteren )?fragen|nicht weitergeleitet|benutzer abmelden|nutzer abmelden|gerät abmelden)"
)
_WISH = (
    r"(?:bitte|möcht\w*|will|wollen|wünsch\w*|unerwünscht|erwünscht|verzicht\w*|brauch\w*|benötig\w*|"
    r"senden sie|schicken sie|zusenden|zuschicken|erhalten|bekommen|haben wollen|schluss mit)"
)

INTENT = Intent(
    Label.OBJECTION_UNSUBSCRIBE,
    "all_advertising",
    (
        Rule(
            "objects",
            says(
                r"(?:widerspreche\w*|widersprech\w*|widerspruch|widersprochen)\b… (?:werb\w*|direktwerb\w*|nutzung|"
                r"verarbeitung|verwendung|kontakt\w*|zusendung\w*|newsletter|e-?mails?|anruf\w*|marketing\w*|daten)"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "objects_before",
            says(
                r"(?:werb\w*|direktwerb\w*|nutzung|verarbeitung|kontakt\w*|zusendung\w*|newsletter|e-?mails?|anrufe?n?|"
                r"marketing)\b… (?:widerspreche|widersprechen|widersprochen|widerspruch ein\w*)"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "withdraws_consent",
            says(
                r"(?:widerruf\w*|ziehe\w*|entzieh\w*|nehme\w*)\b… (?:einwilligung\w*|einverständnis\w*|zustimmung\w*|"
                r"erlaubnis|werbeeinwilligung\w*|opt-?in)|(?:einwilligung\w*|einverständnis\w*|zustimmung\w*|"
                r"erlaubnis)\b… (?:widerruf\w*|zurückzieh\w*|zurück\b|entzieh\w*)"
            ),
        ),
        Rule(
            "cease_and_desist",
            says(
                r"(?:unterlassungserklärung|unterlassungsanspruch|unterlassungsverpflichtung|strafbewehrt\w*|abmahnung|"
                r"mahne(?:n)? … ab\b|fordere\w* sie auf… (?:unterlassen|zu unterlassen|einzustellen))"
            ),
        ),
        Rule(
            "refrain",
            says(
                r"(?:(?:unterlass\w*|unterbleib\w*|einstell\w*|stellen sie|hören sie|hört|verzicht\w*|abzusehen|"
                r"absehen|sehen sie|sieht|verschon\w*)\b… (?:werb\w*|kontakt\w*|anruf\w*|anschreib\w*|e-?mails?|"
                r"mails?|newsletter|angebot\w*|zusendung\w*|rückwerb\w*|rückgewinn\w*|nachfass\w*|belästig\w*|nerv\w*|"
                r"schreiben ab|rückfragen|auf\b)"
                r"|(?:werb\w*|kontaktauf\w*|kontaktvers\w*|kontakt\w*|anruf\w*|e-?mails?|zusendung\w*|rückwerb\w*|"
                r"rückgewinn\w*|rückhol\w*)\b… (?:unterlass\w*|unterbleib\w*|einzustellen|einstellen|abzusehen|"
                r"absehen|ab\b|verzichten|verschon\w*))"
            ),
            says(
                r"(?:abseh(?:bar|en von rechtlichen)|kontakt auf(?:nehmen|zunehmen)|sehen sie (?:auf|hier|in)\b|"
                r"nehmen sie … kontakt auf)|(?:sehen|sieht) (?!.{0,80}\bab\b).{0,80}$"
            ),
        ),
        Rule(
            "leave_me_alone",
            says(
                r"(?:lass\w* (?:sie )?(?:mich|uns) … (?:in ruhe|in frieden|zufrieden)|lass\w* (?:sie )?(?:mich|"
                r"uns) (?:einfach |bitte |endlich )*(?:in ruhe|in frieden)|(?:will|möchte|wünsche|wollen|"
                r"möchten)\b… (?:meine|unsere) ruhe|in ruhe (?:gelassen|lassen)|nichts mehr (?:von ihnen|"
                r"von euch) … ?(?:hören|lesen|sehen|bekommen|wissen)|nichts mehr … (?:schicken|senden|zusenden|"
                r"zuschicken|hören)|nie wieder (?:etwas )?(?:von ihnen )?… (?:hören|melden|anrufen|schreiben|"
                r"kontaktieren))"
            ),
        ),
        Rule(
            "do_not_contact",
            says(
                r"(?:nicht (?:mehr|weiter|länger|nochmals?|noch einmal|wieder)|nie (?:mehr|wieder)|niemals wieder|"
                r"keinesfalls|auf keinen fall)\b… (?:kontaktier\w*|anschreib\w*|angeschrieben|anruf\w*|angerufen|"
                r"anmail\w*|melden|belästig\w*|bewerb\w*|beworben|zu bewerben|behellig\w*|schreiben|zuschreiben|"
                r"mailen|zuspammen|mit werbung)"
            ),
            says(
                r"(?:kann|können|könnte|konnte\w*|werde|würde|gibt|wer\b)\b… (?:nicht|nie)|(?:bei|mit) (?:dem|der|"
                r"den) kolleg|um (?:mich|ihn) (?:bewerben)"
            ),
        ),
        Rule(
            "do_not_contact_imperative",
            says(
                r"(?:schreiben|rufen|mailen|melden|kontaktieren|senden|schicken|ruft|schreibt|meldet|schickt|"
                r"belästigen|nerven) (?:sie )?(?:mir|mich|uns|sich|euch)? ?(?:bitte )?(?:(?:hier|dort|da|künftig|"
                r"zukünftig|in zukunft|ab sofort) )?(?:nicht(?:s)? (?:mehr|weiter|länger|noch)|nie (?:mehr|wieder)|"
                r"keine)"
            ),
            says(r"keine (?:rechnung|mahnung)\w*"),
        ),
        Rule(
            "off_the_list",
            says(
                r"(?:(?:nehm\w*|nimm|streich\w*|entfern\w*|lösch\w*|trag\w*|trage|schmeiß\w*|werf\w*|wirf|"
                r"hol\w*)\b… (?:verteiler\w*|liste\w*|mailing-?liste|newsletter\w*|adressliste|kartei|kontakten|"
                r"datenbank|mailverteiler|empfängerliste|adressverteiler)"
                r"|(?:aus|von) … (?:verteiler\w*|mailing-?liste|mailverteiler|newsletter\w*|empfängerliste|"
                r"adressliste)\b… ?(?:nehm\w*|streich\w*|entfern\w*|entfernt|lösch\w*|gelöscht|austragen|ausgetragen|"
                r"raus|heraus\w*|gestrichen|genommen)"
                r"|verteiler … (?:raus|entfern\w*|lösch\w*|streich\w*))"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "unsubscribes",
            says(
                r"(?:(?:bitte|möcht\w*|will|wollen|wünsch\w*|hiermit|wie kann|können sie|könnten sie|newsletter|mich|"
                r"uns)\b… (?:abmelden|abmeld\w*|ab ?zu ?melden|abzubestellen|abbestell\w*|austragen|auszutragen|"
                r"abbestellt|abgemeldet|ausgetragen)"
                r"|melde\w* … (?:mich|uns|newsletter) … ab\b|melde\w* (?:sie )?(?:mich|uns)\b… ab\b|"
                r"trag\w* (?:sie )?(?:mich|uns)\b… aus\b|bestell\w* … (?:newsletter|werbung) … ?ab\b"
                r"|(?:habe|hatte|haben) (?:mich|uns|ich mich|wir uns) … (?:abgemeldet|ausgetragen)|"
                r"^\W{0,3}(?:abmeldung|abmelden|abbestellen|abbestellung|austragen|newsletter abmelden|unsubscribe|"
                r"stopp?|opt-?out)\W{0,5}$)"
            ),
            says(
                r"(?:nicht (?:abmelden|abgemeldet|austragen|abbestell\w*)|(?:benutzer|nutzer|gerät|mitarbeiter|"
                r"kollegen|account|konto|gewerbe|lizenz\w*)\b… (?:abmeld\w*|abgemeldet)|vom (?:seminar|termin|kurs|"
                r"webinar|workshop) ab|zum (?:seminar|webinar|termin))"
            ),
        ),
        Rule(
            "no_more_of_it",
            says(
                rf"kein(?:e|en|erlei|em|er)? (?:\w+ ){{0,4}}?(?:und |oder )?{_AD}\b… ?(?:mehr\b|weiter\w*|zukünftig|"
                rf"künftig|in zukunft)|keine?n? (?:weiter\w*|zukünftig\w*|künftig\w*|neue\w*|solche\w*|derartige\w*|"
                rf"unaufgefordert\w*) (?:\w+ ){{0,3}}?{_AD}"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "no_interest_in_ads",
            says(rf"kein(?:e|en|erlei)? (?:\w+ )?(?:interesse|bedarf) (?:mehr )?(?:an|für) (?:\w+ ){{0,3}}?{_AD}"),
            says(r"(?:ihrem|ihr|dem|diesem|neuen|einem) angebot"),
        ),
        Rule(
            "never_consented",
            says(
                r"(?:nie(?:mals)?|nicht|keine)\b… (?:zugestimmt|eingewilligt|einwilligung (?:erteilt|gegeben)|"
                r"zustimmung (?:erteilt|gegeben)|erlaubnis (?:erteilt|gegeben)|angefordert|abonniert)\b|"
                r"ohne (?:meine|unsere) (?:zustimmung|einwilligung|erlaubnis)"
            ),
            says(r"(?:konnte|können|kann|preiserhöhung|agb)\b"),
        ),
        Rule(
            "contract_mail_only",
            says(
                r"nur noch (?:\w+ ){0,2}?(?:rechnung\w*|vertrag\w*|nötig\w*|notwendig\w*|wichtige?s?)\b"
                r"… (?:schicken|senden|erhalten|bekommen|zusenden|melden)"
            ),
            says(r"(?:fehlt|fehlen|offen|brauch\w*)"),
        ),
        Rule(
            "none_of_it",
            says(rf"{_AD}\b… (?:will|möchte|wollen|möchten|wünsche|brauche|brauchen)\b… kein\w*"),
            _NOT_MEANT,
        ),
        Rule(
            "wants_none",
            says(
                rf"(?:{_WISH}\b… kein(?:e|en|erlei|em)? (?:\w+ ){{0,3}}?{_AD}|kein(?:e|en|"
                rf"erlei)? (?:\w+ ){{0,3}}?{_AD}\b… {_WISH})"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "elliptic_none",
            says(
                r"^\W{0,3}(?:bitte |also |nochmals?:? |ps:? |p\.?s\.?:? )*kein(?:e|erlei|en)? (?:werb\w*|newsletter|"
                r"rückwerb\w*|anruf\w*|rückgewinn\w*|kontaktauf\w*|spam|werbemails?|angebote|e-?mails?)\b"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "unwanted",
            says(
                rf"(?:{_AD}|kontaktaufnahme\w*)\b… (?:nicht (?:mehr )?(?:erwünscht|gewünscht|gewollt)|unerwünscht|"
                rf"untersag\w*|verbiet\w*|verbitte\w*|verboten)|(?:untersag\w*|verbiet\w*|verbitte\w*)\b… {_AD}|"
                rf"(?:werbe-?sperre|werbesperrvermerk|robinson-?liste|sperrliste|sperrvermerk)|sperr\w* … (?:werbung|"
                rf"werbezweck\w*|marketing)"
            ),
            _NOT_MEANT,
        ),
        Rule(
            "no_contact_at_all",
            says(
                r"(?:keinen? (?:weiteren? )?(?:kontakt|kontaktaufnahme|kontaktaufnahmen|kontaktversuche?)\b(?! (?:zu|"
                r"zum|zur|mit unserem)\b)|(?:will|möchte|wünsche|wünschen|"
                r"möchten) … kein\w* (?:weiter\w* )?(?:kontakt\w*|werb\w*))"
            ),
            says(r"(?:habe|hatte|finde|bekomme|erreiche)\b… kein\w* kontakt"),
        ),
        Rule(
            "english",
            says(
                r"(?:unsubscribe|opt (?:me )?out|remove me|take me off|stop (?:sending|emailing|contacting|mailing|"
                r"calling)|(?:do not|don't|please don't|never) (?:contact|email|e-mail|call|mail|write)|no (?:more|"
                r"further) (?:e-?mails?|mails?|contact|advertising|marketing|calls|messages)|leave me alone)"
            ),
        ),
    ),
)
TEMPORARY = _TEMPORARY
"""A limit in time turns „keine Anrufe“ into „nicht jetzt“."""
LASTING = says(
    r"(?:widersprech\w*|widerspreche|widerspruch|widerruf\w*|unterlass\w*|strafbewehrt\w*|abmahn\w*|"
    r"nie (?:mehr|wieder)|abmelden|abgemeldet|abmeldung|abbestell\w*|austragen|verteiler\w*|unsubscribe)"
)
"""Words for good: a day beside them is a deadline or a story, not the end of the wish."""
