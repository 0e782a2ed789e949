"""Which signs show that a mail system wrote, and which words only people write. No word of a person decides here."""

from __future__ import annotations

import re

from replies.reply import Parsed

_NAMES = (
    r"mailer-?daemon|mail-?daemon|mdaemon|mmdf|uucp|mailadm|mail-?delivery(?:\.system)?|microsoftexchange[0-9a-f]*|"
    r"mail_?system|bounces?[\w+=.-]{0,80}|[\w.-]{0,40}mailer-daemon|no-?reply-?bounce[\w.-]{0,40}|"
    r"\"system administrator\""
)
ROBOT = re.compile(rf"^(?:{_NAMES})@", re.IGNORECASE)
ROBOT_FROM = re.compile(rf"(?:^|<)\s{{0,3}}(?:{_NAMES}|postmaster)@", re.IGNORECASE)
"""The same in a whole From field, and a postmaster's."""
_ROLE = re.compile(r"^(?:postmaster|post_master|root|daemon|majordomo)[^@]{0,60}@", re.IGNORECASE)
"""Addresses at which people sit too: they count when no person's words stand in the mail."""
_ROBOT_NAME = re.compile(
    r"mail (?:delivery|system|administrator|daemon)|mailer[- ]daemon|postmaster|delivery (?:sub)?system|"
    r"systemadministrator|systemverwaltung|system administrator|microsoft (?:outlook|exchange)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:undeliver|non-?deliver|not deliver|delivery[ _](?:status|failure|fail|report|problem|error|has fail|"
    r"unsuccessful|notification|incomplete)|returned (?:mail|to sender)|failure (?:notice|delivery)|"
    r"mail (?:delivery|error|could not|system error|not delivered|failure)|"
    r"message (?:delivery|delayed|status|undeliver|could not)|(?:could|can)(?:n't| ?not) be deliver|"
    r"delivery (?:delayed|delay)|delayed (?:mail|delivery)|warning: (?:could not|message)|failed (?:mail|delivery)|"
    r"delivery to .{1,80} failed|unzustellbar|nicht zugestellt|nicht zustellbar|zustellung\w* (?:fehl|nicht|verzögert|"
    r"problem)|verzögerte zustellung|zustellungsfehler|fehlgeschlagene zustellung|fehler bei der (?:zustellung|"
    r"übermittlung)|unbekannter empfänger|zustellbenachrichtigung|user unknown|nondeliverable|rejected mail|"
    r"error sending|\[?bounce\b|non remis)",
    re.IGNORECASE,
)
ANSWER = re.compile(r"\s*(?:re|aw|antw|wg|fwd?)\s*:", re.IGNORECASE)
_FIRST_PERSON = re.compile(
    r"\b(?:ich|mir|mich|mein\w{0,3}|unser\w{0,3} (?:kolleg|mitarbeit|nutzer|postfach|spamfilter|firma)\w*|wir (?:haben|"
    r"sind|möchten|können|bitten|wollen|suchen|kommen|hatten)|kolleg\w+|rufen sie|"
    r"my (?:colleague|mail|e-?mail|message|mailbox)|does anyone|"
    r"(?-i:I)(?:'m|'ve|'d|'ll| am| have)? (?!afraid|sorry|wasn't|was not|given|sending|include|not going)[a-z])",
    re.IGNORECASE,
)
"""What the mailers that call themselves „I“ say (qmail, Postfix) is left out."""
_SIGN_OFF = re.compile(
    r"^\W{0,4}(?:(?:mit )?(?:freundlich|best|viel|schön|herzlich|lieb)\w{0,4} (?:gr[üu]ß?|gruss|gruess|wünsch)\w*|"
    r"gruß|gruss|"
    r"lg|vg|mfg|kind regards|best regards|regards|cheers)\b",
    re.IGNORECASE | re.MULTILINE,
)
_NULL = frozenset({"<>", "<mailer-daemon>", ""})
_READ = 3_000


def sign_of(parsed: Parsed) -> tuple[str, bool]:
    """(rule, sure) of the header that shows a mail system at work; ("", False) without one.

    Not sure is what people's mails carry as well: a postmaster's address, a name, a subject.
    """
    headers = parsed.headers
    if "x-failed-recipients" in headers:
        return "x_failed_recipients", True
    if parsed.from_address and ROBOT.match(parsed.from_address):
        return "from_robot", True
    if parsed.content_type.startswith("multipart/report") and "delivery-status" in parsed.content_type:
        return "multipart_report", True
    null = headers.get("return-path", "x").strip().casefold() in _NULL
    about = tells_of_delivery(parsed)
    sender = headers.get("from", "")
    if (parsed.from_address and _ROLE.match(parsed.from_address)) or _ROLE.match(sender.strip("<")):
        return "from_robot", null or about
    if _ROBOT_NAME.search(parsed.from_name or sender):
        return "from_robot_name", null and about
    if null and about:
        return "null_sender", True
    if parsed.content_type.startswith("multipart/report") and not parsed.report.feedback:
        return "multipart_report", False
    return ("subject", False) if about else ("", False)


def tells_of_delivery(parsed: Parsed) -> bool:
    """True when the subject is one of a delivery that failed, and no answer to it."""
    return bool(_SUBJECT.search(parsed.subject)) and not ANSWER.match(parsed.subject)


def is_listed(parsed: Parsed) -> bool:
    """True for mail of a list or newsletter."""
    return "list-id" in parsed.headers or "list-unsubscribe" in parsed.headers


def is_personal(parsed: Parsed, *, sign_off: bool = True) -> bool:
    """True when somebody speaks of himself, or takes his leave, in the new words of a mail."""
    words = parsed.new_text[:_READ]
    return bool(_FIRST_PERSON.search(words)) or (sign_off and bool(_SIGN_OFF.search(words)))
