"""The readable words of a MIME tree, within limits, and HTML as plain text with its quotes marked."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from html.parser import HTMLParser

from replies.headers import decode_bytes

MAX_PARTS = 50
MAX_DEPTH = 20
MAX_TEXT = 200_000
"""Characters of body text kept."""
_BLOCKS = frozenset({"p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "pre", "section", "article"})
_SILENT = frozenset({"style", "script", "head", "title", "svg"})


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf or embedded mail of the tree; `content_type` in lower case.

    `alternative`: the same words stand beside it in another form (RFC 2046 5.1.4).
    """

    message: Message
    content_type: str
    depth: int
    embedded: bool
    alternative: bool = False


def content_type_of(message: Message) -> str:
    """`type/subtype` in lower case; text/plain when the field cannot be read."""
    try:
        return message.get_content_type()
    except (ValueError, IndexError, AttributeError, TypeError, KeyError):
        return "text/plain"


def parameter(message: Message, name: str) -> str:
    """A parameter of Content-Type as text, empty when missing or malformed."""
    try:
        value = message.get_param(name)
    except (ValueError, IndexError, AttributeError, TypeError, KeyError, UnicodeError):
        return ""
    if isinstance(value, tuple):
        return value[2]
    return str(value) if value else ""


def children_of(message: Message) -> list[Message]:
    """Direct parts; get_payload() on a leaf would decode it with whatever charset it names, and raise."""
    payload = message.get_payload() if message.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def walk(root: Message) -> Iterator[Part]:
    """Parts in document order; at most MAX_PARTS, no deeper than MAX_DEPTH. `embedded` is inside a returned mail."""
    stack = [Part(root, content_type_of(root), 0, embedded=False)]
    count = 0
    while stack and count < MAX_PARTS:
        part = stack.pop()
        count += 1
        yield part
        if part.depth < MAX_DEPTH:
            inside = part.embedded or part.content_type.startswith(("message/rfc822", "message/global"))
            children = children_of(part.message)[:MAX_PARTS]
            twice = part.alternative or part.content_type == "multipart/alternative"
            stack.extend(
                Part(child, content_type_of(child), part.depth + 1, embedded=inside, alternative=twice)
                for child in reversed(children)
            )


def decoded(message: Message) -> str:
    """Text of one leaf; never raises."""
    try:
        data = message.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError, AssertionError, TypeError, binascii.Error):
        return ""
    if isinstance(data, bytes):
        return decode_bytes(data[: MAX_TEXT * 2], parameter(message, "charset") or None)[:MAX_TEXT]
    return ""


def readable(parts: list[Part]) -> str:
    """The words a person would see: text parts outside returned mails and attachments.

    HTML is read where no text says the same: a footer that a gateway adds as text does not replace the mail.
    """
    plain: list[str] = []
    rich: list[str] = []
    for part in parts:
        if part.embedded or part.message.is_multipart() or _is_attachment(part.message):
            continue
        if part.content_type == "text/html":
            (rich if part.alternative else plain).append(html_to_text(decoded(part.message)))
        elif part.content_type in {"text/plain", "text", "text/enriched"}:
            plain.append(decoded(part.message))
    text = "\n".join(piece for piece in plain if piece.strip())
    if not text.strip():
        text = "\n".join(rich)
    elif len(parts) == 1 and re.match(r"\s{0,80}(?:<!doctype html|<html)", text, re.IGNORECASE):
        text = html_to_text(text)
    return text[:MAX_TEXT]


def html_to_text(html: str) -> str:
    """Words of an HTML body, `>` before each line of a blockquote; broken markup gives what could be read."""
    reader = _Reader()
    try:
        reader.feed(html[:MAX_TEXT])
        reader.close()
    except (AssertionError, ValueError, IndexError, RecursionError):
        pass  # html.parser raises on a few malformed declarations; what was read so far is kept
    return reader.text()


def _is_attachment(message: Message) -> bool:
    return str(message.get("content-disposition", ""))[:20].strip().casefold().startswith("attachment")


class _Reader(HTMLParser):
    """Collects words; lists, tables and paragraphs become lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._quoted = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._newline()
        elif tag == "li":
            self._newline()
            self._line = "- "
        elif tag == "blockquote":
            self._end_line()
            self._quoted += 1
        elif tag == "hr" or (tag == "div" and ("id", "divRplyFwdMsg") in attrs):
            self._end_line()
            self._lines.append("_" * 32)
        elif tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "blockquote":
            self._end_line()
            self._quoted = max(0, self._quoted - 1)
        elif tag == "p":
            self._end_line()
            self._newline()
        elif tag in _BLOCKS or tag == "li":
            self._end_line()
        elif tag == "td":
            self._line += " "

    def handle_data(self, data: str) -> None:
        if not self._silent:
            words = re.sub(r"\s+", " ", data)
            self._line += words.lstrip() if not self._line else words

    def _end_line(self) -> None:
        if self._line.strip():
            self._newline()

    def _newline(self) -> None:
        self._lines.append("> " * min(self._quoted, 5) + self._line.strip())
        self._line = ""

    def text(self) -> str:
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")
