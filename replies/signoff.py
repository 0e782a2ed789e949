"""Sign-off, signature, disclaimer and device notes below the own words."""

from __future__ import annotations

import re

_DEVICE = re.compile(
    r"^\s*[*_]?(?:(?:von|aus) mein\w{1,2} .{2,40} (?:gesendet|geschickt|verschickt)"
    r"|gesendet (?:von|mit|aus|über) .{2,80}|diese (?:nachricht|e-?mail|mail) wurde (?:von|mit|über) .{2,90} gesendet"
    r"|sent (?:from|with|by|via) .{2,80}|get outlook for .{2,60}|outlook für (?:ios|android) .{0,80}"
    r"|hol dir outlook .{2,60}|von samsung mobile gesendet|versendet mit .{2,60}"
    r"|mit (?:der )?(?:gmx|web\.de|freemail).{0,40}(?:gesendet|verschickt)|virenfrei\.?\s?www\..{0,60}|"
    r"virenfrei\..{0,60})"
    r"[.!*_]*\s*$",
    re.IGNORECASE,
)
_GREETING_WORDS = (
    r"(?:mit\s+(?:den\s+)?(?:freundlich\w+|herzlich\w+|best\w+|lieb\w+|vorzüglich\w+|sonnig\w+|"
    r"kollegial\w+|vielen|schön\w+)"
    r"(?:\s+und\s+\w+)?\s+(?:gr(?:ü|ue|u)(?:ß|ss)\w*|empfehlungen|dank)"
    r"|(?:freundlich\w*|viele|beste|liebe|herzlich\w*|schöne|sonnige|nette|schönen|besten|lieben|vielen lieben)\s+"
    r"gr(?:ü|ue)(?:ß|ss)\w*|(?:freundlich\w*|viele|beste|liebe)\s+gr\.?|gr(?:ü|ue)(?:ß|ss)e?|gru(?:ß|ss)|"
    r"hochachtungsvoll"
    r"|mfg|m\.f\.g\.|mit frdl\.? gr\w*\.?|vg|lg|bg|hg|bis dann|servus|tschüss|ciao|alles gute"
    r"|(?:best|kind|warm|many)?\s*regards|best wishes|cheers|sincerely|yours sincerely)"
)
_SIGN_OFF = re.compile(
    rf"^\s*{_GREETING_WORDS}(?:\s+(?:aus|von|nach|vom|an)\s+[\w\s.-]{{2,40}})?(?:\s*[,.!–-]+|\s+(?=[A-ZÄÖÜ])|\s*$)",
    re.IGNORECASE,
)
_THANKS_OFF = re.compile(
    r"^\s*(?:vielen dank|danke|besten dank|herzlichen dank|thanks)\b[^.?!]{0,20}[.,!]?\s*$", re.IGNORECASE
)
_DASHES = re.compile(r"^(?:-- ?|--- ?|—|__+)$")
_POSTSCRIPT = re.compile(
    r"^\s*(?:p\.?\s?s\.?\b|nachtrag\b|ach ja\b|übrigens\b|noch (?:was|etwas)\b|eine bitte noch\b)", re.IGNORECASE
)
_DISCLAIMER = re.compile(
    r"^\s*[*_]?(?:diese (?:e-?mail|mail|nachricht|information)\b.{0,60}\b(?:vertraulich|enthält|ist (?:nur|"
    r"ausschließlich)|kann)"
    r"|der inhalt dieser (?:e-?mail|nachricht)|die(?:se)? (?:information|inhalte?)\w* (?:in|"
    r"dieser) .{0,30}(?:mail|nachricht)"
    r"|this (?:e-?mail|message|communication)\b.{0,60}\b(?:confidential|intended|contain)|confidentiality"
    r"|(?:wichtiger |rechtlicher )?hinweis:? (?:zum datenschutz|zur vertraulichkeit|diese)|"
    r"vertraulichkeitshinweis|haftungsausschluss|disclaimer"
    r"|(?:datenschutz(?:hinweis|erklärung|information)\w*|informationen zum datenschutz|hinweise zum datenschutz)\b"
    r"|informationen? (?:zur|über die) (?:verarbeitung|datenverarbeitung)|bitte (?:denken|"
    r"prüfen) sie .{0,80}(?:drucken|umwelt)"
    r"|(?:denken sie an|schützen sie) (?:die|unsere) umwelt|think before you print|please consider the environment"
    r"|sollten sie (?:nicht der|diese (?:e-?mail|nachricht) (?:irrtümlich|versehentlich))|"
    r"wenn sie nicht der (?:richtige|bestimmte|beabsichtigte)"
    r"|falls sie (?:diese (?:e-?mail|nachricht) irrtümlich|keine weiteren (?:e-?mails|"
    r"newsletter) .{0,60}(?:klicken|hier))"
    r"|wir verarbeiten (?:ihre|personenbezogene) |unsere datenschutz|sie (?:erhalten|"
    r"bekommen) diese (?:e-?mail|nachricht),? (?:weil|da))",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:amtsgericht|registergericht|handelsregister|hr[ab]\s?\d|ust-?id|umsatzsteuer-?id|geschäftsführ\w+\s?:|"
    r"geschäftsführung\s?:|vorstand\s?:|aufsichtsrat\w*\s?:|sitz der gesellschaft|registered office|iban\s?:?\s?de\d)",
    re.IGNORECASE,
)
MAX_SIGN_OFF = 70
"""Characters of a sign-off line; „Viele Grüße an Herrn Brandt, er war …“ is prose."""
MAX_NAME_BLOCK = 25
"""Lines after a sign-off that are looked through for a postscript."""


