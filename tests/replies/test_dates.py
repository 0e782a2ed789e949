from __future__ import annotations

from datetime import date

import pytest

from replies.meaning.dates import later_day, return_day
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ich bin erst am Donnerstag wieder im Büro.", "2026-08-06"),
        ("Urlaub bis einschließlich 16. August", "2026-08-17"),
        (
            "Ich bin vom 03. bis einschließlich 07. August 2026 auf Dienstreise und nur sporadisch per Mail zu erreichen.",
            "2026-08-08",
        ),
        ("Bin im Urlaub und erst wieder ab Dienstag, dem 18.8., für Sie da.", "2026-08-18"),
        (
            "Vielen Dank für Ihre Nachricht. Ich bin derzeit in Elternzeit und kehre zum 1. Februar 2027 an meinen Arbeitsplatz zurück.",
            "2027-02-01",
        ),
        ("Unsere Praxis macht Sommerferien: 3. August bis 21. August. Ab Montag sind wir wieder da.", "2026-08-22"),
        ("Unsere Kanzlei ist vom 10.8. an für zwei Wochen geschlossen.", None),
        ("Ich bin diese Woche nicht mehr im Büro.", "2026-08-10"),
        ("Ich bin heute außer Haus und morgen wieder erreichbar.", "2026-08-04"),
        ("Bis Mitte August bin ich nicht da.", None),
        ("Ich bin nicht mehr bis zum 15.8. zu erreichen", "2026-08-16"),
        ("Mein letzter Arbeitstag vor dem Urlaub ist der 31.7. Am 24.8. bin ich zurück.", "2026-08-24"),
        ("Ab 05.08. Urlaub, zurück 17.08.", "2026-08-17"),
        ("Abwesenheit: 03.08.2026 - 14.08.2026", "2026-08-15"),
        ("OOO until Mon 17 Aug", "2026-08-18"),
        ("I am on annual leave and will return on Monday 17th August.", "2026-08-17"),
        (
            "Ich befinde mich bis zum 9.8. im Urlaub. In dringenden Fällen wenden Sie sich bis zum 5.8. an Frau Kurz, danach an Herrn Lang.",
            "2026-08-10",
        ),
        ("Kurzarbeit: Ich arbeite nur dienstags und donnerstags.", None),
        ("Bin am 6.8. wieder am Platz", "2026-08-06"),
        ("Ihre E-Mail wird nicht weitergeleitet. Ich lese sie nach meiner Rückkehr am 12. August.", "2026-08-12"),
        ("Ich bin in der 33. Kalenderwoche nicht da.", "2026-08-17"),
        ("In den Kalenderwochen 32 bis 34 bin ich im Urlaub.", "2026-08-24"),
        ("Wir sind ab dem 1. September wieder mit voller Besetzung für Sie da, bis dahin nur Notdienst.", "2026-09-01"),
        ("Ich bin krankgeschrieben, voraussichtlich bis Freitag.", "2026-08-08"),
        ("Ich bin am 5. und 6. August auf einer Schulung.", "2026-08-07"),
        ("Sie erreichen mich wieder am Montag, den 10.08.2026, ab 8 Uhr.", "2026-08-10"),
        ("Ab morgen bin ich zwei Wochen weg, am Zwanzigsten zurück.", None),
        ("bin bis 20ten weg", "2026-08-21"),
        ("zurück am 20.", "2026-08-20"),
        ("Ich bin noch bis nächsten Mittwoch im Urlaub", "2026-08-06"),
        ("wieder da: 14.8.", "2026-08-14"),
        ("Ich werde Ihre Mail ab dem 17.8. beantworten.", "2026-08-17"),
        ("Ich bin seit dem 27.7. im Krankenstand, Rückkehr noch offen.", None),
        (
            "Vom 27.07. bis 07.08. bin ich im Urlaub, am 10.08. habe ich Termine außer Haus, ab 11.08. bin ich wieder erreichbar.",
            "2026-08-11",
        ),
        ("Das Büro bleibt am 15. August (Mariä Himmelfahrt) geschlossen.", "2026-08-16"),
        ("Bin vom 3.8.-5.8. auf Messe in Köln, Halle 4.", "2026-08-06"),
        ("Returning: August 24th", "2026-08-24"),
        ("Ich bin zurück in KW 36.", "2026-08-31"),
        ("Ich bin ab nächster Woche wieder da.", "2026-08-10"),
        ("Vom 1.8. bis 31.8. Betriebsferien. Termine ab 1.9. wieder online buchbar.", "2026-09-01"),
        ("Am 03.08. nachmittags nicht im Büro.", "2026-08-04"),
        ("Der Laden hat bis 16.8. zu.", "2026-08-17"),
        ("Bin bis übermorgen unterwegs.", "2026-08-06"),
    ],
)
def test_the_clause_tells_return_from_everything_else(text, expected):
    day = return_day(text, SENT)
    assert (day.isoformat() if day else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Melden Sie sich bitte nächsten Dienstag.", "2026-08-04"),
        ("Anfang Januar passt es besser.", "2027-01-01"),
        ("Rufen Sie in KW 12 an", "2027-03-22"),
        ("Nach Ostern gern.", "2027-03-30"),
        ("Passt am 3.12. um 14:30 Uhr?", "2026-12-03"),
        ("Bitte bis Ende September keine Mails.", "2026-10-01"),
        ("frühestens in 6 Wochen", "2026-09-14"),
        ("nicht vor Oktober", "2026-10-01"),
        ("Schreiben Sie mir im November noch einmal, unser Vertrag läuft bis 31.12.", "2026-11-01"),
        ("Im nächsten Jahr wieder", "2027-01-01"),
        ("nach den Sommerferien", None),
        ("ab 15. September wieder ansprechbar", "2026-09-15"),
        ("In einem halben Jahr vielleicht", "2027-02-03"),
        ("Erst im Q1 2027", "2027-01-01"),
        ("übernächste Woche", "2026-08-17"),
        ("in vierzehn Tagen", "2026-08-17"),
        ("Montag in drei Wochen", "2026-08-24"),
        ("Ende des Monats", "2026-08-31"),
        ("zum Jahresende", "2026-12-31"),
        ("kommenden Monat", "2026-09-01"),
    ],
)
def test_the_day_somebody_names_for_later(text, expected):
    day = later_day(text, SENT)
    assert (day.isoformat() if day else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ab Mitte August sind wir wieder normal zu erreichen.", "2026-08-15"),
        ("Ich bin erst am zwölften August wieder in der Kanzlei.", "2026-08-12"),
        ("Rückkehr KW 34.", "2026-08-17"),
        ("Diese Woche Fortbildung, kommende Woche wieder am Schreibtisch (ab 10.8.).", "2026-08-10"),
        ("Bis zum 10. August müsst ihr ohne mich auskommen.", "2026-08-11"),
        ("Vor dem 11. August rührt sich hier keiner.", "2026-08-11"),
        ("Er kommt am 9. August heim und kümmert sich dann um seine Post.", "2026-08-09"),
        ("Danke für die Mail, ich sehe sie erst am 1. September.", "2026-09-01"),
        ("Am Dienstagnachmittag bin ich wieder zu erreichen.", "2026-08-04"),
        ("bis Donnerstagabend unterwegs", "2026-08-07"),
        ("Mein erster Arbeitstag ist der 17. August.", "2026-08-17"),
        ("Erster Arbeitstag nach dem Urlaub: 17.08.2026", "2026-08-17"),
        ("Betriebsferien KW 33-35", "2026-08-31"),
        ("In Elternzeit bis einschließlich 31.03.27.", "2027-04-01"),
        ("Morgen bin ich wieder erreichbar.", "2026-08-04"),
        ("Ich bin diese und nächste Woche im Urlaub.", "2026-08-17"),
        ("Ich bin zwei Wochen im Urlaub.", None),
        ("Unser Büro ist freitags geschlossen.", None),
        ("Ich bin bis auf Weiteres nicht im Dienst.", None),
    ],
)
def test_the_forms_of_other_peoples_absences(text, expected):
    day = return_day(text, SENT)
    assert (day.isoformat() if day else None) == expected


