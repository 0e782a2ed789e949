"""Letters: every cell printable, harmless and complete; the address field of DIN 5008."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from channels.channel import EmailContent, LetterContent, Message, Recipient, Refused
from channels.letter.letter import LetterChannel, LetterSettings
from contacts.contact import PostalAddress
from contacts.medium import Medium
from tests.channels.mails import MESSAGE

CHANNEL = LetterChannel()
CONTENT = LetterContent("Was sich seit Ihrer Kündigung getan hat", "Guten Tag Frau Köhler,", ("Erster.", "Zweiter."))
LETTER = replace(MESSAGE, content=CONTENT)


def to(**person: Any) -> Message:
    return replace(LETTER, recipient=replace(LETTER.recipient, **person))


def test_one_row_with_every_column_in_order() -> None:
    row = CHANNEL.prepare(to(company="Köhler GmbH", title="Dr."))
    columns = dict(row.columns)
    assert list(columns)[:13] == [
        *("Sendungs-ID", "Firma", "Firma 2", "Anrede", "Titel", "Vorname", "Nachname", "Straße", "PLZ", "Ort", "Land"),
        *("Briefanrede", "Betreff"),
    ]
    assert list(columns)[13:] == [*(f"Absatz {n}" for n in range(1, 21)), "Kampagne"]
    assert columns["PLZ"] == "01067"
    assert columns["Land"] == ""
    assert (columns["Absatz 2"], columns["Absatz 3"]) == ("Zweiter.", "")
    assert columns["Kampagne"] == "winback/value"
    assert row.send_id == columns["Sendungs-ID"] == "send-1"
    assert CHANNEL.medium is Medium.POST


def test_a_long_company_is_set_in_two_lines() -> None:
    columns = CHANNEL.prepare(to(company="Gesellschaft für Softwareberatung und Betrieb mbH")).columns
    assert (columns["Firma"], columns["Firma 2"]) == ("Gesellschaft für Softwareberatung", "und Betrieb mbH")


def test_abroad_place_and_country_are_in_capitals() -> None:
    columns = CHANNEL.prepare(to(address=PostalAddress("Mariahilfer Straße 1", "1060", "Wien", "AT"))).columns
    assert (columns["PLZ"], columns["Ort"], columns["Land"]) == ("1060", "WIEN", "ÖSTERREICH")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("field", ["company", "last_name", "first_name", "title", "salutation"])
def test_nothing_that_a_spreadsheet_would_compute(field: str, start: str) -> None:
    with pytest.raises(Refused):
        CHANNEL.prepare(to(**{field: f"{start}SUMME(A1)"}))


@pytest.mark.parametrize(
    ("person", "word"),
    [
        ({"address": None}, "Postanschrift"),
        ({"address": PostalAddress("Weg 1", "1067", "Dresden")}, "fünf Ziffern"),
        ({"address": PostalAddress("Weg 1", "O1067", "Dresden")}, "fünf Ziffern"),
        ({"address": PostalAddress("", "01067", "Dresden")}, "unvollständig"),
        ({"address": PostalAddress("Weg 1", "01067", " ")}, "unvollständig"),
        ({"address": PostalAddress("Weg 1", "01067", "Dresden", "XX")}, "Länderliste"),
        ({"address": PostalAddress("Weg 1\nHaus 2", "01067", "Dresden")}, "Straße"),
        ({"address": PostalAddress("Johann-Sebastian-Bach-Straße 123 a-c", "01067", "Dresden")}, "36 Zeichen"),
        ({"address": PostalAddress("Weg 1", "01067", "Dresden an der schönen blauen Elbe")}, "Ort"),
        ({"last_name": "Freifrau von und zu Köhler-Lüdenscheidt"}, "zu lang"),
        ({"first_name": "Anna Maria Theresia", "last_name": "Köhler-Lüdenscheidt"}, "Namenszeile"),
        ({"company": "Donaudampfschifffahrtsgesellschaftskapitän"}, "zwei Zeilen"),
        ({"name": "", "last_name": ""}, "Nachname"),
        ({"last_name": "K\u2028hler"}, "Steuerzeichen"),
        ({"last_name": "K\ud800hler"}, "unvollständiges"),
    ],
)
def test_what_cannot_be_printed_is_refused_not_shortened(person: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused, match=word):
        CHANNEL.prepare(to(**person))


@pytest.mark.parametrize(
    "content",
    [
        LetterContent("", "Guten Tag", ("a",)),
        LetterContent("Betreff", " ", ("a",)),
        LetterContent("Betreff", "Guten Tag", ()),
        LetterContent("Betreff", "Guten Tag", ("a",) * 21),
        LetterContent("Betreff", "Guten Tag", ("zwei\nZeilen",)),
        LetterContent("Betreff", "Guten Tag", ("a" * 1501,)),
        EmailContent("Betreff", "a", "b"),
    ],
)
def test_what_is_no_letter(content: LetterContent | EmailContent) -> None:
    with pytest.raises(Refused):
        CHANNEL.prepare(replace(LETTER, content=content))


def test_without_parts_the_whole_name_is_printed() -> None:
    plain = Recipient("K-2", "Kim Sommer", address=PostalAddress("Weg 1", "01067", "Dresden"))
    assert CHANNEL.prepare(replace(LETTER, recipient=plain)).columns["Nachname"] == "Kim Sommer"


def test_the_shop_decides_how_long_a_line_may_be() -> None:
    narrow = LetterChannel(LetterSettings(max_line_chars=10))
    with pytest.raises(Refused, match="höchstens 10"):
        narrow.prepare(LETTER)
