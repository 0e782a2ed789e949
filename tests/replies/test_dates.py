from __future__ import annotations

from datetime import date

import pytest

from replies.dates import later_day, return_day
from tests.replies.mails import reply

SENT = date(2026, 8, 3)  # a Monday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ich bin bis 14.08. nicht im Haus.", "2026-08-15"),
        ("Ich bin bis einschl. Freitag, 14. August, im Urlaub.", "2026-08-15"),
        ("Ab dem 17. bin ich wieder da.", "2026-08-17"),
        ("Ab dem 3. bin ich wieder da.", "2026-08-03"),
        ("Wir sind in KW 34 nicht im Büro.", "2026-08-24"),
        ("bis KW 33", "2026-08-17"),
        ("Wieder erreichbar am Montag.", "2026-08-10"),
        ("wieder ab Montag, den 17.08.26 erreichbar", "2026-08-17"),
        ("vom 3.8. bis einschließlich 21.8.2026 im Urlaub", "2026-08-22"),
        ("Urlaub 03.08. - 14.08.", "2026-08-15"),
        ("3.-14.8. abwesend", "2026-08-15"),
        ("Vom 3. bis 14. August nicht erreichbar, am 17. August wieder im Büro. Am 1.9. ist Messe.", "2026-08-17"),
        ("bis Ende August in Urlaub", "2026-09-01"),
        ("bis Juni 2027 in Elternzeit", "2027-07-01"),
        ("Out of office until August 14, 2026", "2026-08-15"),
        ("Diese Woche bin ich nicht im Haus", "2026-08-10"),
        ("Ab kommender Woche wieder", "2026-08-10"),
        ("Ihre Nachricht vom 30.07. habe ich erhalten. Ich bin ab 12.8. zurück.", "2026-08-12"),
        ("Rückkehr: 20.08.2026", "2026-08-20"),
        ("bis 2. Januar", "2027-01-03"),
        ("Heute bin ich nicht im Büro", "2026-08-04"),
    ],
)
def test_the_day_somebody_is_back(text, expected):
    assert return_day(text, SENT) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin derzeit nicht im Büro.",
        "Zurück nach den Betriebsferien.",
        "Bis 15.00 Uhr erreichbar.",
        "Ab dem 31.02. bin ich da.",
        "Ich war bis 12.06.2026 im Urlaub.",
        "Unsere Nummer ist 0711 12.08.34",
        "KW 60",
        "",
    ],
)
def test_a_day_is_never_invented(text):
    assert return_day(text, SENT) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Melden Sie sich im März wieder.", "2027-03-01"),
        ("Nächstes Jahr gern.", "2027-01-01"),
        ("In drei Monaten vielleicht.", "2026-11-03"),
        ("Anfang nächsten Jahres", "2027-01-01"),
        ("in einem halben Jahr", "2027-02-03"),
        ("im Q4", "2026-10-01"),
        ("nach dem 1.9. gern", "2026-09-02"),
        ("Ende September", "2026-09-30"),
        ("nach den Sommerferien", None),
        ("im Moment nicht", None),
    ],
)
def test_the_day_somebody_named_for_later(text, expected):
    assert later_day(text, SENT) == (date.fromisoformat(expected) if expected else None)


def test_a_day_without_year_is_the_next_one_and_a_stale_notice_names_none():
    for month in range(1, 13):
        day = return_day(f"bis 15.{month:02}. im Urlaub", SENT)
        if month == 7:
            assert day is None
        else:
            assert day is not None
            assert SENT < day <= date(2027, 8, 3)


def test_the_substitute_is_named_but_only_as_a_hint():
    answer = reply(
        "Ich bin bis 14.08. nicht im Haus. Vertretung: Frau Petra Vogt, vogt@kunde.test, 0711 5550102",
        subject="Abwesenheitsnotiz",
    )
    assert answer.new_contact is not None
    assert (answer.new_contact.name, answer.new_contact.email, answer.new_contact.phone) == (
        "Petra Vogt",
        "vogt@kunde.test",
        "+497115550102",
    )
