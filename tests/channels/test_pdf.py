"""Finished letters: the address stands in the window (DIN 5008 form B), every word as data, the same bytes every time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from channels.channel import BatchRow, LetterContent
from channels.letter.letter import LetterChannel
from channels.letter.pdf import LetterHead, address_lines, letters_pdf
from contacts.contact import PostalAddress
from tests.channels.mails import MESSAGE

HEAD = LetterHead(
    "Nordlicht Software GmbH", "Hafenkontor 12", "24103 Kiel", "+49 431 99999 0", "post@nordlicht.example"
)
FOOTER = "Nordlicht Software GmbH · Hafenkontor 12 · 24103 Kiel · Amtsgericht Kiel, HRB 99999 KI"
OBJECTION = "Widerspruchsrecht: Sie können jederzeit widersprechen, an post@nordlicht-software-kundenbetreuung.example."
POINTS_A_MM = 72 / 25.4
LEFT, RIGHT = 20.0, 105.0
TOP, ADDRESS, BOTTOM = 45.0, 62.7, 90.0
"""The window in millimetres from the upper left corner; the address itself begins below the sender's line."""


def letter(*paragraphs: str, **person: object) -> BatchRow:
    content = LetterContent("Ihre Unterlagen", "Guten Tag Frau Köhler,", (*paragraphs, FOOTER))
    recipient = replace(MESSAGE.recipient, **person)
    return LetterChannel().prepare(replace(MESSAGE, content=content, recipient=recipient))


def made(*rows: BatchRow) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(letters_pdf(rows, HEAD, date(2026, 11, 23), "23. November 2026")))


def placed(page: pypdf.PageObject) -> list[tuple[str, float, float]]:
    """(words, millimetres from the left, millimetres of the base line from above) of every piece of text."""
    found = []

    def see(words: str, current: list[float], text: list[float], _font: object, _size: float) -> None:
        at_x = current[0] * text[4] + current[2] * text[5] + current[4]
        at_y = current[1] * text[4] + current[3] * text[5] + current[5]
        if words.strip():
            found.append((words.strip(), at_x / POINTS_A_MM, 297 - at_y / POINTS_A_MM))

    page.extract_text(visitor_text=see)
    return found


WIDEST = {
    "company": "Gesellschaft für Softwareberatung und Betriebsführung mbH & Co",
    "title": "Prof. Dr.",
    "first_name": "Maximiliane",
    "last_name": "Mustermann",
    "address": PostalAddress("Prinzregentin-Luitpold-Allee 119 a", "01067", "Dresden-Friedrichstadt"),
}


def test_the_address_stands_in_the_window() -> None:
    row = letter("Ein Absatz.", **WIDEST)
    lines = address_lines(row.columns)
    assert lines[0] + " " + lines[1] == WIDEST["company"]
    assert len(lines) == 5
    page = made(row).pages[0]
    pieces = placed(page)
    for line in lines:
        (left, base) = next((left, base) for words, left, base in pieces if words.startswith(line[:12]))
        assert LEFT < left < RIGHT
        assert ADDRESS < base < BOTTOM - 1
    back = next(base for words, _, base in pieces if words.startswith("Nordlicht Software GmbH ·"))
    assert TOP < back <= ADDRESS
    # Nothing else is seen through the window, and no line is so long that it leaves it.
    seen = {words for words, left, base in pieces if left < RIGHT and TOP < base < BOTTOM}
    assert seen <= {*lines, HEAD.return_line}


def test_six_lines_fit_and_abroad_the_country_closes_in_capitals() -> None:
    row = letter("Absatz.", **{**WIDEST, "address": PostalAddress("Mariahilfer Straße 1", "1060", "Wien", "AT")})
    lines = address_lines(row.columns)
    assert lines[-2:] == ["1060 WIEN", "ÖSTERREICH"]
    assert len(lines) == 6
    last = next(base for words, _, base in placed(made(row).pages[0]) if words.startswith("ÖSTERREICH"))
    assert last < BOTTOM - 0.5


def test_a_man_is_addressed_in_the_accusative() -> None:
    assert address_lines(letter("A.", salutation="Herr", company="").columns)[0].startswith("Herrn ")


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [letter("Ein Absatz."), letter("Ein zweiter.", OBJECTION)]
    first, second = (letters_pdf(rows, HEAD, date(2026, 11, 23), "23. November 2026") for _ in range(2))
    assert first == second
    assert b"pdfaid:part" in first


@pytest.mark.parametrize(
    "words",
    ['#panic("x")', "$x^2$ und *fett* und _leise_", "\\ Rückstrich @alle <end-0> [Klammer]", "“„ \N{SOFT HYPHEN} Ω"],
)
def test_words_are_data_and_never_commands(words: str) -> None:
    text = made(letter(f"Vor {words} nach.")).pages[0].extract_text()
    assert words.rsplit(maxsplit=1)[-1].strip("[]<>") in text.replace("\n", " ")


def test_the_right_to_object_stands_apart_and_an_address_is_not_hyphenated() -> None:
    text = made(letter("Absatz.", OBJECTION)).pages[0].extract_text()
    assert "post@nordlicht-software-kundenbetreuung.example" in text
    assert FOOTER.rsplit(" · ", maxsplit=1)[-1] in text


def test_each_letter_counts_its_own_pages() -> None:
    long = tuple(f"Absatz {number}: " + "Wort " * 150 for number in range(14))
    read = made(letter("Kurz."), letter(*long), letter("Kurz."))
    texts = [page.extract_text() for page in read.pages]
    assert len(texts) > 4
    assert "Seite" not in texts[0] + texts[-1]
    many = len(texts) - 2
    for number, text in enumerate(texts[1:-1], start=1):
        assert f"Seite {number} von {many}" in text
