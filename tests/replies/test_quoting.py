from __future__ import annotations

import pytest

from replies.body import html_to_text
from replies.parse import parse_mail
from replies.trimming.quoting import new_words

OWN = "Hallo Frau Seidel,\n\nwas kostet das jetzt?"
OURS = "Guten Tag Jana Köhler,\nwir haben etwas Neues.\nHier abmelden oder widersprechen."
MARKED = "\n".join(f"> {line}" for line in OURS.split("\n"))

QUOTES = {
    "thunderbird": f"Am 03.08.2026 um 09:12 schrieb Team Firma:\n{MARKED}",
    "gmail": f"Am Mo., 3. Aug. 2026 um 09:12 Uhr schrieb Team Firma <team@firma.test>:\n\n{OURS}",
    "gmail_wrapped": f"Am Mo., 3. Aug. 2026 um\n09:12 Uhr schrieb Team Firma <\nteam@firma.test>:\n\n{MARKED}",
    "apple": f"> Am 03.08.2026 um 09:12 schrieb Team Firma <team@firma.test>:\n> \n{MARKED}",
    "outlook": f"Von: Team Firma <team@firma.test>\nGesendet: Montag, 3. August 2026 09:12\nAn: Jana Köhler\nBetreff: Ihr Zugang\n\n{OURS}",
    "outlook_bold": f"*Von:* Team Firma <team@firma.test>\n*Gesendet:* Montag, 3. August 2026 09:12\n*An:* Jana Köhler\n*Betreff:* Ihr Zugang\n\n{OURS}",
    "outlook_line": f"________________________________\nVon: Team Firma <team@firma.test>\nGesendet: Montag, 3. August 2026 09:12\nAn: Jana Köhler\nBetreff: Ihr Zugang\n\n{OURS}",
    "old_outlook": f"-----Ursprüngliche Nachricht-----\nVon: Team Firma [mailto:team@firma.test]\nGesendet: Montag, 3. August 2026 09:12\nAn: Jana Köhler\nBetreff: Ihr Zugang\n\n{OURS}",
    "gmx": f'Gesendet: Montag, 03. August 2026 um 09:12 Uhr\nVon: "Team Firma" <team@firma.test>\nAn: jana@kunde.test\nBetreff: Ihr Zugang\n\n{OURS}',
    "t_online": f'-----Original-Nachricht-----\nBetreff: Ihr Zugang\nDatum: 2026-08-03T09:12:00+0200\nVon: "Team" <team@firma.test>\nAn: "Jana" <jana@kunde.test>\n\n{OURS}',
    "via": f"Team Firma via Helpdesk schrieb am 03.08.2026 um 09:12:\n\n{OURS}",
    "english": f"On Mon, Aug 3, 2026 at 9:12 AM Team Firma <team@firma.test> wrote:\n{MARKED}",
    "exchange_english": f"From: Team Firma\nSent: Monday, August 3, 2026 9:12 AM\nTo: Jana\nSubject: Ihr Zugang\n\n{OURS}",
}


@pytest.mark.parametrize("name", QUOTES)
def test_top_posting_keeps_the_new_words_only(name):
    assert new_words(f"{OWN}\n\n{QUOTES[name]}") == OWN


@pytest.mark.parametrize("name", QUOTES)
def test_a_signature_between_words_and_quote_goes_too(name):
    signed = f"{OWN}\n\nMit freundlichen Grüßen\nJana Köhler\n\nKöhler GmbH\nGeschäftsführerin: Jana Köhler\nAmtsgericht Stuttgart HRB 12345"
    assert new_words(f"{signed}\n\n{QUOTES[name]}") == OWN


def test_answers_between_and_below_marked_quotes_are_kept():
    text = "Am 03.08.2026 um 09:12 schrieb Team:\n> Nutzen Sie das Programm noch?\n\nNein.\n\n> Dürfen wir anrufen?\n\nBitte nicht mehr.\n"
    assert new_words(text) == "Nein.\n\nBitte nicht mehr."


@pytest.mark.parametrize(
    "line",
    [
        "Von meinem iPhone gesendet",
        "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.",
        "Sent from my iPhone",
        "Von Samsung Mobile gesendet",
        "Gesendet mit der GMX Mail App",
    ],
)
def test_device_notes_are_not_words(line):
    assert new_words(f"Danke!\n\n{line}\n") == "Danke!"


