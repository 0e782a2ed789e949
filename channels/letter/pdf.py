"""Finished letters as PDF, from the same frozen rows as the shop's file: DIN 5008 form B, the address in the window.

The same rows give the same bytes: no time of day, no font of the machine, no package from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channels.channel import BatchRow

_FORM = Path(__file__).with_name("din5008.typ")
_ADDRESS_LINES = 6
PER_FILE = 250
"""Letters in one PDF: a printer's portion, and a bound on memory."""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """Who writes: `name` of the sender, the line above the address, telephone and mail for the block at the right."""

    name: str
    street: str
    place: str
    phone: str
    email: str

    @property
    def return_line(self) -> str:
        """The small line in the window, to which the post brings back what it cannot deliver."""
        return f"{self.name} · {self.street} · {self.place}"


def address_lines(columns: Mapping[str, str]) -> list[str]:
    """The lines in the window, at most six and none empty (DIN 5008): company, person, street, place, country."""
    title = "Herrn" if columns["Anrede"] == "Herr" else columns["Anrede"]  # the address answers „an wen?“
    person = " ".join(part for part in (title, columns["Titel"], columns["Vorname"], columns["Nachname"]) if part)
    place = f"{columns['PLZ']} {columns['Ort']}"
    lines = [columns["Firma"], columns["Firma 2"], person, columns["Straße"], place, columns["Land"].upper()]
    return [line for line in lines if line][:_ADDRESS_LINES]


def letters_pdf(rows: Sequence[BatchRow], head: LetterHead, day: date, written: str) -> bytes:
    """One PDF/A-2b with all `rows` in their order, each on sheets of its own; `written` is `day` as it is printed."""
    import typst  # a compiler of 40 MB: only who prints letters loads it

    letters = [_letter(row.columns, head, written) for row in rows]
    about = {"title": f"Briefe vom {written}", "sender": head.name, "return_line": head.return_line}
    dated = {**about, "day": [day.year, day.month, day.day]}
    compiled = typst.compile(
        _FORM.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"letters": json.dumps(letters, ensure_ascii=False), "head": json.dumps(dated, ensure_ascii=False)},
        pdf_standards=["a-2b"],
    )
    if not isinstance(compiled, bytes):
        raise TypeError(f"typst gave {type(compiled).__name__} instead of one document")
    return compiled


def _letter(columns: Mapping[str, str], head: LetterHead, written: str) -> dict[str, object]:
    paragraphs = [words for name, words in columns.items() if name.startswith("Absatz ") and words]
    # The particulars of a business letter (§ 35a GmbHG) close every text; on paper they stand at the foot of the sheet.
    footer = paragraphs.pop() if paragraphs and paragraphs[-1].startswith(f"{head.name} · ") else head.return_line
    return {
        "address": address_lines(columns),
        "about": [["Datum", written], ["Telefon", head.phone], ["E-Mail", head.email]],
        "subject": columns["Betreff"],
        "salutation": columns["Briefanrede"],
        "paragraphs": paragraphs,
        "footer": footer,
    }
