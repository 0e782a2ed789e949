"""What hangs on a mail: name, type and size for the person who reads it. Nothing is opened, nothing is unpacked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from email.message import Message

from replies.body import Part, children_of, walk
from replies.headers import decode_bytes, decode_words
from replies.reply import Attachment

MAX_NAME = 60
"""Characters of a name that are shown."""
MAX_ATTACHMENTS = 20
_TAIL = 20
"""Of a long name its end stays: that is where it says what it is."""
_MAILS = ("message/rfc822", "message/global")
_WORDS = frozenset({"text/plain", "text/html", "text", "text/enriched"})
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control characters, bidi and zero-width marks, halves of characters, line ends."""


def attachments(parts: Iterable[Part]) -> tuple[Attachment, ...]:
    """Files and mails inside a mail, in document order; not what hangs on such an inner mail."""
    found = (_attachment(part) for part in parts if not part.embedded and part.depth > 0)
    return tuple(one for one in found if one is not None)[:MAX_ATTACHMENTS]


def shown(name: str) -> str:
    """A foreign name in one line without anything that steers a terminal or turns the writing; at most MAX_NAME."""
    plain = "".join("\ufffd" if unicodedata.category(char) in _UNSHOWN else char for char in name[:1_000])
    plain = " ".join(plain.split())
    return plain if len(plain) <= MAX_NAME else f"{plain[: MAX_NAME - _TAIL - 1]}…{plain[-_TAIL:]}"


def _attachment(part: Part) -> Attachment | None:
    message, kind = part.message, part.content_type
    if kind.startswith(_MAILS):
        inner = children_of(message)
        subject = decode_words(str(inner[0].get("subject", ""))[:1_000]) if inner else ""
        return Attachment(shown(_file_name(message) or subject), shown(kind), _size(message))
    if message.is_multipart():
        return None
    name = _file_name(message)
    put_aside = str(message.get("content-disposition", ""))[:20].strip().casefold().startswith("attachment")
    if kind in _WORDS and not put_aside and not name:
        return None
    return Attachment(shown(name), shown(kind), _size(message))


def _file_name(message: Message) -> str:
    named = _parameter(message, "filename", "content-disposition") or _parameter(message, "name", "content-type")
    return decode_words(named[:1_000])


def _parameter(message: Message, name: str, header: str) -> str:
    """A parameter as text, also in the form of RFC 2231 or as bare octets."""
    try:
        found = message.get_param(name, header=header)
    except (ValueError, IndexError, AttributeError, TypeError, KeyError, UnicodeError):
        return ""
    if isinstance(found, tuple):
        return decode_bytes(found[2].encode("latin-1", "replace"), found[0] or None)
    return decode_bytes(str(found or "").encode("utf-8", "surrogateescape"), "utf-8")


def _size(message: Message) -> int:
    """Octets of the content as the length of its transport form tells, without decoding it."""
    return sum(_of_leaf(part.message) for part in walk(message) if not part.message.is_multipart())


def _of_leaf(message: Message) -> int:
    payload = vars(message).get("_payload")  # get_payload() would decode it with whatever charset it names
    if not isinstance(payload, str):
        return 0
    if str(message.get("content-transfer-encoding", "")).strip().casefold() != "base64":
        return len(payload)
    held = sum(len(line) for line in payload.split())
    return max(held * 3 // 4 - payload.rstrip()[-2:].count("="), 0)
