"""The last look at a header block before it may leave: parsed line by line against a closed list of names.

It does not trust what built the block. A value that smuggled a line break shows up here as an unknown or a second
header (an encoded newline inside an encoded word, a lone LF that a client turns into CRLF).
"""

from __future__ import annotations

import re

from channels.channel import Refused

LINE_MAX = 998
"""RFC 5322 2.1.1: octets of a line without its CRLF."""

REQUIRED = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type")
_FOLDABLE = frozenset({"from", "to", "reply-to", "subject", "references", "content-type"})
_ONE_LINE = frozenset(
    {
        *("date", "message-id", "mime-version", "content-transfer-encoding", "auto-submitted", "in-reply-to"),
        *("list-id", "list-unsubscribe", "list-unsubscribe-post", "precedence", "organization"),
        *("feedback-id", "cfbl-address", "cfbl-feedback-id", "x-csa-complaints", "x-auto-response-suppress"),
    }
)
_OWN = re.compile(r"x-wiedersehen-[a-z][a-z-]*")
_FOREIGN = re.compile(rb"[^\x20-\x7e\r\n]")

Field = tuple[str, bytes]
"""A header name in lower case and its raw lines without the final CRLF (`Subject: …`, folds included)."""


def is_allowed(name: str) -> bool:
    """True for the names a mail of ours may carry at all."""
    lower = name.lower()
    # isascii first: the Kelvin sign lowers to a plain k.
    return name.isascii() and (lower in _FOLDABLE or lower in _ONE_LINE or _OWN.fullmatch(lower) is not None)


def fields(block: bytes) -> list[Field]:
    """Take a header block (CRLF after each line, no blank line) apart, or raise Refused with what is wrong."""
    ends = block.count(b"\r\n")
    if not block.endswith(b"\r\n") or block.count(b"\r") != ends or block.count(b"\n") != ends:
        raise Refused("Der Kopf der Mail enthält einen einzelnen Zeilenumbruch; sie wird nicht gesendet.")
    if _FOREIGN.search(block) is not None:
        raise Refused("Der Kopf der Mail enthält ein unerlaubtes Zeichen; sie wird nicht gesendet.")
    found: list[Field] = []
    for line in block[:-2].split(b"\r\n"):
        _take(line, found)
    return found


def _take(line: bytes, found: list[Field]) -> None:
    if len(line) > LINE_MAX:
        raise Refused(f"Der Kopf der Mail enthält eine Zeile mit mehr als {LINE_MAX} Zeichen; sie wird nicht gesendet.")
    if not line.strip():
        raise Refused("Der Kopf der Mail enthält eine leere Zeile; sie wird nicht gesendet.")
    if line.startswith(b" "):
        if not found or found[-1][0] not in _FOLDABLE:
            raise Refused("Der Kopf der Mail ist an einer unerlaubten Stelle umgebrochen; sie wird nicht gesendet.")
        found[-1] = (found[-1][0], found[-1][1] + b"\r\n" + line)
        return
    name, separator, value = line.partition(b": ")
    lower = name.decode("ascii").lower()
    if not separator or not value.strip() or not is_allowed(lower):
        raise Refused(f"Die Kopfzeile „{lower[:40]}“ ist nicht vorgesehen; die Mail wird nicht gesendet.")
    found.append((lower, line))


def check(block: bytes) -> list[Field]:
    """The fields of a block that may leave: every name allowed, none twice, none of the required missing."""
    found = fields(block)
    names = [name for name, _ in found]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(f"Die Kopfzeile „{twice}“ kommt zweimal vor; die Mail wird nicht gesendet.")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise Refused(f"Die Kopfzeile „{missing[0]}“ fehlt; die Mail wird nicht gesendet.")
    return found
