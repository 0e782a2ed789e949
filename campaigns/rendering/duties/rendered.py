"""The last look at a message that has been written: what must be in both halves of it is there, or it does not leave.

The templates have been examined before; this catches what only a filled-in text shows, such as a notice that stands
behind a condition which is not met for this person.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from channels.channel import Content, EmailContent, LetterContent

_NOTICE_73 = re.compile(
    r"widersprechen,?\s+ohne\s+dass\s+(?:hierfür|dafür|Ihnen|dir)[^<>]{0,40}?andere\s+als\s+(?:die\s+)?"
    r"Übermittlungskosten\s+nach\s+den\s+Basistarifen"
)
_ART_21 = re.compile(r"Widerspruchsrecht:(?:</strong>)?\s[^\n]*jederzeit\s+widersprechen")
_STOP = re.compile(r"jederzeit\s+(?:widersprechen|widerrufen)")
_SENDER = ("sender_name", "sender_street", "sender_directors", "sender_email", "sender_phone", "privacy_url")


def lacking(content: Content, context: Mapping[str, object], *, advertising: bool) -> str | None:
    """What this written message lacks, as a German sentence with its norm; None when it may leave.

    `advertising`: its frame says so. `context`: the values it was written from.
    """
    match content:
        case EmailContent():
            halves = (("Textteil", content.text), ("HTML-Teil", content.html))
            faults = (_half(name, half, context, advertising=advertising) for name, half in halves)
            return next((fault for fault in faults if fault), None)
        case LetterContent() if advertising:
            if not any(_ART_21.match(paragraph) for paragraph in content.paragraphs):
                return "Dem Brief fehlt der Absatz zum Widerspruchsrecht (Art. 21 Abs. 4 DSGVO)."
    return None


def _half(name: str, half: str, context: Mapping[str, object], *, advertising: bool) -> str | None:
    if not all(_holds(half, context.get(key)) for key in _SENDER):
        return f"Im {name} der Mail fehlen Firmenangaben (§ 35a GmbHG, § 5 DDG)."
    if not advertising:
        return None
    if not _holds(half, context.get("unsubscribe_url")) or not _holds(half, context.get("reply_address")):
        return f"Im {name} der Mail fehlt, wie man sie beendet (§ 7 Abs. 2 Nr. 3 UWG)."
    if context.get("basis") == "existing_customer" and not _found(_NOTICE_73, half):
        return f"Im {name} der Mail fehlt der Hinweis auf das Widerspruchsrecht (§ 7 Abs. 3 Nr. 4 UWG)."
    if context.get("first_contact") and not _found(_ART_21, half):
        return f"Im {name} der Mail fehlt das Widerspruchsrecht als eigener Absatz (Art. 21 Abs. 4 DSGVO)."
    return None


def notice_of(content: Content) -> str:
    """The words by which this message tells how to object or withdraw, as the reader sees them; empty where none do.

    Of a mail the paragraph of its text part with the notice of § 7 Abs. 3 Nr. 4 UWG or Art. 7 Abs. 3 DSGVO, of a letter
    the paragraph of Art. 21 Abs. 4 DSGVO.
    """
    match content:
        case EmailContent():
            return _first(content.text.split("\n\n"), _NOTICE_73, _STOP)
        case LetterContent():
            return _first(content.paragraphs, _ART_21)
        case _:
            return ""


def _first(paragraphs: Sequence[str], *patterns: re.Pattern[str]) -> str:
    found = (text for pattern in patterns for text in paragraphs if pattern.search(text))
    return next(found, "").strip()


def _holds(half: str, value: object) -> bool:
    return not isinstance(value, str) or value in half or html.escape(value) in half or value in html.unescape(half)


def _found(pattern: re.Pattern[str], half: str) -> bool:
    return bool(pattern.search(half) or pattern.search(html.unescape(half)))
