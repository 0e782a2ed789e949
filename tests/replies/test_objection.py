from __future__ import annotations

import pytest

from replies.meaning.objection import is_unclear, objection_in, objection_scope
from tests.replies.mails import reply

# Phrases of judgments and consumer bodies (OLG Schleswig, OLG Oldenburg 6 U 27/18, Verbraucherzentrale), and plain ones.
OBJECTIONS = [
    "Bitte unterlassen Sie jegliche Form einer Kontaktaufnahme die in Bezug von (Rück-) Werbung steht. Darüber hinaus widerspreche ich jeder sonstigen Verarbeitung meiner personenbezogenen Daten.",
    "Hiermit kündige ich. Außer der Kündigungsbestätigung bitte ich von weiteren Kontaktaufnahmen abzusehen. Etwaige erteilte Einwilligungen in Telefonanrufe, E-Mails bzw. Vertreterbesuche widerrufe ich mit sofortiger Wirkung.",
    "Ich widerspreche der Verarbeitung oder Nutzung meiner Daten für Zwecke der Werbung oder der Markt- oder Meinungsforschung auf jeglichem Kommunikationsweg.",
    "Ich widerspreche der Verarbeitung meiner personenbezogenen Daten zum Zweck der Direktwerbung (Artikel 21 Absatz 2 Datenschutz-Grundverordnung).",
    "Kündigung zum nächstmöglichen Termin. Bitte keine weitere Werbung.",
    "Hiermit kündige ich meinen Vertrag. Keine Rückwerbung!",
    "Von Rückgewinnungsversuchen bitte ich abzusehen.",
    "keine Werbung mehr",
    "Ich möchte nicht mehr kontaktiert werden.",
    "Lassen Sie mich bitte in Ruhe",
    "Streichen Sie mich aus Ihrer Liste.",
    "Bitte nehmt mich aus dem Newsletter-Verteiler raus",
    "Ich ziehe meine Einwilligung zurück.",
    "Weitere Anrufe sind unerwünscht, Werbung ebenso.",
    "Wenn möglich, bitte keine Werbung mehr.",
    "Ich moechte keine Angebote mehr erhalten",
    "Melden Sie sich nie wieder bei mir",
    "Bitte verschonen Sie uns mit weiteren Angeboten.",
    "Ich will nichts mehr von Ihnen hören.",
    "Please remove me from your list.",
]
NO_OBJECTIONS = [
    "Hiermit kündige ich meinen Vertrag zum 31.12.2026.",
    "Ich widerrufe den Vertrag fristgerecht.",
    "Hiermit widerrufe ich mein SEPA-Lastschriftmandat und kündige fristgerecht.",
    "Bitte bestätigen Sie mir die Kündigung schriftlich und nennen Sie das Vertragsende.",
    "Ich möchte meinen Tarif kündigen, da ich umziehe.",
    "Die Software wird nicht mehr benötigt.",
    "Wir haben keine Verwendung mehr für das Programm.",
    "Zu teuer, keine Schnittstelle, kein Support.",
    "Ich habe keine E-Mail mit der Bestätigung erhalten.",
    "Wir widersprechen der Preiserhöhung und kündigen außerordentlich.",
    "Mir fehlt die Auswertung per E-Mail.",
    "Ich habe seit Wochen keine Antwort bekommen.",
    "Bitte melden Sie das Gerät ab.",
    "Der Mitarbeiter wurde abgemeldet.",
    "",
]


@pytest.mark.parametrize("text", OBJECTIONS)
def test_an_objection_is_heard(text):
    assert objection_in(text) is not None


@pytest.mark.parametrize("text", NO_OBJECTIONS)
def test_a_plain_cancellation_is_none(text):
    assert objection_in(text) is None


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Bitte keine Werbung mehr.", "global"),
        ("Bitte rufen Sie mich nicht mehr an, E-Mail ist in Ordnung", "phone"),
        ("Ich möchte keine Anrufe mehr erhalten.", "phone"),
        ("Keine Briefe mehr bitte.", "post"),
        ("Bitte keine E-Mails mehr, Post ist in Ordnung.", "email"),
        ("Bitte keine E-Mails mehr.", "global"),
        ("Keine Anrufe und keine Werbung mehr.", "global"),
        ("Keine Anrufe mehr und keine Briefe mehr.", "global"),
        ("Keine Werbung per Telefon mehr, bitte.", "phone"),
        ("Außer der Kündigungsbestätigung bitte ich von weiteren Kontaktaufnahmen abzusehen.", "global"),
    ],
)
def test_the_scope_is_the_one_medium_named_or_everything(text, scope):
    assert objection_scope(text) == scope