@pytest.mark.parametrize(
    "tail",
    [
        "-- \nJana Köhler\nTel. 0711 5550101",
        "Viele Grüße\nJana",
        "MfG\nKöhler",
        "LG Jana",
        "Beste Grüße aus Ulm\nJana Köhler",
        "Diese E-Mail enthält vertrauliche Informationen. Bitte löschen Sie sie, wenn Sie nicht der Adressat sind.",
        "Mit freundlichem Gruß\ni. A. Jana Köhler\n\nInformationen zum Datenschutz und Ihrem Recht auf Löschung und Widerspruch finden Sie hier.",
    ],
)
def test_sign_off_signature_and_disclaimer_go(tail):
    assert new_words(f"Was kostet das?\n\n{tail}") == "Was kostet das?"


def test_a_postscript_below_the_name_stays():
    assert (
        new_words("Danke!\n\nViele Grüße\nJana\n\nPS: Bitte keine Anrufe mehr.")
        == "Danke!\n\nPS: Bitte keine Anrufe mehr."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Mein Kollege schrieb mir gestern:\nDas lohnt sich nicht.",
        "Von: wegen günstig!",
        "Am Montag kündigte ich. Seitdem kam nichts.",
        "Viele Grüße an Herrn Brandt, er war immer sehr hilfsbereit und hat uns gut beraten, danke dafür!",
    ],
)
def test_words_that_only_look_like_a_quote_stay(text):
    assert new_words(text) == text


@pytest.mark.parametrize("text", ["", "\n\n", MARKED, QUOTES["outlook"]])
def test_a_mail_of_quotes_alone_has_no_new_words(text):
    assert new_words(text) == ""


def test_html_quotes_are_marked_and_cut():
    html = (
        "<html><head><style>p{}</style></head><body><div>Was kostet&nbsp;das?</div><br><div class='gmail_quote'>"
        "<div>Am Mo., 3. Aug. 2026 um 09:12 Uhr schrieb Team &lt;team@firma.test&gt;:<br></div>"
        "<blockquote><p>Hier abmelden</p></blockquote></div></body></html>"
    )
    assert new_words(html_to_text(html)) == "Was kostet das?"


def test_the_html_part_speaks_when_there_is_no_text_part():
    raw = "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Grüße &amp; Küsse</p><script>alert(1)</script>\n--b--\n"
    assert parse_mail(raw.encode()).new_text == "Grüße & Küsse"


INTROS = [
    "Am Montag, 9. November 2026 um 10:12:34 MEZ hat Tom Brandt <tom@firma.test> Folgendes geschrieben:",
    "Am Mo., 9. Nov. 2026 um 10:12 Uhr schrieb Wir von der Firma <tom@firma.test>:",
    "Am Mo., 9. Nov. 2026 um 10:12 Uhr schrieb Tom Brandt, Kundenbetreuung\nund Rückgewinnung <tom@firma.test\n>:",
    "Am\nMo., 9. Nov. 2026 um 10:12 Uhr schrieb Tom <tom@firma.test>:",
    "---- Am Mo, 09 Nov 2026 10:12:34 +0100 Tom Brandt <tom@firma.test> schrieb ----",
    "Tom Brandt\nschrieb am Montag, 9. November 2026 um 10:12:34 MEZ:",
    "Le lun. 9 nov. 2026 à 10:12, Tom <tom@firma.test> a écrit :",
    "Il giorno lun 9 nov 2026 alle ore 10:12 Tom <tom@firma.test> ha scritto:",
    "Op ma 9 nov 2026 om 10:12 schreef Tom <tom@firma.test>:",
    "Tom Brandt ---09.11.2026 10:12:11---Guten Tag",
    "Van: Tom <tom@firma.test>\nVerzonden: maandag 9 november 2026 10:12\nAan: Jana\nOnderwerp: Terug",
    "De : Tom <tom@firma.test>\nEnvoyé : lundi 9 novembre 2026 10:12\nÀ : Jana\nObjet : Retour",
    "Von: Tom\n[mailto:tom@firma.test]\nGesendet: Montag, 9. November 2026\n10:12\nAn: a@x.test; b@x.test;\nc@x.test\nBetreff: Zurück",
    "Von:\nTom <tom@firma.test>\nGesendet:\nMontag, 9. November 2026\nAn:\nj@x.test\nBetreff:\nZurück",
    "Von: Tom <tom@firma.test> Gesendet: Montag, 9. November 2026 10:12 An: Jana Betreff: Zurück",
    "Gesendet: Montag, 9. November 2026 / Von: Tom <tom@firma.test> / An: j@x.test / Betreff: Zurück",
    "##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein -##",
]


@pytest.mark.parametrize("line", INTROS)
@pytest.mark.parametrize("quote", [OURS, MARKED], ids=["unmarked", "marked"])
def test_a_quote_is_known_by_its_first_lines_however_they_are_wrapped(line, quote):
    assert new_words(f"{OWN}\n\n{line}\n\n{quote}") == OWN


