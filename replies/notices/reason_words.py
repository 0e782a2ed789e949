"""The words by which mail systems say why they did not deliver: one row a reason, asked in this order.

Text and patterns are spelt alike: lower case, ä as ae, ß as ss. Every pattern is bounded and so linear.
"""

from __future__ import annotations

SENDER = (
    r"sender (?:address |domain |e-?mail )?(?:rejected|denied|verif\w+|blocked|not |unknown|is not)|from address|"
    r"(?:client host|helo command|ehlo|client ip)\b.{0,40}rejected|cannot find your (?:host|reverse)|"
    r"domain of sender|sender'?s? domain|absender(?:adresse|domain)?\b.{0,40}(?:abgelehnt|gesperrt|unbekannt|"
    r"ungueltig)|"
    r"unauthenticated|authentication (?:failed|failure|checks?)|sender ?id|"
    r"reverse (?:dns|lookup|name)|\bptr\b|\brdns\b|dmarc|\bspf\b|\bdkim\b|not authori[sz]ed to send|"
    r"does not designate|must be authenticated|not authenticated"
)
BLOCKED = (
    r"blocked using|block ?list|black ?list|deny ?list|dnsbl|\brbl\b|\brhsbl\b|spamhaus|spamcop|barracudacentral|"
    r"barracuda reputation|sorbs|uceprotect|manitu|banned sending ip|(?<!not )listed (?:at|in|by|on) |sperrliste|"
    r"\bs3140\b|\bs3150\b|(?:bad|poor|low|ip|domain|sender|sending|e-?mail|your) reputation|reputation of|"
    r"(?:your|this|sending|sender'?s?|client) (?:ip|host|server|network|domain)\b.{0,40}(?:blocked|banned|listed|"
    r"refused)|"
    r"blocked (?:- )?see |\bip\b.{0,30}(?:blocked|rejected|banned)"
)
SPAM = (
    r"(?:message|mail|content|e-?mail|nachricht)\b.{0,60}(?:detected as|identified as|classified as|rejected as|"
    r"looks? like|considered|appears? to be|likely|als) .{0,20}(?:spam|junk|unsolicited|virus|werbung)|"
    r"likely unsolicited|bulk (?:e-?)?mail filter|spam (?:message|mail|content|detected|score|confidence|rejected|"
    r"firewall|filter)|"
    r"(?:rejected|blocked|refused|abgelehnt)\b.{0,30}\bspam\b|message content rejected|suspects your message is spam"
)
RATE = (
    r"greylist|grey-?listed|rate ?limit|throttl|too many (?:connections|messages|e-?mails|errors|sessions|mails|"
    r"concurrent)|unexpected volume|temporarily deferred|zu viele (?:verbindungen|nachrichten|mails)|"
    r"try again in \d|sending rate|rate that|frequency"
)
RELAY = (
    r"relay(?:ing)? (?:access )?(?:denied|not (?:allowed|permitted)|prohibited|deny|forbidden)|relaying denied|"
    r"unable to relay|not permitted to relay|allowed rcpthosts|we do not relay|smtp relay error|relaying"
)
MAILBOX_FULL = (
    r"mail ?(?:folder|box|file|drop)?s? (?:is )?(?:\w+ )?full|inbox is full|full mailbox|mail-?box space|"
    r"(?:over|exceed\w*|out of|past|above|reached) (?:the |his |her |its |their |your |an? |disk |"
    r"mailbox )?(?:\w+ ){0,3}"
    r"(?:quota|storage|disk space|disk quota)|quota (?:is |has been )?(?:exceeded|full|reached|violation)|mail quota|"
    r"quota violation|mailbox quota|insufficient (?:system )?(?:storage|disk)|not enough (?:storage|disk|space)|"
    r"overquota|over quota|space not enough|exdiskquota|quotaexceeded|shutoffquota|"
    r"mailbox (?:size )?(?:limit|quota|exceed\w*)|"
    r"storage (?:limit|quota|allocation|space)|too many messages (?:in|on)|(?:account|user) is (?:over|full)|"
    r"too much mail stored|disk quota|no space left|mailbox has exceeded|recipient storage|"
    r"postfach\b.{0,60}(?:voll|ueberfuellt|speicherlimit|maximale groesse)|speicherplatz|speichervolumen|"
    r"speicherlimit|speichergrenze|kontingent|quota\b.{0,20}ueberschritten|maildatei\b.{0,60}(?:voll|quota)|"
    r"mailbox\b.{0,60}(?:voll\b|maximale groesse)|zuviele mails auf dem server|casella piena|buzon lleno|boite pleine"
)
NOT_ACCEPTING = (
    r"null ?mx|(?:does(?:n't| not)|doesnt|won't) accept (?:any )?(?:mail|e-?mail|messages|smtp)|"
    r"not accepting (?:any )?(?:mail|messages)(?! from)|accepts no mail|no mail service|mail service not|"
    r"name server: \.|nimmt keine (?:e-?mails?|nachrichten) (?:an|mehr|entgegen)|host does not receive mail|"
    r"no longer accepts? (?:mail|e-?mail|messages)|mail receiving disabled"
)
HOST_UNKNOWN = (
    r"host (?:or domain name )?(?:unknown|not found|name lookup)|unknown host|unable to look ?up host|"
    r"(?:domain|domaene)\b(?: name)?\b.{0,60}(?:does(?:n't| not) exist|doesnt exist|not found|unknown|is not valid|"
    r"invalid|existiert nicht|unbekannt|nicht gefunden|couldn't be found|gibt es nicht)|"
    r"remote domain doesnt exist|name service error|unrouteable (?:mail )?domain|no such (?:host|domain)|nxdomain|"
    r"bad destination (?:host|system)|couldn't find any host|could not find .{0,30}(?:host|domain|gateway)|"
    r"non-?existent (?:host|domain)|illegal host|host\b.{0,30}(?:existiert nicht|unbekannt|nicht gefunden)|"
    r"infodomainnonexistent|nonexistentdomain|does not exist or has no (?:mail|mx)|all relevant mx records|"
    r"no (?:valid )?mx\b|domain must exist|can't find .{0,40}(?:host|domain)|invalid host|name or service not known|"
    r"unroutable domain"
)
MOVED = (
    r"(?:user|recipient|he|she|person|mailbox|account|address) (?:has |was )?moved\b|has moved|"
    r"address (?:has )?(?:been )?(?:changed|replaced)|was replaced|has been replaced|no longer (?:with|works|"
    r"employed)|has left\b|"
    r"left the company|neue e-?mail-?adresse|nicht mehr (?:bei uns|fuer uns|im unternehmen)|ausgeschieden|"
    r"recipient no longer|moved to "
)
_WHO = (
    r"(?:user|recipient|mailbox|mail ?box|address|account|login|alias|addressee|person|local part|userid|mailfile|"
    r"e-?mail-?adresse|adresse|empfaenger\w*|postfach|benutzer\w*|konto|adressat|teilnehmer)"
)
USER_UNKNOWN = (
    rf"\b{_WHO}s?\b.{{0,60}}?(?:\bunknown|does(?:n't| not) exist|doesnt exist|not (?:be )?found|wasn't found|"
    r"no longer (?:exists?|valid|available|in use|on server)|isn't (?:valid|a valid)|"
    r"is not (?:a )?(?:valid|known|listed|recogni[sz]ed|local)\b|"
    r"not (?:known|valid|local|exist|listed|recogni[sz]ed|available)\b|not an? (?:valid|known)|non-?existent|"
    r"is invalid|: invalid\b|invalid\.|existiert nicht|unbekannt|nicht (?:mehr )?(?:gefunden|vorhanden|bekannt|gueltig|"
    r"verfuegbar|existent|aufgelistet|aufgefuehrt)|ungueltig|gibt es nicht|n'existe pas|inconnue?|desconocid[oa]|"
    r"no existe|sconosciut[oa]|non esiste|bestaat niet|onbekend)"
    r"|\b(?:unknown|invalid|no such|non-?existent|bad|incorrect|illegal|undeliverable|unrouteable|unroutable|"
    r"unresolvable|no valid) (?:\w+[\s-]){0,2}"
    r"(?:user|recipient|mailbox|mail ?box|address|account|person|alias|local|addressee|userid)s?\b"
    r"|mailbox unavailable|not our customer|no mailbox (?:here|by that name|found)|"
    r"(?:doesn't|does not) have an? .{0,40}(?:account|mailbox|delivery point)|has no mailbox|"
    r"not listed in|recip\w*notfound|user_unknown|\bno (?:such )?(?:user|recipient)\b|this user doesn't|"
    r"there is no (?:one|user)|no (?:valid )?recipients (?:for|were)|rcpt.{0,20}not exist|deactivated mailbox|"
    r"recipient address rejected: (?:access denied|undeliverable|user|unknown|invalid|no )|recipient rejected|"
    r"unbekannte[rn]? (?:empfaenger|benutzer|adresse|adressat|nutzer)|kein (?:postfach|benutzer|empfaenger|"
    r"konto) (?:unter|mit|namens|"
    r"vorhanden)|existiert (?:bei uns )?nicht\b|nicht im domino-verzeichnis|wurde bei .{1,80} nicht gefunden|"
    r"address lookup fail\w*|smtp address lookup|address rejected: undeliverable|unrouteable address|"
    r"#?5\.1\.0 .{0,20}address rejected|bad[ -]address|address invalid|archived recipient|no thank you rejected|"
    r"badrcptto|"
    r"no existe (?:dicha persona|ese usuario)|user missing home|recipient not ok|envelope recipient|"
    r"no matching address|"
    r"\b(?:rcp-p1|int-p[134])\b|account or domain may not exist|nosuchuser|"
    r"invalid final delivery|wrong or no longer valid|did not exactly match|no matches to|not .{0,20}e-?mail users?\b|"
    r"utilisateur (?:inconnu|non recens)|destinataire inconnu|usuario desconocido|no account\b|"
    r"is not a valid (?:user|recipient|mailbox|address)|are not a valid user|unknown local part|"
    r"falsch geschrieben oder nicht vorhanden|konto ist .{0,80}nicht vorhanden"
)
SUSPENDED = (
    r"(?:account|mailbox|user|address|recipient|inbox)\b.{0,40}(?:suspended|disabled|inactive|deactivated|"
    r"locked|not active|expired|closed|frozen|discontinued|unavailable|blocked)|(?:disabled|inactive|suspended|"
    r"deactivated) (?:user|account|mailbox|recipient)|(?:konto|postfach|mailbox|benutzer)\b.{0,30}(?:gesperrt|"
    r"deaktiviert|inaktiv|stillgelegt)"
)
TOO_BIG = (
    r"message (?:size|length|too (?:big|large))|too (?:big|large)\b|size limit|sizelimit|exceeds (?:the )?(?:maximum|"
    r"size|limit|fixed)|maximum (?:incoming |inbound )?message size|inbound message size|zu gross|"
    r"maximale (?:nachrichten)?groesse|mail size"
)
CONTENT = (
    r"content (?:rejected|filter|denied|rejet)|(?:banned|prohibited|dangerous|infected|verbotene\w*) (?:attachment|"
    r"anhang)|"
    r"(?:missing|invalid|duplicate|malformed|contains)\b.{0,30}header|header (?:contains|field|error|is)|"
    r"invalid characters|resent-from|mime (?:error|type)|bare [cl][rf]|virus|malware|phishing|syntax error|"
    r"customer rule based reject|line too long|8bit"
)
POLICY = (
    r"policy|policies|\bspam\b|junk|unsolicited|blocked|not authori[sz]ed|unauthori[sz]ed|access denied|"
    r"authentication required|not accepting (?:mail|messages) from|prohibited|banned|restricted|restriction|"
    r"suspicious|complain|security|"
    r"rejectmessage|message (?:was )?re(?:jected|fused)|mail refused|refused to (?:accept|talk)|encrypt|"
    r"starttls|tls (?:required|is required)|not permitted|not allowed|richtlinie|abgewiesen|abgelehnt|"
    r"permission to (?:post|send)|zugelassene|zulaessiger absender|benutzerdefinierte regel"
)
PASSING = (
    r"\b45[0-2]\b.{0,80}mailbox (?:temporarily )?unavailable|mailbox (?:is )?temporarily|"
    r"temporar\w+ (?:unavailable|rejected|deferred|disabled|failure|lookup|error|limited)"
)
LOOP = r"loop|too many hops|hop count|lowest numbered mx"
EXPIRED = (
    r"expired|time allotted|maximum time|attempts?\b.{0,40}(?:exceeded|failed)|too long\b|queue period|"
    r"not been collected|"
    r"timed out while|retry time(?:out)?|failed \d+ attempts|unable to deliver in|was aborted after|abgelaufen|"
    r"delivery attempts|not delivered within"
)
UNAVAILABLE = (
    r"timed? ?out|time-?out|temporar\w+|try (?:again )?later|connection (?:refused|reset|closed|lost|died|"
    r"failed|to mail)|no route|unreachable|not (?:yet )?been delivered|could not connect|can't connect|"
    r"unable to connect|"
    r"establish an smtp|host .{0,40}(?:is )?not responding|delayed|greeting|too busy|\bbusy\b|system (?:error|not|"
    r"config)|"
    r"internal (?:server )?error|i/o error|local (?:configuration )?error|service (?:unavailable|not available)|"
    r"command died|undefined value|error (?:while|communicating)|encountered an error|error opening|signal 0x|"
    r"voruebergehend|zeitueberschreitung|nicht erreichbar|spaeter erneut|not reachable|nameserver"
)
