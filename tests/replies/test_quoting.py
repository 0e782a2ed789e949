from __future__ import annotations

import pytest

from replies.body import html_to_text
from replies.parse import parse_mail
from replies.quoting import new_words

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