@pytest.mark.parametrize(
    ("body", "label", "stop"),
    [
        ("Noch so ein Angebot und ich gehe zum Anwalt.", "complaint_angry", "sequence"),
        ("Bitte bis Ende September keine Anrufe.", "not_now_later", "pause_until"),
        ("Danke für alles, aber bitte keine Mails mehr.", "objection_unsubscribe", "all_advertising"),
        (
            "Das Angebot klingt gut. Werbung möchte ich trotzdem keine mehr bekommen.",
            "objection_unsubscribe",
            "all_advertising",
        ),
        ("Bitte löschen Sie meine Daten und schreiben Sie mir nicht mehr.", "dsgvo_erasure", "all_advertising"),
        (
            "Ich bitte um Auskunft nach Art. 15 DSGVO und widerspreche der Nutzung meiner Daten zu Werbezwecken.",
            "dsgvo_access",
            "all_advertising",
        ),
    ],
)
def test_polarity_time_and_conditions(body, label, stop):
    answer = reply(body)
    assert (answer.label, answer.stop) == (label, stop)


def test_words_of_unwillingness_that_are_denied_hold_and_ask_a_person():
    answer = reply("Ich möchte nicht abgemeldet werden, im Gegenteil.")
    assert (answer.stop, answer.review) == ("hold", True)


def test_the_evidence_is_the_sentence_as_written():
    answer = reply("Hallo,\n\ndanke für alles. Bitte keine Werbung mehr!\n\nViele Grüße\nJana")
    assert answer.evidence.text == "Bitte keine Werbung mehr!"
    assert answer.reply_text == "Hallo,\n\ndanke für alles. Bitte keine Werbung mehr!"


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("Streichen Sie mich aus Ihrer Liste.", True),
        ("Bitte nehmt mich aus dem Newsletter-Verteiler raus", True),  # e-mail named alone is read widely, so unclear
        ("keine Werbung mehr", False),
        ("Ich möchte nicht mehr kontaktiert werden.", False),
        ("Bitte rufen Sie mich nicht mehr an, E-Mail ist in Ordnung.", False),
        ("Weitere Anrufe sind unerwünscht, Briefe ebenso.", False),
        ("Wann läuft mein Vertrag aus?", False),
        ("", False),
    ],
)
def test_what_leaves_open_to_what_it_objects(text, unclear):
    assert is_unclear(text) is unclear


_RUN_ON = "und das Programm war für unsere Zwecke leider viel zu teuer "


@pytest.mark.parametrize(
    "before",
    [
        _RUN_ON * 34,  # one sentence of 2,000 characters without a full stop
        "Es war zu teuer. " * 310,
        "Kündigung " + "ä" * 4_090 + ". ",  # 8,225 bytes
        "Es war zu teuer.\n" * 960,  # 16 KiB
        _RUN_ON * 1_090,  # the longest body a form takes
        "x" * 2_000 + " ",
        "Wenn es nach mir geht " + _RUN_ON * 34,
    ],
    ids=["run-on", "many", "bytes", "lines", "longest", "one word", "condition far away"],
)
@pytest.mark.parametrize("behind", ["", " und das war es", ". " + "Es war zu teuer. " * 3])
def test_an_objection_is_heard_wherever_it_stands(before, behind):
    evidence = objection_in(f"{before}bitte keine Werbung mehr{behind}")
    assert evidence is not None
    assert "bitte keine Werbung mehr" in evidence.text
    assert objection_scope(f"{before}keine Anrufe mehr bitte{behind}") == "phone"


@pytest.mark.parametrize("length", range(0, 520, 7))
def test_no_cut_of_a_long_sentence_goes_through_an_objection(length):
    wish = "ich möchte von Ihrem Hause in Zukunft nun wirklich gar keine weitere Werbung erhalten"
    evidence = objection_in("z" * length + " " + _RUN_ON * 20 + wish + " " + _RUN_ON * 20)
    assert evidence is not None
    assert "keine weitere Werbung" in evidence.text


def test_a_long_plain_sentence_is_no_objection():
    assert objection_in(_RUN_ON * 300) is None


@pytest.mark.parametrize(
    "written",
    [
        "Bitte keine Wer\u00adbung mehr",
        "Bitte k\u200beine We\u200brbung mehr",
        "\ufeffBitte keine Werb\u2060ung mehr",
        "Ｂｉｔｔｅ　ｋｅｉｎｅ　Ｗｅｒｂｕｎｇ　ｍｅｈｒ",
        "Ich mo\u0308chte keine E\u2011Mails mehr",
        "Bitte\x00keine\tWerbung\x85mehr",
    ],
)
def test_characters_nobody_sees_hide_no_objection_and_stay_in_the_evidence(written):
    evidence = objection_in(f"Ich kündige. {written}. Danke.")
    assert evidence is not None
    assert evidence.text == " ".join(f"{written}.".split())
