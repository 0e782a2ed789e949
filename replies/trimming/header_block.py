"""The header of a quoted mail as programs write it into the text: Von/Gesendet/An/Betreff in any order and language.

The fields are told by their role, since programs translate, embolden, tabulate and wrap them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_INTRO = 18
"""Lines between the first sign of a quote and the quoted mail: separator, seven wrapped fields, quote line."""
_ROLES = {
    "from": "von|from|absender|sender|verfasser|de|da|van|od|från|fra|afzender|expéditeur|mittente",
    "sent": "gesendet am|gesendet um|gesendet|empfangen|erhalten|sent|datum|date|data|verschickt|envoyé|inviato"
    "|verzonden|wysłano|skickat|geschrieben am",
    "to": "an|to|empfänger|à|aan|a|do|till|til|pour",
    "subject": "betreff|subject|objet|oggetto|onderwerp|temat|ämne|emne|betrifft|thema",
    "more": "cc|kopie|kopie an|copie à|kopia|bcc|antwort an|reply-to|wichtigkeit|importance|priorität|organisation"
    "|anlagen|attachments",
}
_FIELD = re.compile(
    r"^[\s>*_|]{0,40}(?:"
    + "|".join(f"(?P<{role}>{words})" for role, words in _ROLES.items())
    + r")\s{0,12}[*_]{0,2}\s{0,3}"
    r"(?::|\t)",
    re.IGNORECASE,
)
_ROW_FIELD = re.compile(
    r"(?<!\w)(?:(?P<from>von|from|de|da|van)|(?P<sent>gesendet|sent|datum|date|envoyé|inviato|verzonden)"
    r"|(?P<to>an|to|à|aan|cc)|(?P<subject>betreff|subject|objet|oggetto|onderwerp))\s?\*{0,2}:",
    re.IGNORECASE,
)
_ROW = 500
"""Characters that the fields of a header written in one row may take."""
DATE_TIME = re.compile(r"^\s*(?:\w{2,10}\.?,? )?\d{1,2}\.\d{1,2}\.\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: Uhr)?\s*$")


def header_block(lines: list[str], index: int) -> int:
    """Number of lines of Von/Gesendet/An/Betreff in any order, wrapped or not, that begin here; 0 = none."""
    if not _FIELD.match(lines[index][:200]):
        return 0
    roles: set[str] = set()
    end = index
    for at, role in _fields(lines[index : index + MAX_INTRO]):
        roles.add(role)
        end = index + at
    block = lines[index : end + 2]
    addressed = any("@" in one for one in block)
    whole = {"from", "sent", "subject"} <= roles or (
        addressed and {"from", "to"} < roles and _unannounced(lines, index)
    )
    return end - index + 1 if whole or _notes(lines, index, roles) else 0


def _unannounced(lines: list[str], index: int) -> bool:
    """Not told of in the words above, as a spam filter does: „Die folgende Nachricht liegt in Quarantäne:“."""
    above = next((line for line in reversed(lines[:index]) if line.strip()), "")
    return not above.endswith(":")


def _notes(lines: list[str], index: int, roles: set[str]) -> bool:
    """Notes: the author and the date in lines of their own above „An: … Kopie: … Thema: …“."""
    above = [line for line in lines[max(index - 4, 0) : index] if line.strip()]
    stamped = any(map(DATE_TIME.match, above))
    return stamped and {"to", "subject"} <= roles


def _fields(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Place and role of header fields up to the end of the block; a field's words may fill two more lines."""
    strange = 0
    for at, line in enumerate(lines):
        found = _FIELD.match(line[:200])
        if found and found.lastgroup:
            strange = 0
            yield at, found.lastgroup
        elif line.strip(" >*_|"):
            strange += "@" not in line and ";" not in line
            if strange > 2:  # noqa: PLR2004 - the body has begun
                return


def is_field(line: str) -> bool:
    """A header field, whatever its role."""
    return _FIELD.match(line[:200]) is not None


def from_field(line: str) -> bool:
    """The header field that names the writer."""
    found = _FIELD.match(line[:200])
    return found is not None and found.lastgroup == "from"


def row(line: str, below: list[str]) -> int | None:
    """„Von: … Gesendet: … An: … Betreff: …“ in one row, which may be wrapped."""
    if sum(1 for _ in _ROW_FIELD.finditer(line)) < 2:  # noqa: PLR2004 - a single field may be anybody's words
        return None
    fields = list(_ROW_FIELD.finditer(" ".join([line, *(piece[:300].strip() for piece in below)])))
    for number, first in enumerate(fields):
        roles = {one.lastgroup for one in fields[number : number + 8] if one.start() - first.start() <= _ROW}
        if first.start() < len(line) and {"from", "sent"} <= roles and roles & {"to", "subject"}:
            return first.start()
    return None
