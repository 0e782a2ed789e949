"""From bytes to text: size, file type and encoding are found out before anything is read as CSV."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from sequences.grammar.os_errors import german

MAX_BYTES = 200 * 1024 * 1024
"""A larger file is refused: it is read into memory as a whole, so that its hash and its rows belong together."""

_NOT_TEXT = (
    (b"PK\x03\x04", "eine Excel- oder ZIP-Datei"),
    (b"\xd0\xcf\x11\xe0", "eine alte Excel-Datei (.xls)"),
    (b"%PDF", "eine PDF-Datei"),
    (b"\x1f\x8b", "eine gepackte Datei (.gz)"),
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's "Unicode-Text"
_GERMAN_UTF8 = re.compile(rb"\xc3[\x84\x96\x9c\x9f\xa4\xb6\xbc]")  # ÄÖÜßäöü; in cp1252 nobody writes these pairs


@dataclass(frozen=True, slots=True)
class Loaded:
    """The text of a file and the sha256 hex digest of its bytes."""

    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file is no text we can read: a German sentence, the physical line where one is known."""

    message: str
    line: int | None = None


def load(path: Path) -> Loaded | Unreadable:
    """Read the file as UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252."""
    try:
        if not path.is_file():  # a device or a pipe could be read for ever
            return Unreadable("Die Datei gibt es nicht, oder sie ist keine gewöhnliche Datei.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = german(error) if isinstance(error, OSError) else str(error)
        return Unreadable(f"Die Datei lässt sich nicht lesen ({reason}).")
    if len(data) > MAX_BYTES:
        return Unreadable(f"Die Datei ist größer als {MAX_BYTES // 1024 // 1024} MiB; bitte in Teilen einlesen.")
    decoded = decode(data)
    return decoded if isinstance(decoded, Unreadable) else Loaded(decoded, hashlib.sha256(data).hexdigest())


def decode(data: bytes) -> str | Unreadable:
    """The text of `data`, or why it has none."""
    for magic, what in _NOT_TEXT:
        if data.startswith(magic):
            return Unreadable(f"Das ist {what}. Bitte als CSV speichern (CSV UTF-8, mit Semikolon getrennt).")
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _decode_windows(data, error.start)


def _decode_windows(data: bytes, broken_at: int) -> str | Unreadable:
    line = data.count(b"\n", 0, broken_at) + 1
    if data.startswith(_UTF16):
        return Unreadable("Die Datei beginnt wie UTF-16, ist es aber nicht durchgehend.")
    if _GERMAN_UTF8.search(data):
        # Read as Windows-1252, every umlaut in the file would turn into two wrong characters.
        return Unreadable("Die Datei mischt zwei Zeichensätze: ab hier ist sie nicht mehr UTF-8.", line)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Unreadable("Die Datei ist kein Text: hier steht weder UTF-8 noch Windows-1252.", line)
