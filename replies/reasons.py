"""Why a delivery failed: reason text first, then status code, the digit never.

In real bounces the first digit of Status calls five of six soft bounces hard. Hard is only what says that the address
or its host does not exist, has moved or accepts nothing; 5.7.x is a quarrel about us, never the recipient's fault.
"""

from __future__ import annotations

import re

_MAILBOX_FULL = (
    r"mail ?(?:folder|box) is full|"
    r"mailbox (?:is )?(?:\w+ )?full|(?:over|exceed\w*|out of) (?:the |his |her |its |"
    r"their )?(?:\w+ ){0,2}(?:quota|storage|disk space)"
    r"|quota (?:is )?(?:exceeded|full|reached)|insufficient (?:system )?(?:storage|disk)|"
    r"not enough (?:storage|disk|space)|overquota|over quota"
    r"|mailbox (?:size )?(?:limit|quota)|storage (?:limit|quota|allocation)|postfach\s(?:ist\s)?(?:voll|"
    r"überfüllt)|speicherplatz|kontingent"
    r"|mailbox has exceeded|too many messages (?:in|on)|account is (?:over|full)|user is over|"
    r"inbox is full|disk quota|no space left"
)
_POLICY = (
    r"spam|junk|blacklist|block ?list|black listed|blocked|listed (?:at|in|by|on)|dnsbl|rbl|spamhaus|"
    r"barracuda|reputation|policy|dmarc|\bspf\b|\bdkim\b"
    r"|reverse (?:dns|lookup|name)|\bptr\b|unauthenticated|authentication (?:required|failed|failure)|"
    r"not authori[sz]ed|unauthori[sz]ed|access denied"
    r"|relay(?:ing)? (?:access )?(?:denied|not (?:allowed|permitted)|prohibited|deny)|relaying denied|"
    r"unable to relay|not permitted to relay|virus|malware|phishing"
    r"|content (?:rejected|filter|denied)|(?:banned|prohibited|dangerous|infected) attachment|"
    r"not accepting (?:e-?mail|mail|messages) from|rate limit|throttl|too many (?:connections|recipients|"
    r"errors|messages|emails)|greylist|grey-?listed|deferred"
    r"|sender (?:address |domain )?(?:rejected|denied|verify|blocked|is not)|from address|security|"
    r"prohibited|banned|restricted|suspicious|unsolicited|"
    r"bulk mail|complain|message (?:size|too (?:big|large))|too (?:big|large)|exceeds (?:the )?(?:maximum|"
    r"size|limit|fixed)|size limit|zu groß"
    r"|(?:missing|invalid|duplicate|malformed) .{0,20}header|syntax error|mime (?:error|type)|"
    r"bare [cl][rf]|loop|too many hops|hop count|starttls|tls (?:required|is required)|encrypt"
)
_UNAVAILABLE = (
    r"timed? ?out|time-?out|temporar\w+|try (?:again )?later|connection (?:refused|reset|closed|lost|died|"
    r"failed)|no route|unreachable|not (?:yet )?been delivered|"
    r"could not connect|host (?:is )?not responding|delayed|warning|greeting|too busy|system (?:error|not|"
    r"config)|internal (?:server )?error|i/o error|mail system|"
    r"retry (?:time|timeout)|local (?:configuration )?error|lowest numbered mx|expired|undeliverable for|"
    r"service (?:unavailable|not available)|queue"
    r"|vorübergehend|zeitüberschreitung|nicht erreichbar|später erneut"
)
_SUSPENDED = (
    r"(?:account|mailbox|user|address|recipient|inbox)\b.{0,40}(?:suspended|disabled|inactive|deactivated|"
    r"locked|not active|expired|closed|blocked|frozen|unavailable)"
    r"|(?:disabled|inactive|suspended|deactivated) (?:user|account|mailbox|recipient)|(?:konto|"
    r"postfach)\b.{0,30}(?:gesperrt|deaktiviert|inaktiv)"
)
_USER_UNKNOWN = (
    r"(?:user|recipient|mailbox|address|account|login|alias|addressee|person|name|local part|"
    r"id)s?\b.{0,60}?(?:unknown|does(?:n't| not) exist|not (?:be )?found|"
    r"no longer (?:exists?|valid|available|in use|on server)|invalid|isn't (?:valid|a valid)|"
    r"is not (?:a )?(?:valid|known|listed|recogni[sz]ed|local|in)|"
    r"not (?:known|valid|local|exist|listed|recogni[sz]ed)|non-?existent|undeliverable)"
    r"|(?:unknown|invalid|no such|non-?existent|bad|incorrect|illegal|undeliverable|unrouteable|unroutable|"
    r"unresolvable)\s(?:\w+[\s-]){0,2}"
    r"(?:user|recipient|mailbox|mail ?box|address|account|person|alias|local|destination|name)"
    r"|550.{0,60}mailbox unavailable|mailbox unavailable.{0,30}\b550|not our customer|no mailbox (?:here|"
    r"by that name|found)|doesn't have a[n]? .{0,40}account|has no mailbox|does not have (?:a|"
    r"an) .{0,40}(?:account|mailbox)"
    r"|not listed in|recipientnotfound|user_unknown|recipient rejected|"
    r"delivery to the following recipients? failed permanently|"
    r"no (?:such )?(?:user|recipient)|this user doesn't|there is no one|mailbox unavailable or|"
    r"rcpt.{0,20}not exist|5\.1\.1|deactivated mailbox"
    r"|empfänger\w*\b.{0,40}(?:unbekannt|nicht gefunden|existiert nicht|nicht vorhanden|nicht bekannt|"
    r"ungültig)|(?:postfach|adresse|benutzer|konto|mailbox)\b.{0,40}"
    r"(?:existiert nicht|unbekannt|nicht gefunden|nicht vorhanden|nicht bekannt|ungültig|gibt es nicht)|"
    r"unbekannte[rn]? (?:empfänger|benutzer|adresse)"
    r"|adressat unbekannt|no account|mailbox not found|address rejected: undeliverable|"
    r"address lookup failed|not a valid (?:user|recipient|mailbox|address)|"
    r"all relevant mx records point to non-existent hosts and user"
)
_HOST_UNKNOWN = (
    r"host (?:or domain name )?(?:unknown|not found|name lookup)|unknown host|"
    r"domain (?:name )?(?:does(?:n't| not) exist|not found|unknown|is not valid|invalid|isn't)|"
    r"name service error|unrouteable (?:mail )?domain|no such (?:host|domain)|nxdomain|"
    r"bad destination (?:host|system)|domain is invalid|unknown domain|"
    r"couldn't find any host|could not find .{0,30}(?:host|domain|gateway)|recipient domain not found|"
    r"non-?existent (?:host|domain)|illegal host|"
    r"domain (?:existiert nicht|unbekannt|nicht gefunden)|host (?:existiert nicht|unbekannt|"
    r"nicht gefunden)|domain couldn't be found|"
    r"infodomainnonexistent|does not exist or has no (?:mail|mx)|all relevant mx records|no (?:valid )?mx|"
    r"can't find .{0,40}(?:host|domain)|invalid host"
)
_MOVED = (
    r"has moved|address (?:has )?(?:been )?(?:changed|replaced)|was replaced|new (?:e-?mail )?address|"
    r"user moved|mailbox (?:has )?moved|no longer with|has left"
    r"|moved to|left the company|neue (?:e-?mail-?)?adresse|nicht mehr (?:bei|für|in)|ausgeschieden|recipient no longer"
)
_NOT_ACCEPTING = (
    r"null ?mx|does(?:n't| not) accept (?:any )?(?:mail|e-?mail|messages|smtp)|"
    r"not accepting (?:any )?(?:mail|messages)(?! from)|accepts no mail|"
    r"no mail service|mail service not|name server: \.|nimmt keine (?:e-?mails?|nachrichten)|"
    r"we do not accept|no longer accept|host does not receive mail"
)