def strip(lines: list[str]) -> list[str]:
    """`lines` up to the signature; a postscript below it is kept because people put their real wish there."""
    kept: list[str] = []
    for index, line in enumerate(lines):
        if _DEVICE.match(line):
            continue
        if _ends_here(lines, index, kept):
            return kept + _postscript(lines[index + 1 :])
        kept.append(line)
    return _without_thanks_name(kept)


def _ends_here(lines: list[str], index: int, kept: list[str]) -> bool:
    line = lines[index]
    if _DASHES.match(line.strip() if line.strip() != "--" else line) or _DISCLAIMER.match(line):
        return True
    if _COMPANY.search(line) and len(line) < 400:  # noqa: PLR2004 - a commercial register line, not prose
        return True
    return (
        bool(_SIGN_OFF.match(line))
        and len(line.strip()) <= MAX_SIGN_OFF
        and (_has_words(kept) or index == 0 or _short_rest(lines, index))
    )


def _has_words(kept: list[str]) -> bool:
    return any(re.search(r"\w{2}", line) for line in kept)


def _short_rest(lines: list[str], index: int) -> bool:
    return sum(1 for line in lines[index + 1 :] if line.strip()) <= 3  # noqa: PLR2004 - name, firm, phone


def _postscript(rest: list[str]) -> list[str]:
    for index, line in enumerate(rest[:MAX_NAME_BLOCK]):
        if _POSTSCRIPT.match(line):
            own: list[str] = [""]
            for candidate in rest[index : index + 8]:
                if not candidate.strip() or _DASHES.match(candidate.strip()) or _DISCLAIMER.match(candidate):
                    break
                own.append(candidate)
            return own
        if _DISCLAIMER.match(line):
            return []
    return []


def _without_thanks_name(lines: list[str]) -> list[str]:
    """A last line that is only a name below „Danke“ or a blank line is a signature of its own."""
    words = [index for index, line in enumerate(lines) if line.strip()]
    if len(words) < 2:  # noqa: PLR2004 - nothing above it
        return lines
    last, before = words[-1], words[-2]
    is_name = re.fullmatch(
        r"\s*(?:(?:Dr|Prof|Dipl)\.\s?)*[A-ZÄÖÜ][\w.-]{0,20}(?: [A-ZÄÖÜ][\w.-]{0,25}){0,2}\s*", lines[last]
    )
    if is_name and (last - before > 1 or _THANKS_OFF.match(lines[before])):
        return lines[:last]
    return lines
