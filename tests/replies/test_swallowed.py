"""Claims that a header, a list, a date or the look of a bounce must not swallow."""

from __future__ import annotations

import pytest

from replies.classify import classify
from replies.parse import from_fields, parse_mail


def said(subject: str, body: str, **headers: str):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    date = "Mon, 02 Mar 2026 10:00:00 +0100"
    fields = {"from": "k@kunde.example", "subject": subject, "date": date, "body": body, "headers": names}
    return classify(from_fields(fields))


@pytest.mark.parametrize(
    "text",
    [
        "Ich habe bis 31.12.2026 Vertrag und will keine Werbung mehr.",
        "Ich bin krank bis 15.12.2026 und möchte nicht mehr kontaktiert werden.",
        "Bis Ende des Jahres und darüber hinaus keine Werbung mehr.",
        "Aktuell kein Bedarf und bitte keine weiteren Mails.",
    ],
)
def test_a_day_beside_an_objection_makes_it_no_pause(text):
    assert said("Re: Ihr Angebot", text).stop == "all_advertising"


@pytest.mark.parametrize(
    ("subject", "body", "stop"),
    [
        ("Kontaktformular", "Bitte löschen Sie alle meine Daten nach Art. 17 DSGVO.", "all_advertising"),
        ("Bitte keine Werbung mehr", "Name: Max Beispiel", "all_advertising"),
        ("Kontaktformular", "Welche Daten haben Sie über mich gespeichert?", "sequence"),
    ],
)
def test_a_form_that_writes_by_machine_still_makes_its_claim(subject, body, stop):
    answer = said(subject, body, Auto_Submitted="auto-generated")
    assert (answer.kind.value, answer.stop) == ("human_reply", stop)


def test_a_claim_through_a_mailing_list_is_held_for_a_person():
    answer = said(
        "Widerspruch", "Ich widerspreche der Nutzung meiner Daten für Werbung.", List_Id="<team.firma.example>"
    )
    assert (answer.stop, answer.review) == ("hold", True)


def test_somebody_who_tells_of_a_dead_address_and_objects_is_no_bounce():
    text = "Der Empfänger ist bei uns nicht mehr: max@anders.example 550 5.1.1. Bitte keine Werbung mehr schicken!"
    answer = said("Frage", text)
    assert (answer.kind.value, answer.stop) == ("human_reply", "all_advertising")


def test_advertising_is_believed_of_nobody_who_answers_us():
    body = "Guten Tag, wir bringen Ihr Ranking bei Google mit Backlinks nach vorn."
    answer = said("Mehr Besucher", body, In_Reply_To="<tag1@firma.example>")
    assert (answer.stop, answer.review) == ("hold", True)


def test_html_beside_a_footer_in_plain_text_is_read():
    mail = (
        b"From: k@kunde.example\nSubject: Frage\nDate: Mon, 02 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=G\n\n--G\nContent-Type: text/html; charset=utf-8\n\n"
        b"<p>Ich widerspreche der Werbung.</p>\n--G\nContent-Type: text/plain\n\nVirenfrei.\n--G--\n"
    )
    assert classify(parse_mail(mail)).stop == "all_advertising"
