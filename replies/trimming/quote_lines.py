"""What mail programs put above a quote: separators, „Am … schrieb …:“, header fields; in the languages of our mails.

Programs wrap, embolden, tabulate and translate these lines, so the fields are told by their role, not by their wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from replies.trimming.header_block import DATE_TIME, row

_MAX_SPAN = 5
_MAX_JOINED = 450
_MAX_LINE = 4_000

_VERB = (
    r"(?:schrieb(?:en)?|wrote|geschrieben|a\s+écrit|écrit|schreef|ha\s+scritto|pisze|napisał(?:\(?a\)?)?"
    r"|escribió|skrev)"
)
_WROTE = re.compile(rf"^.{{0,220}}(?<!\w){_VERB}(?!\w).{{0,220}}:\s?[*_]{{0,2}}$", re.IGNORECASE)
_QUOTING = re.compile(r"^(?:zitat von|quoting|citando|nachricht von) .{3,160}:$", re.IGNORECASE)
_BARE = re.compile(
    rf"^(?:(?:am|on)\s.{{0,14}}\d{{1,2}}\W.{{4,60}}\b{_VERB}\b.{{2,120}}|.{{2,80}}\b{_VERB} (?:am"
    rf"|on)\s.{{0,14}}\d{{1,2}}\W.{{4,60}})$",
    re.IGNORECASE,
)
"""The same without a colon: only where a quote follows."""
_BEGINS = re.compile(
    r"^\s*(?:am|on)$|^[\s\-*_]*(?:am|on|den|le|op|il giorno|il|w dniu|dnia"
    r"|el)\s+(?:[a-zäöüéèì]{2,10}[.,]{0,2}\s*(?:de[nmr]\s+)?\d?|\d)"
    r"|^\s*\S.{0,100}(?:<[^<>\s]{0,120}>?|\bvia .{2,40})\s?(?:\b(?:schrieb|wrote|hat)\b.{0,60})?$"
    rf"|^\s*\S.{{0,100}}\b{_VERB} (?:am|on|um)\b.{{0,60}}$",
    re.IGNORECASE,
)
"""First line of a quote line that goes on in the next line."""
_RUN_ON_VERB = re.compile(
    rf"\b{_VERB}\b(?:(?! (?:mir|uns|ich|dass|ihnen)\b)[^:.!?]{{0,80}}|[^:]{{0,120}}>)\s?:\s", re.IGNORECASE
)
_RUN_ON_DATE = re.compile(r"(?:^(?i:am|on)|\s(?:Am|On))\s.{0,16}\d{1,2}\b.{4,60}\d{1,2}[:.]\d\d.{0,90}$")
"""„Am … um 10:12 … schrieb Firma <adresse>: Guten Tag, …“: the whole quote in one paragraph."""
_BEFORE_VERB = 200
_MAX_VERBS = 5
_SEPARATOR = re.compile(
    r"^\s*(?:>\s*)?[-_=*~#\u2010-\u2015]{2,}\s*(?:urspr\w{0,10}\.?\s+(?:nachricht|mail|e-mail|message)"
    r"|original(?:nachricht|mail)?"
    r"(?:[\s-]+(?:nachricht|message|e-?mail|mail))?|(?:weitergeleitete|forwarded|zitierte|vorherige"
    r"|frühere)\s+(?:nachricht|e-?mail|message)"
    r"|reply\s+message|antwort|zitat|message d.origine|messaggio originale|oorspronkelijk bericht)"
    r".{0,80}?[-_=*~#\u2010-\u2015]*\s*$"
    r"|^\s*(?:anfang der weitergeleiteten (?:nachricht|e-mail)|urspr\w*ngliche (?:nachricht|mail|e-mail)|"
    r"original-?nachricht|original message|weitergeleitete (?:nachricht|e-?mail)|"
    r"begin forwarded message)\s*:?\s*(?:von .{0,100})?$"
    r"|^[^\w\n]{1,40}(?:urspr\w{0,10}\.?|original|weitergeleitete|zitierte|vorherige)[\s-]?(?:nachricht|e-?mail"
    r"|message)[^\w\n]{1,40}$",
    re.IGNORECASE,
)
_TICKET_LINE = re.compile(
    r"^\W{0,12}(?:bitte\s)?(?=.{0,60}\b(?:antwort\w*|reply|respond)\b).{0,80}\b(?:oberhalb|über|above)\b.{0,40}"
    r"\b(?:zeile|linie|line|strich)\w{0,2}\b.{0,20}$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*(?:[_\-–—=*~#+]{4,}|(?:[*~=-]\s){2,20}[*~=-])\s*$")
_DATE_OR_ADDRESS = re.compile(
    r"\d{1,2}[.:/]\s?(?:\d|[a-zäöü]{3})|@|\b(?:19|20)\d\d\b|\bvia\b|zitat von|quoting", re.IGNORECASE
)
_TELLS = re.compile(
    rf"\b(?:dass|folgend\w+|bitte|nicht|kein\w*)\b|(?<!\w){_VERB}\s(?:\w+\s)?(?:mir|uns|ich|ihnen)\b|\b(?:ich|mir)\b",
    re.IGNORECASE,
)
"""„Ihr Kollege schrieb mir am 3.5. folgendes:“ is told, not quoted by a program."""
_STAMPED = re.compile(
    r"^(?:am|on)\s.{0,14}\d{1,2}\W.{4,50}\d{1,2}[:.]\d\d.{0,160}\bhat\b.{0,120}\bgeschrieben\s?:$",
    re.IGNORECASE,
)
"""„Am Montag, 9. November 2026 um 10:12:34 MEZ hat X <x@y> Folgendes geschrieben:“."""
_COLONLESS = re.compile(
    rf"^-{{2,}}\s*(?:am|on)\s.{{0,14}}\d{{1,2}}\W.{{4,120}}\b{_VERB}\b[^!?]{{0,80}}$"
    rf"|^\S.{{0,80}}(?:\bvia .{{2,40}}|<\S+>) {_VERB} (?:am"
    rf"|on)\s.{{0,14}}\d{{1,2}}\W.{{4,50}}\d{{1,2}}[:.]\d\d(?::\d\d)?(?: Uhr| [A-Z]{{2,4}})?$",
    re.IGNORECASE,
)
_NOTES = re.compile(r"^\S.{1,80}-{2,3}\s?\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?\s?-{2,3}")
_SMALL = frozenset(
    re.findall(r"\w+", "am um von vom uhr via at on der die das den dem schrieb wrote zitat quoting hat geschrieben")
)


def is_rule(line: str) -> bool:
    """A line drawn across the page."""
    return _RULE.match(line) is not None


def is_ticket_line(line: str) -> bool:
    """„##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein -##“."""
    return _TICKET_LINE.match(line[:200]) is not None


