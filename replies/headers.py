"""Header fields read one by one, each guarded: a malformed field costs that field, never the mail.

Python's default policy raises or burns seconds on hostile headers, so compat32's raw strings are decoded here.
"""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from functools import lru_cache

from contacts import normalize

MAX_VALUE = 16_384
"""Characters of one header field that are looked at."""
MAX_REFERENCES = 100
MAX_ADDRESSES = 100
MAX_ADDRESS = 320
"""RFC 5321 4.5.3.1: 64 octets, @, 255 octets."""
_DENIED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")
_ALIASES = {"unicode-1-1-utf-7": "utf-7", "ansi": "cp1252", "x-unknown": "utf-8", "iso-8859-8-i": "iso-8859-8"}


def decode_bytes(data: bytes, charset: str | None) -> str:
    """Text of `data`: the named charset when Python knows it, else UTF-8, else Windows-1252. Never raises."""
    name = (charset or "utf-8").strip().strip("\"'").casefold()
    name = _ALIASES.get(name, name)
    # Many Windows clients say ISO-8859-1 and mean Windows-1252; the difference is „“ and €.
    for candidate in ("cp1252" if name in {"iso-8859-1", "latin-1", "us-ascii", "ascii"} else name, "utf-8"):
        if candidate == "cp1252" and _is_utf8(data):
            return data.decode("utf-8")
        try:
            if codecs.lookup(candidate).name not in _DENIED:
                return data.decode(candidate, "strict" if candidate == "utf-8" else "replace")
        except (LookupError, UnicodeError, ValueError, TypeError):
            continue
    return data.decode("cp1252", "replace")


def raw_values(message: Message, name: str) -> list[str]:
    """All values of a field as text, unfolded, undecoded encoded words, bounded."""
    values: list[str] = []
    for key, value in message.raw_items():
        if key.casefold() == name:
            data = str(value)[:MAX_VALUE].encode("utf-8", "surrogateescape")
            values.append(" ".join(decode_bytes(data, "utf-8").split()))
    return values


def all_first(message: Message) -> dict[str, str]:
    """Lower-cased names with their first value, decoded."""
    found: dict[str, str] = {}
    for key, value in message.raw_items():
        name = key.casefold()
        if name not in found:
            data = str(value)[:MAX_VALUE].encode("utf-8", "surrogateescape")
            found[name] = decode_words(" ".join(decode_bytes(data, "utf-8").split()))
    return found


def decode_words(value: str) -> str:
    """`value` with its encoded words (RFC 2047) decoded; unreadable ones stay as they are."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, LookupError, UnicodeError):
        return value
    text = "".join(
        piece if isinstance(piece, str) else decode_bytes(piece, charset or "utf-8") for piece, charset in pieces
    )
    # An encoded newline would otherwise become a header line of its own in whatever is made from this value.
    return " ".join(text.split())


def mailbox_of(value: str) -> tuple[str, str | None]:
    """(display name, normalised address) of the first mailbox in `value`."""
    try:
        name, address = parseaddr(value[:MAX_VALUE])
    except (IndexError, AttributeError, ValueError, RecursionError, TypeError):
        return "", address_in(value)
    return decode_words(name), clean_address(address) or address_in(value)


def addresses_of(values: list[str]) -> tuple[str, ...]:
    """Normalised addresses of To or Cc fields."""
    try:
        pairs = getaddresses([value[:MAX_VALUE] for value in values[:10]])
    except (IndexError, AttributeError, ValueError, RecursionError, TypeError):
        return ()
    cleaned = (clean_address(address) for _name, address in pairs[:MAX_ADDRESSES])
    return tuple(dict.fromkeys(address for address in cleaned if address))


def clean_address(value: str) -> str | None:
    """The one spelling of an address; an odd one is kept in lower case as long as it has both halves."""
    stripped = value.strip().strip("<>").strip()
    return _clean(stripped) if "@" in stripped and len(stripped) <= MAX_ADDRESS else None


@lru_cache(maxsize=1024)
def _clean(address: str) -> str | None:
    """Cached because our own address stands in every mail to us."""
    if normalize.has_control_characters(address):
        return None
    return normalize.email(address) or address.casefold()


_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")


def address_in(text: str) -> str | None:
    """The first thing in `text` that looks like an address."""
    found = _ADDRESS.search(text[:MAX_VALUE])
    return clean_address(found.group().strip("'.")) if found else None


def message_ids(values: list[str]) -> tuple[str, ...]:
    """Message-IDs without angle brackets, the newest last, bounded."""
    ids = [found for value in values for found in _MESSAGE_ID.findall(value)]
    return tuple(dict.fromkeys(ids[-MAX_REFERENCES:]))


def date_of(value: str) -> datetime | None:
    """Aware datetime of a Date field in the sender's own offset; None when it is no date."""
    try:
        parsed = parsedate_to_datetime(value[:200])
        parsed.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
