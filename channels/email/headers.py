"""Header values: names, subjects and machine values, each safe on its own before a line is built from it."""

from __future__ import annotations

import re
from email.header import Header
from functools import lru_cache
from urllib.parse import urlsplit

from channels.channel import Refused
from contacts.normalize import has_control_characters

_FOLD_AT = 76
_PHRASE_PLAIN_MAX = 60
_MACHINE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_URI = re.compile(r"[!#-;=?-~]+")  # printable ASCII without space, quotes, < and >
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def text(value: str, what: str) -> str:
    """`value` without outer spaces; Refused when it holds a control character or cannot be written as UTF-8."""
    if has_control_characters(value):
        culprit = next(character for character in value if has_control_characters(character))
        raise Refused(f"{what} enthält ein Steuerzeichen (U+{ord(culprit):04X}); daraus wird keine Mail gebaut.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Refused(f"{what} enthält ein unvollständiges Zeichen und ist nicht als UTF-8 schreibbar.") from error
    return value.strip()


def machine(value: str, what: str) -> str:
    """A value that goes out unfolded and unencoded: printable ASCII only."""
    if _MACHINE.fullmatch(value) is None:
        raise Refused(f"{what} darf nur druckbare ASCII-Zeichen enthalten und nicht leer sein.")
    return value


def unstructured(name: str, value: str) -> str:
    """A Subject-like value: plain when it fits on its line, otherwise folded RFC 2047 encoded words."""
    return _unstructured(name, text(value, name))


@lru_cache(maxsize=2048)
def _unstructured(name: str, value: str) -> str:
    if _is_plain(value) and len(name) + 2 + len(value) <= _FOLD_AT:
        return value
    return _encoded(name, value)


def mailbox(name: str, display: str, address: str, what: str) -> str:
    """`Display <address>` for From, To and Reply-To; folded before the address where the line would get long."""
    clean = text(display, what)
    if not clean:
        return f"<{address}>"
    phrase = _phrase(name, clean)
    last = len(phrase) - (phrase.rfind("\r\n") + 2 if "\r\n" in phrase else -len(name) - 2)
    joint = " " if last + len(address) + 3 <= _FOLD_AT else "\r\n "
    return f"{phrase}{joint}<{address}>"


@lru_cache(maxsize=2048)
def _phrase(name: str, display: str) -> str:
    if _is_plain(display) and len(display) <= _PHRASE_PLAIN_MAX:
        escaped = display.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return _encoded(name, display)


def _is_plain(value: str) -> bool:
    # A literal "=?" would be read as an encoded word by the receiver: it is encoded itself.
    return value.isascii() and "=?" not in value


def _encoded(name: str, value: str) -> str:
    return Header(value, "utf-8", maxlinelen=_FOLD_AT, header_name=name).encode(linesep="\r\n")


def list_unsubscribe(url: str | None, mailto: str | None) -> str:
    """`<https…>, <mailto:…>` (RFC 2369, RFC 8058 3.1): the https address first, exactly one of it.

    http is let through for this machine itself only, so that a trial without certificates shows the real thing.
    """
    targets = []
    if url is not None:
        parts = urlsplit(url) if _URI.fullmatch(url) and "," not in url else None
        if parts is None or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
            raise Refused("Der Abmeldelink muss eine https-Adresse ohne Leerzeichen und Kommas sein (RFC 8058).")
        targets.append(f"<{url}>")
    if mailto is not None:
        target = mailto if mailto.startswith("mailto:") else f"mailto:{mailto}"
        if _URI.fullmatch(target) is None or "," in target or "@" not in target:
            raise Refused("Die Abmeldeadresse (mailto) ist keine gültige Adresse (RFC 2369).")
        targets.append(f"<{target}>")
    return ", ".join(targets)