def test_the_whole_quote_in_one_paragraph_is_cut_where_it_begins():
    text = f"{OWN} Am 3.8.2026 um 09:12 schrieb Team Firma <team@firma.test>: {' '.join(OURS.split())}"
    assert new_words(text) == OWN


def test_a_salutation_that_names_the_sender_is_not_his():
    assert new_words(f"Nein danke.\n\n{OURS}", "Jana Köhler") == "Nein danke."


@pytest.mark.parametrize(
    ("line", "sender"),
    [
        ("--> Nein, bitte löschen.", "Jana Köhler"),
        ("JK: Nein, bitte löschen.", "Jana Köhler"),
        ("[Jana] Nein, bitte löschen.", "Jana Köhler"),
        (">>> Nein, bitte löschen.", "Jana Köhler"),
    ],
)
def test_answers_in_an_unmarked_quote_are_known_by_their_mark(line, sender):
    text = f"Antworten siehe unten.\n\n{QUOTES['outlook']}\n{line}\nNewsletter abmelden"
    assert new_words(text, sender).endswith("Nein, bitte löschen.")
    assert "Hier abmelden" not in new_words(text, sender)


@pytest.mark.parametrize(
    "nested", [">> Bitte löschen", "» Hier abmelden", "-> Jetzt abmelden: https://firma.test", "ABMELDEN UND LÖSCHEN"]
)
def test_marks_of_the_quoted_mail_are_no_answers(nested):
    long = "Guten Tag, die Unterlagen habe ich gestern bei Ihnen im Laden abgegeben und bekam eine Quittung."
    assert new_words(f"{long}\n\n{QUOTES['outlook']}\n> früher\n{nested}") == long


def test_an_answer_below_an_unmarked_quote_begins_with_its_salutation():
    quote = f"{QUOTES['outlook']}\nFreundliche Grüße\nTeam Firma\nFirma GmbH"
    text = f"{quote}\n\nHallo Team,\nbitte löschen Sie mich.\n\nViele Grüße\nJana"
    assert new_words(text, "Jana Köhler") == "Hallo Team,\nbitte löschen Sie mich."


@pytest.mark.parametrize(
    "text",
    [
        "Servus, bitte keine Mails mehr!",
        "Ciao Jule,\n\nich will nichts mehr von euch hören.",
        "MfG, und bitte keine Werbung mehr.",
        "Wir sind beim Amtsgericht Köln in Insolvenz, bitte keine Mails mehr.",
        "Diese Nachricht kann ich nicht öffnen, löschen Sie mich bitte.",
        "Ihr Kollege schrieb am 3.5.2026 um 10:12 folgendes:\nWir rufen nie wieder an.",
        "Bitte schicken Sie alles an die neue Anschrift:\n\nKöhler GmbH\nRingstr. 1\n70173 Stuttgart",
    ],
)
def test_words_that_only_look_like_a_farewell_or_footer_stay(text):
    assert new_words(text, "Jana Köhler") == text


def test_a_wish_below_the_name_stays_without_ps():
    text = "Danke!\n\nViele Grüße\nJana Köhler\nKöhler GmbH\n\nBitte senden Sie mir auch keine Werbung mehr."
    assert new_words(text, "Jana Köhler") == "Danke!\n\nBitte senden Sie mir auch keine Werbung mehr."


@pytest.mark.parametrize(
    "farewell", ["Es grüßt herzlich", "LG Jana 🌻", "thx jana", "Petri Heil", "Mit freundlichen GrüßenJana Köhler"]
)
def test_a_farewell_is_known_by_its_form_or_by_the_name(farewell):
    assert new_words(f"Was kostet das?\n\n{farewell}\nJana Köhler", "Jana Köhler") == "Was kostet das?"


def test_a_signature_without_farewell_goes_with_its_slogan_and_disclaimer():
    card = (
        "Petra Schäfer\nEinkauf\n\nKöhler GmbH\nRingstr. 1\n70173 Stuttgart\nBesuchen Sie uns auf der Messe in Halle 4!"
    )
    assert new_words(f"Das passt uns so.\n\n{card}", "Köhler Maschinen info") == "Das passt uns so."


def test_banners_and_residues_of_images_are_nobodys_words():
    text = "[EXTERN] Diese E-Mail stammt von außerhalb.\n\nWas kostet das?\n\n[cid:image001.png@01DB]\n[Logo]<https://firma.test>"
    assert new_words(text) == "Was kostet das?"