def intro(lines: list[str], index: int, is_quoted: Callable[[str], bool]) -> int:
    """Number of lines of a quote line that begins here (wrapped anywhere, even inside the date); 0 = none."""
    if _SEPARATOR.match(lines[index][:300]):
        return 1
    if not lines[index].strip():
        return 0
    alone = index == 0 or not lines[index - 1].strip()
    for span in range(1, _MAX_SPAN + 1):
        part = lines[index : index + span]
        if len(part) < span or not part[-1].strip() or (span > 1 and (is_quoted(part[-1]) or not _goes_on(part))):
            return 0
        joined = " ".join(piece.strip() for piece in part)
        if len(joined) > _MAX_JOINED:
            return 0
        if span == 2 and "@" in part[0] and DATE_TIME.match(part[1]):  # noqa: PLR2004 - author and date of Notes
            return span
        followed = _quote_follows(lines, index + span, is_quoted)
        if _is_intro(joined.strip("-*_ "), followed=followed) or _stamp(joined, alone=alone):
            return span
    return 0


def _stamp(line: str, *, alone: bool) -> bool:
    """A quote line of a form so strict that it needs no colon."""
    return (_COLONLESS.match(line) is not None and (alone or line.startswith("--"))) or _NOTES.match(line) is not None


def _goes_on(part: list[str]) -> bool:
    verb_next = re.match(rf"\s*{_VERB}\s+(?:am|on|um)\s", part[1], re.IGNORECASE)
    return _BEGINS.match(part[0]) is not None or (
        verb_next is not None and not part[0].rstrip().endswith((".", "!", "?", ",", ":"))
    )


def _is_intro(line: str, *, followed: bool) -> bool:
    """Without a quote below it the line must have a date, a time or an address, and tell nothing."""
    dated = _DATE_OR_ADDRESS.search(line) is not None
    told = _TELLS.search(line) is not None and not _STAMPED.match(line)
    if _QUOTING.match(line) or (dated and _WROTE.match(line) and (followed or not told)):
        return True
    return followed and (
        (dated and _BARE.match(line) is not None) or (line.endswith(":") and _only_names(line, dated=dated))
    )


def _only_names(line: str, *, dated: bool) -> bool:
    """„Kundenservice Nord schrieb:“, „A. Demir, 28.08.2025 10:20:“: names, a date, an address and nothing said."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"\S*@\S*", "", line))
    wrote = re.search(rf"(?<!\w){_VERB}(?!\w)", line, re.IGNORECASE) is not None
    return (dated or wrote) and bool(words) and all(word[0].isupper() or word in _SMALL for word in words)


def _quote_follows(lines: list[str], start: int, is_quoted: Callable[[str], bool]) -> bool:
    after = first_words(lines, start)
    return after is not None and is_quoted(lines[after])


def first_words(lines: list[str], start: int) -> int | None:
    """Index of the first line with words among the next six, None without one."""
    return next((index for index in range(start, min(start + 6, len(lines))) if lines[index].strip()), None)


def run_on(lines: list[str], index: int) -> int | None:
    """Place in this line where a quote begins that has its header and its words in one paragraph, None without one."""
    line = lines[index][:_MAX_LINE]
    if ":" not in line:
        return None
    for verb in islice(_RUN_ON_VERB.finditer(line), _MAX_VERBS):
        first = max(verb.start() - _BEFORE_VERB, 0)
        found = _RUN_ON_DATE.search(line[first : verb.start()])
        if found:
            return first + found.start()
    return row(line, lines[index + 1 : index + 4])
