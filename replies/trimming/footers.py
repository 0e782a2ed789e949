"""Lines that nobody typed for us: notes of phones, banners of gateways, disclaimers, registers, list footers."""

from __future__ import annotations

import re

_MAIL = r"(?:e-?mail|mail|nachricht|mitteilung)"

DEVICE = re.compile(
    r"^\s*[*_(]{0,2}(?:(?:von|vom|aus|per|am|mit) (?:(?:i-?phone|i-?pad|handy|smartphone|tablet|telefon"
    r"|mobiltelefon|laptop|siri)\b.{0,40}"
    r"|unterwegs)(?: (?:gesendet|geschickt|verschickt|getippt|geschrieben|diktiert).{0,60})?|(?:von"
    r"|aus) (?:mein\w{1,2}|unterwegs|de[mr]) ?.{0,50}(?:gesendet|geschickt|verschickt|getippt)\b.{0,90}"
    r"|(?:mobil|unterwegs) (?:gesendet|geschrieben|getippt).{0,80}"
    r"|gesendet (?:von|vom|mit|aus|über|via|per|am) .{2,80}"
    rf"|diese {_MAIL} (?:wurde|ist) (?:von|mit|über|per) .{{2,90}}(?:gesendet|geschrieben|erstellt|diktiert"
    rf"|verfasst)\b.{{0,90}}"
    rf"|diese {_MAIL} wurde (?:diktiert|per sprach\w+|mobil|von unterwegs)\b.{{0,90}}"
    r"|(?:per|mit|via) (?:spracherkennung|sprachsteuerung|sprachein\w+|diktat\w*)\b.{0,60}|(?:diktiert|getippt"
    r"|geschrieben) (?:mit|auf|am|per|vom) .{2,60}|diktiert, .{2,40}"
    r"|sent (?:from|with|by|via) .{2,80}|get outlook for .{2,60}|outlook für (?:ios|android) .{0,80}"
    r"|(?:hol\w* (?:dir|sie sich)|laden sie) outlook .{2,80}|von samsung mobile gesendet|(?:versendet"
    r"|verschickt) (?:mit|von|über) .{2,60}"
    r"|mit (?:der |dem )?(?:gmx|web\.de|freemail|android|smartphone|handy).{0,40}(?:gesendet|verschickt|geschrieben)"
    r"|envoyé de(?:puis)? mon .{2,40}|inviato da(?:l mio)? .{2,40}|verzonden (?:vanaf|met) .{2,40}"
    r"|(?:automatisch )?(?:übersetzt (?:mit|von|aus|durch)|translated (?:with|by|from)) .{2,60}"
    r"|virenfrei\.?\s?(?:www\.)?.{0,60}"
    rf"|diese {_MAIL} wurde (?:von|mit|durch) .{{2,40}}(?:viren|malware)\w*.{{0,40}})"
    r"[.!*_)]*\s*$",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"^\W{0,6}(?:(?:extern\w{0,2}|external|ext)\b\W{0,4}(?:(?:e-?mail|mail|sender|absender|nachricht)\b.{0,60}"
    r"|diese\s.{0,160}|this\s.{0,160})?"
    rf"|(?:achtung|vorsicht|warnung|hinweis|caution|warning)\W{{1,4}}(?:(?:diese|this|die) .{{0,30}}(?:extern"
    rf"|au(?:ß|ss)erhalb|outside)|extern\w* {_MAIL}).{{0,200}}"
    rf"|diese {_MAIL} (?:kommt|stammt|wurde) (?:von|aus) .{{0,30}}(?:extern\w*|au(?:ß|ss)erhalb) .{{0,160}}"
    r"|sie erhalten nicht (?:häufig|oft) e-?mails von .{3,200}|you don.?t often get email from .{3,200}"
    r"|klicken sie (?:nicht|nur) auf links .{0,160}|do not click (?:on )?links .{0,160})\W{0,6}$",
    re.IGNORECASE,
)
_IMAGE = (
    r"(?:!?\[(?:cid:|image|bild|logo|grafik|https?:|icon|foto|facebook|instagram|linkedin|xing|youtube"
    r"|twitter)[^\[\]]{0,120}\]"
    r"|\[[^\[\]]{1,40}\](?=<))"
)
_LINK = r"[<(]https?:[^<>()\s]{1,300}[>)]"
# Each turn takes at least one character: with turns that may be empty, a line of sixty blanks costs hours.
RESIDUE = re.compile(
    rf"^\s*(?:(?:{_IMAGE}(?:\s?{_LINK})?|{_LINK})\s*){{1,6}}$|^\s*\[\s?(?:\.{{3}}|…)\s?\]\s*$", re.IGNORECASE
)
"""Images and links that the text version of an HTML mail leaves behind, and „[...]“ of a shortened quote."""
DISCLAIMER = re.compile(
    rf"^\s*[*_]{{0,2}}(?:diese?[sr]? (?:e-?mail|mail|nachricht|information"
    rf"|mitteilung)\b.{{0,60}}\b(?:vertraulich|enthält|enthalten|kann "
    r"(?:vertrauliche|rechtlich|\w+ und)|ist (?:nur|ausschlie(?:ß|ss)lich|vertraulich))"
    rf"|(?:der )?inhalt (?:dieser|der) {_MAIL}|die(?:se)? (?:information|inhalte?)\w* (?:in|dieser) .{{0,30}}{_MAIL}"
    r"|this (?:e-?mail|message|communication)\b.{0,60}\b(?:confidential|intended|contain)|(?:confidentiality"
    r"|privacy) (?:note|notice|statement)"
    r"|the information (?:contained )?in this|if you (?:are not the (?:intended|named)|(?:have )?received? this)"
    r"|(?:wichtiger |rechtlicher |allgemeiner )?hinweis:? (?:zum datenschutz|zur vertraulichkeit|diese)"
    r"|rechtlicher hinweis\b"
    r"|vertraulichkeits(?:hinweis|vermerk|erklärung)|haftungsausschluss|disclaimer"
    r"|(?:unsere |allgemeine )?(?:datenschutz(?:hinweis|erklärung|information|bestimmung)\w*"
    r"|informationen zum datenschutz|hinweise zum datenschutz)\b"
    r"(?!.{0,80}\b(?:ich|mir|mich|nie|nicht|haben sie)\b)"
    r"|(?:allgemeine )?informationen? (?:zur|über die|zum) (?:verarbeitung|datenverarbeitung|umgang)"
    r"|(?:informationen|hinweise|angaben) (?:nach|gem(?:äß|\.)?) (?:art|§)"
    r"|angaben (?:nach|gem(?:äß|\.)?) §|bitte (?:denken|prüfen) sie .{0,90}(?:druck|umwelt)"
    r"|muss diese .{0,30}ausgedruckt"
    r"|(?:denken sie an|schützen sie) (?:die|unsere) umwelt|think before you print"
    r"|(?:please )?consider the environment"
    rf"|(?:sollten sie|wenn sie|falls sie|sind sie|haben sie) (?:nicht der (?:richtige|bestimmte|beabsichtigte"
    rf"|vorgesehene)|(?:diese {_MAIL}|sie) (?:irrtümlich|versehentlich))"
    r"|falls sie keine weiteren (?:e-?mails|newsletter) .{0,60}(?:klicken|hier)|wir verarbeiten (?:ihre"
    r"|personenbezogene) "
    rf"|sie (?:erhalten|bekommen) diese {_MAIL},? (?:weil|da)|unbefugtes kopieren|(?:die )?kanzlei haftet"
    rf"|bitte beachten sie unsere datenschutz"
    r"|dieses (?:schreiben|dokument) wurde (?:maschinell|elektronisch|automatisch) |ce (?:message"
    r"|courriel) (?:est|peut|et))",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\b(?:registergericht|handelsregister\b.{0,20}[:\d]|hr[ab]\s?\d|landesgericht \w+\b.{0,10}\d?"
    r"|handelsgericht|firmenbuch|fn\s?\d+\s?[a-z]\b|uid\s?:"
    r"|che-\d|atu\d{6}|ust-?id|umsatzsteuer-?id|steuer(?:nummer|-nr\.?)\s?:?\s?\d|st\.-nr|vereinsregister"
    r"|partnerschaftsregister|amtsgericht\b.{0,30}\b(?:[hpv]r[ab]?|\d)"
    r"|(?:geschäftsführ\w+|vorstand\w*|aufsichtsrat\w*|inhaber\w*|gf|inh\.|phg|partner)\s?:|(?:sitz"
    r"|registered office)(?: der gesellschaft)?\s?:|sitz der gesellschaft"
    r"|persönlich haftende|iban\s?:?\s?(?:de|at|ch)\s?\d|gläubiger-?id)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"@|www\.|https?:|\b(?:tel(?:efon)?|fon|phone|fax|mobil|handy|t|m)\b\s?[.:+0(]|\+4[139]|\b\d{5}\s[A-ZÄÖÜ]|["
    r"|·•]|\bFolgen Sie uns\b",
    re.IGNORECASE,
)
LEGAL_FORM = re.compile(
    r"(?:\b(?:GmbH|mbH|AG|KG|KGaA|OHG|UG|GbR|PartG|mbB|SE|eG|Ltd\.?|B\.V\.|SARL|SA)|\be\.\s?(?:K|V|Kfm|Kfr"
    r"|G)\.)(?: \(\w+\)| & Co\. \w+)?"
    r"(?:[,·|–-]\s?[A-ZÄÖÜ][\w. -]{2,30})?\s*$"
)
"""The end of a line that is the name of a firm or an association."""
SLOGAN = re.compile(
    r"(?!.*\b(?:ich|mir|mich|mein\w*|widerspr\w*|abmeld\w*|lösch\w*|werbung|newsletter|anruf\w*|mails?)\b)"
    r"(?:.*\b(?:\w*messen?|halle|stand|besuch\w*|folgen sie|öffnungszeit\w*|bürozeit\w*|sprechzeit\w*"
    r"|betriebs(?:ferien|urlaub)|umgezogen|aktion\w*"
    r"|jubiläum\w*|jahre\w*|ausgezeichnet|zertifiz\w*|umwelt|klima\w*|papier|bäume?|\w*druck\w*|katalog\w*"
    r"|online|bewerb\w*|azubi\w*|karriere|termin\w*"
    r"|meister\w*|partner|innung\w*|mitglied\w*)\b)",
    re.IGNORECASE,
)
"""What firms put below their names: trade fairs, opening hours, prizes, the paper one should save."""
NOTICE = re.compile(
    rf"(?!.*\b(?:ich|mir|mich|mein\w*|werbung|newsletter)\b)(?=.*\b(?:(?:diese[rs]?|der|die|per|this"
    rf"|unsere) (?:\w+ )?{_MAIL}|this|e-?mails?|nachrichten?)\b)"
    r".*\b(?:vertraulich\w*|irrtümlich|versehentlich|empfänger\w*|adressat\w*|vernicht\w*|unbefugt\w*"
    r"|unberechtigt\w*|confidential|recipient|delete|privileged"
    r"|\w*druck\w*|umwelt|viren|übermitt\w*|unverschlüsselt\w*|haft\w*|rechtsverbindlich\w*|verbindlich\w*"
    r"|fristwahrend\w*|verträge|weitergabe|gelesen)\b",
    re.IGNORECASE,
)
"""A general notice about mails, below a name: „Bitte beachten Sie, dass E-Mails nicht vertraulich sind“."""
LIST_FOOTER = re.compile(
    r"\b(?:mailing-?\s?list\w*|unsubscribe|listinfo|google groups|newsletter)\b|/mailman/", re.IGNORECASE
)
POSTSCRIPT = re.compile(
    r"^\s*[*_]{0,2}(?:p\.?\s?p?\.?\s?s\.?\s?(?:\d\s?)?(?=[:.,\s–-])|nachtrag\b|nachsatz\b|ach ja\b|ach so\b"
    r"|übrigens\b|noch (?:was|etwas)\b|eine bitte noch\b|und noch\b)",
    re.IGNORECASE,
)
LATE_WISH = re.compile(
    rf"^\s*(?:und |ausserdem |außerdem |zudem |im übrigen )?(?:bitte (?!beachten|denken|prüfen|antworten|drucken"
    rf"|verwenden|nutzen|bedenken)\w+"
    rf"|ich (?:\w+ ){{0,2}}(?:möchte|will|wünsche|bitte|widerspreche)|wir (?:möchten|wollen|wünschen|bitten"
    rf"|widersprechen))\b(?!.{{0,40}}\bdiese\w? {_MAIL})(?=.{{0,160}}\b(?:werb\w+|newsletter\w*|an(?:rufe?\w*"
    rf"|gebote?\w*)"
    r"|e?-?mails?|post|briefe?|verteiler|daten|adresse|kontakt\w*)\b)(?=.{0,160}\b(?:kein\w*|nicht|nie|lösch\w*"
    r"|widerspr\w+|abmeld\w*|streich\w*|unterlass\w*)\b)",
    re.IGNORECASE,
)
"""A wish below the name, without „PS“; a disclaimer speaks of „diese E-Mail“."""
SALUTATION = re.compile(
    r"^\s*(?:(?:sehr )?(?:ge|ver)ehrte[rs]?|guten (?:tag|morgen|abend)|hallo|hi|hey|moin|liebe[rs]?|lieber"
    r"|grüezi|grüß gott|servus|salü)\b"
    r".{0,80}$",
    re.IGNORECASE,
)
_BLOCK_SIGNS = (
    COMPANY,
    LEGAL_FORM,
    re.compile(r"(?:^|[,|·•–-]\s?|\s)(?:[AD]-|CH-)?\d{4,5}\s[A-ZÄÖÜ][a-zäöü]"),
    re.compile(
        r"\b(?:tel(?:efon)?|fon|phone|fax|mobil|handy|durchwahl|t|m|f)\b\s?[.:+0(]|\+4[139]\b"
        r"|^\W*0\d[\d /()-]{6,20}$",
        re.IGNORECASE,
    ),
    # Each piece takes what it can and gives nothing back: otherwise a line of a thousand dots costs a second.
    re.compile(
        r"^\W*+(?:(?:e-?mail|mail|web|internet)\W*+)?"
        r"(?:(?>\S[^\s@]*+@)(?>\S+\.(?=\S))\S*+|(?:https?://|www\.)\S++)\W*+$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b\w{3,}(?:str(?:aße|asse|\.)|weg|platz|gasse|allee|ring|damm|ufer|markt|chaussee) \d{1,4}\s?[a-z]?\b",
        re.IGNORECASE,
    ),
)
"""Register, firm, place, telephone, address on the net, street: what a signature is made of."""


def block_signs(line: str) -> set[int]:
    """Which kinds of lines of a signature this line is; empty when none."""
    return {number for number, sign in enumerate(_BLOCK_SIGNS) if sign.search(line)}
