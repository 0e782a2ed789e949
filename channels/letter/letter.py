"""From a rendered letter to one row of the letter shop's file.

Columns as German letter shops take them: street and number in one column, postcode as text, country in words and only
abroad, no line break in any cell, and a Sendungs-ID that comes back with what could not be delivered.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from channels.cells import cell
from channels.channel import BatchRow, LetterContent, Message, Refused
from channels.letter.address import undeliverable
from channels.letter.countries import NAMES
from contacts.contact import PostalAddress
from contacts.medium import Medium

_ID_MAX = 80


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """What the shop can print, in characters.

    `max_line_chars` is a line of the address field: 35 for Premiumadress, 30 for a window with DV-Freimachung; ask the
    shop. A company that is longer is set in two lines at a blank. `paragraphs` is the number of Absatz columns.
    """

    max_line_chars: int = 35
    max_subject_chars: int = 120
    max_paragraph_chars: int = 1500
    paragraphs: int = 20
    home_country: str = "DE"


class LetterChannel:
    """Builds rows. Every row of one channel has the same columns in the same order."""

    def __init__(self, settings: LetterSettings | None = None) -> None:
        self.name = "letter"
        self.medium = Medium.POST
        self.settings = settings or LetterSettings()

    def prepare(self, message: Message) -> BatchRow:
        """One row. Raises Refused for what cannot be printed as it is; nothing is shortened."""
        content, address = message.content, message.recipient.address
        if not isinstance(content, LetterContent):
            raise Refused("Für einen Brief fehlt der Briefinhalt (Betreff, Anrede, Absätze).")
        if address is None:
            raise Refused("Für einen Brief fehlt die Postanschrift.")
        columns = {
            "Sendungs-ID": cell(message.send_id, "Die Sendungs-ID", _ID_MAX),
            **self._who(message),
            **self.address_columns(address),
            **self._words(content),
            "Kampagne": cell("/".join(part for part in (message.sequence, message.step) if part), "Die Kampagne", 120),
        }
        return BatchRow(message.send_id, MappingProxyType(columns))

    def _who(self, message: Message) -> dict[str, str]:
        person, line = message.recipient, self.settings.max_line_chars
        company = self._two_lines(cell(person.company, "Die Firma", 2 * line))
        columns = {
            "Firma": company[0],
            "Firma 2": company[1],
            "Anrede": cell(person.salutation, "Die Anrede", line),
            "Titel": cell(person.title, "Der Titel", line),
            "Vorname": cell(person.first_name, "Der Vorname", line),
            "Nachname": cell(person.last_name or person.name, "Der Nachname", line),
        }
        printed = " ".join(columns[part] for part in ("Titel", "Vorname", "Nachname") if columns[part])
        cell(printed, "Die Namenszeile (Titel, Vorname, Nachname)", line)
        if not columns["Nachname"]:
            raise Refused("Für einen Brief fehlt der Nachname.")
        return columns

    def _two_lines(self, company: str) -> tuple[str, str]:
        line = self.settings.max_line_chars
        if len(company) <= line:
            return company, ""
        cut = company.rfind(" ", 0, line + 1)
        first, second = company[:cut], company[cut + 1 :]
        if cut < 1 or len(second) > line:
            raise Refused(f"Die Firma passt nicht in zwei Zeilen zu {line} Zeichen.")
        return first, cell(second, "Die zweite Zeile der Firma", line)

    def address_columns(self, address: PostalAddress) -> dict[str, str]:
        """Street, postcode, place and country as they are printed. Raises Refused for what no post delivers."""
        line, country = self.settings.max_line_chars, address.country.strip().upper()
        abroad = country != self.settings.home_country
        if abroad and country not in NAMES:
            raise Refused(f"Das Land „{country[:20]}“ ist nicht in der Länderliste für Briefe.")
        wrong = undeliverable(address)
        if wrong is not None:
            raise Refused(wrong)
        street, postcode = cell(address.street, "Die Straße", line), cell(address.postcode, "Die Postleitzahl", 10)
        # DIN 5008: place and country of a foreign address in capitals.
        city = cell(address.city.upper() if abroad else address.city, "Der Ort", line)
        cell(f"{postcode} {city}", "Die Zeile mit Postleitzahl und Ort", line)
        return {"Straße": street, "PLZ": postcode, "Ort": city, "Land": NAMES[country] if abroad else ""}

    def _words(self, content: LetterContent) -> dict[str, str]:
        limits = self.settings
        if not 1 <= len(content.paragraphs) <= limits.paragraphs:
            raise Refused(f"Der Brief hat {len(content.paragraphs)} Absätze; erlaubt sind 1 bis {limits.paragraphs}.")
        if not content.subject.strip() or not content.salutation.strip():
            raise Refused("Dem Brief fehlt der Betreff oder die Briefanrede.")
        filled = content.paragraphs + ("",) * (limits.paragraphs - len(content.paragraphs))
        numbered = enumerate(filled, start=1)
        texts = {f"Absatz {n}": cell(text, f"Absatz {n}", limits.max_paragraph_chars) for n, text in numbered}
        return {
            "Briefanrede": cell(content.salutation, "Die Briefanrede", limits.max_subject_chars),
            "Betreff": cell(content.subject, "Der Betreff", limits.max_subject_chars),
            **texts,
        }