@pytest.mark.parametrize(
    ("text", "sent", "expected"),
    [
        ("Wir machen zu vom 24.12. bis 6.1.", date(2026, 12, 21), "2027-01-07"),
        ("bis Heilige Drei Könige geschlossen", date(2026, 12, 21), "2027-01-07"),
        ("Wir sind ab Silvester bis Neujahr geschlossen", date(2026, 12, 21), "2027-01-02"),
        ("vom 28.12. bis 08.01. nicht im Büro", date(2027, 1, 4), "2027-01-09"),
        ("Bin seit 28.12. im Urlaub, ab 11.1. wieder da", date(2027, 1, 4), "2027-01-11"),
        ("Ich war bis 31.12. im Urlaub", date(2027, 1, 4), None),
        ("Frau Moser kommt erst am Dienstag nach Pfingsten wieder.", date(2026, 5, 12), "2026-05-26"),
        ("Über Ostern sind wir verreist.", date(2026, 3, 30), "2026-04-07"),
    ],
)
def test_feasts_and_the_turn_of_the_year(text, sent, expected):
    day = return_day(text, sent)
    assert (day.isoformat() if day else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fragen Sie im Frühjahr noch einmal nach.", "2027-03-01"),
        ("Im nächsten Quartal können wir wieder darüber sprechen.", "2026-10-01"),
        ("Im neuen Jahr hab ich wieder ein Ohr für Sie.", "2027-01-01"),
        ("Meine Antwort lautet heute nein und im September vermutlich ja.", "2026-09-01"),
        ("Rufen Sie am Dienstag nach Ostern an.", "2027-03-30"),
        ("Fragen Sie im Herbst noch mal nach.", None),
        ("Im Frühjahr haben wir keine Zeit.", None),
    ],
)
def test_times_whose_first_day_is_meant(text, expected):
    day = later_day(text, SENT)
    assert (day.isoformat() if day else None) == expected
