"""The new words of a reply: without quote, signature, disclaimer and the note of the phone it was typed on.

In most German replies the words abmelden, widersprechen or löschen stand only in what is cut off here, so the
labels are looked for in this text alone. Own line rules come first; mail-parser-reply then catches other clients.
"""

from __future__ import annotations

import re

from mailparser_reply import EmailReplyParser

from replies import signoff

MAX_CHARACTERS = 60_000
MAX_LINES = 2_000
MAX_SECOND_LOOK = 3_000
MAX_STARTS = 6
"""Characters, and words a quote line may begin or end with: mail-parser-reply takes cubic time in both."""
_INVISIBLE = str.maketrans(
    {"\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u00ad": None, "\xa0": " "}
)

# What mail clients put above a quote: „Am 3. Mai 2026 um 14:02 schrieb Max Muster:“, „Max via Helpdesk schrieb am …:“
_WROTE = re.compile(
    r"^\s*[*_]?(?:"
    r"(?:am|on|le|den)\b.{4,200}?\b(?:schrieb|wrote|hat geschrieben|geschrieben|a écrit|écrit)\b.{0,200}"
    r"|\S.{0,160}\b(?:schrieb|wrote|hat am .{4,60} geschrieben)\b.{0,160}"
    r"|.{0,100}\d{1,2}[.:/]\d{1,2}.{0,60}\b(?:schrieb|wrote)\b.{0,100}"
    r"|(?:zitat von|quoting|nachricht von) .{3,160}"
    r")\s?:\s*[*_]?\s*$",
    re.IGNORECASE,
)
_WROTE_START = re.compile(
    r"^\s*(?:am|on)\s+(?:(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)\w{0,8}[.,]?\s*(?:den\s+)?|\d)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"^\s*(?:>\s*)?[-_=*]{2,}\s*(?:urspr\w*ngliche\s+(?:nachricht|mail|e-mail)|original(?:nachricht|mail)?"
    r"(?:[\s-]+(?:nachricht|message|mail))?|weitergeleitete\s+nachricht|forwarded\s+message|reply\s+message|antwort)"
    r".{0,80}?[-_=*]*\s*$"
    r"|^\s*(?:anfang der weitergeleiteten (?:nachricht|e-mail)|urspr\w*ngliche (?:nachricht|mail|e-mail)|"
    r"begin forwarded message)\s*:?\s*(?:von .{0,100})?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^[\s>*_]*(?:von|from|absender|de)\s?[*_]*\s?:[*_]*\s*\S", re.IGNORECASE)
_SENT = re.compile(r"^[\s>*_]*(?:gesendet|sent|datum|date|verschickt)(?: am)?\s?[*_]*\s?:", re.IGNORECASE)
_FIELD = re.compile(
    r"^[\s>*_]*(?:von|from|absender|gesendet|gesendet am|sent|datum|date|verschickt|an|to|empfänger|cc|kopie|betreff|"
    r"subject|antwort an|reply-to|organisation|thema)\s?[*_]*\s?:",
    re.IGNORECASE,
)
_ONE_LINE = re.compile(
    r"\b(?:von|from)\s?:.{2,200}\b(?:gesendet|datum|sent|date)\s?:.{2,200}\b(?:an|to|betreff|subject)\s?:",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[_\-–—=*]{5,}\s*$")
_SIGN_OF_QUOTE = re.compile(
    r"\d{1,2}[.:/]\s?(?:\d|[a-zäöü]{3})|@|\b(?:19|20)\d\d\b|\bvia\b|zitat von|quoting", re.IGNORECASE
)
_STARTS = re.compile(r"\b(?:am|on|schrieb|wrote|von|from|sent|gesendet)\b", re.IGNORECASE)
_HELPER = EmailReplyParser(languages=["de", "en"])


def new_words(text: str) -> str:
    """What the sender wrote now. Empty when nothing is his own; never raises. Lines keep their wording."""
    lines = (
        text.translate(_INVISIBLE)[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MAX_LINES]
    )
    own = _without_quotes([line.rstrip() for line in lines])
    return _second_look(_squeeze(signoff.strip(own)))


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if _is_quoted(line):
            index += 1
            continue
        span = _intro(lines, index)
        if span:
            after = _first_words(lines, index + span)
            if after is not None and _is_quoted(lines[after]):
                # The quote marks itself, so words between and below it are answers (inline, bottom posting).
                index = after
                continue
            break
        if _starts_header_block(lines, index):
            break
        if _RULE.match(line) and _is_quote_start(lines, _first_words(lines, index + 1)):
            break
        kept.append(line)
        index += 1
    return kept


def _is_quoted(line: str) -> bool:
    return re.match(r"\s{0,3}(?:>|\|\s)", line) is not None


def _intro(lines: list[str], index: int) -> int:
    """Number of lines of a quote line that begins here (mail clients wrap it, even inside the date); 0 = none."""
    if _SEPARATOR.match(lines[index]):
        return 1
    if not lines[index].strip():
        return 0
    for span in (1, 2, 3, 4):
        part = lines[index : index + span]
        if len(part) < span or (span > 1 and (not part[-1].strip() or not _WROTE_START.match(part[0]))):
            return 0
        joined = " ".join(piece.strip() for piece in part)
        if len(joined) <= 500 and _WROTE.match(joined) and _names_somebody(joined):  # noqa: PLR2004 - longer is prose
            return span
    return 0


def _names_somebody(line: str) -> bool:
    """A quote line has a date, a time or an address; „Mein Kollege schrieb mir:“ has none."""
    return _SIGN_OF_QUOTE.search(line) is not None


def _starts_header_block(lines: list[str], index: int) -> bool:
    """Outlook, GMX, Notes, Zimbra: Von/Gesendet/An/Betreff in any order within a few lines."""
    if _ONE_LINE.search(lines[index][:1_000]):
        return True
    if not _FROM.match(lines[index]) and not _SENT.match(lines[index]):
        return False
    block = [line for line in lines[index : index + 9] if line.strip()][:7]
    fields = {found.group().strip(" >*_:").casefold() for found in map(_FIELD.match, block) if found}
    return len(fields) >= 3 and any(_FROM.match(line) for line in block)  # noqa: PLR2004 - Von, An, Betreff


def _is_quote_start(lines: list[str], index: int | None) -> bool:
    if index is None:
        return False
    return _is_quoted(lines[index]) or _starts_header_block(lines, index) or _intro(lines, index) > 0


def _first_words(lines: list[str], start: int) -> int | None:
    for index in range(start, min(start + 6, len(lines))):
        if lines[index].strip():
            return index
    return None


def _second_look(text: str) -> str:
    """mail-parser-reply on what is left; its answer counts only when it found a quote, and is no empty one."""
    if len(text) > MAX_SECOND_LOOK or len(_STARTS.findall(text)) > MAX_STARTS:
        return text
    try:
        replies = _HELPER.read(text).replies
    except Exception:  # noqa: BLE001 - its regular expressions raise RecursionError and MemoryError on odd text
        return text
    if len(replies) < 2:  # noqa: PLR2004 - one reply: it found no quote
        return text
    first = _squeeze((replies[0].content or "").split("\n"))
    return first if first and text.startswith(first.split("\n", 1)[0]) else text


def _squeeze(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