_RULES: tuple[tuple[str, bool, re.Pattern[str]], ...] = tuple(
    (name, hard, re.compile(pattern, re.IGNORECASE))
    for name, hard, pattern in (
        ("mailbox_full", False, _MAILBOX_FULL),
        ("not_accepting", True, _NOT_ACCEPTING),
        ("host_unknown", True, _HOST_UNKNOWN),
        ("moved", True, _MOVED),
        ("user_unknown", True, _USER_UNKNOWN),
        ("policy", False, _POLICY),
        ("suspended", False, _SUSPENDED),
        ("unavailable", False, _UNAVAILABLE),
    )
)
_HARD_CODES = {
    "5.1.1": "user_unknown", "5.1.2": "host_unknown", "5.1.3": "user_unknown", "5.1.4": "user_unknown",
    "5.1.6": "moved", "5.1.10": "not_accepting", "5.2.1": "not_accepting", "5.4.4": "host_unknown",
    "5.4.310": "host_unknown",
}  # fmt: skip
_DENIED_IN_DIRECTORY = re.compile(
    r"5\.4\.1\b.{0,80}recipient address rejected: access denied", re.IGNORECASE | re.DOTALL
)
_QUARREL = re.compile(r"\b[45]\.7\.\d{1,3}\b")
_LOOKED_AT = 4_000


def judge(text: str, status: str, action: str) -> tuple[str, bool]:
    """(reason, hard) of one recipient's failure. `text` is the diagnostic or the notice, `status` the RFC 3463 code."""
    words = " ".join(text[:_LOOKED_AT].split())
    if action == "delayed":
        return "delayed", False
    if _DENIED_IN_DIRECTORY.search(words):
        return "user_unknown", True  # Exchange Online's directory check words an unknown recipient this way
    reason, hard = from_text(words)
    if hard and (status.startswith(("5.7.", "4.7.")) or _QUARREL.search(words)) and reason != "user_unknown":
        return "policy", False
    if hard and status.startswith("4.") and status not in {"4.1.1", "4.1.2", "4.4.4"} and action != "failed":
        return reason, False
    if reason:
        return reason, hard
    code = _HARD_CODES.get(status)
    return (code, True) if code else ("undefined", False)


def from_text(words: str) -> tuple[str, bool]:
    """First reason whose words occur; ("", False) when none does."""
    for name, hard, pattern in _RULES:
        if pattern.search(words):
            return name, hard
    return "", False
