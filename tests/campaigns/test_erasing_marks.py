"""By what an erasure recognises a person in rows, texts and mails, and what it leaves to other people."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest

from campaigns.erasing.identity import Identity
from campaigns.erasing.mails import is_hers
from campaigns.erasing.rows import without

HER = Identity(
    pseudonym="f" * 64,
    first_name="Wiebke",
    last_name="Ährensang",
    places=("Möwenstieg 9", "24143"),
    emails=("wiebke.aehrensang@kunde.example",),
    numbers=("+494317654321",),
    profiles=("linkedin.com/in/wiebke-aehrensang",),
    ids=("K-77", "1077", "0f1e2d3c-0000-4000-8000-000000000001"),
    message_ids=("abc.def@firma.example",),
)


@pytest.mark.parametrize(
    "text",
    [
        "an WIEBKE.AEHRENSANG@KUNDE.EXAMPLE geschickt", "Tel. 0431 / 76 54 321", "+49 (431) 765-4321", "0049 431 7654321",
        "siehe K-77.", "(K-77)", "<b>wiebke.aehrensang&#64;kunde.example</b>", "Message <abc.def@firma.example>",
        "Wiebke Ährensang, Möwenstieg 9", "ÄHRENSANG, WIEBKE; 24143 Kiel", "https://www.linkedin.com/in/Wiebke-Aehrensang",
        "Sendung 0f1e2d3c-0000-4000-8000-000000000001",
    ],
)  # fmt: skip
def test_she_is_named(text):
    assert HER.in_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "K-771 und AK-77 und K-77-2", "Betrag 1077 Euro", "Wiebke Ährensang ohne Ort", "24143 Kiel, Möwenstieg 9",
        "Ährensang, Holger; 24143. Wiebke Petersen", "0431 7654322", "aehrensang@kunde.example", "",
    ],
)  # fmt: skip
def test_somebody_else_is_named(text):
    assert not HER.in_text(text)


def test_a_bare_number_counts_in_a_column_of_ids_alone():
    heads = ("contact_id", "postcode", "Kundennummer")
    assert HER.in_row(heads, ("1077", "24103", ""))
    assert HER.in_row(heads, ("", "24103", "1077"))
    assert not HER.in_row(heads, ("9", "1077", "9"))


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b"")])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_her_rows_go_and_every_other_row_keeps_its_bytes(encoding, mark, delimiter):
    head, hers = delimiter.join(("contact_id", "note")), delimiter.join(("K-77", '"zwei\r\nZeilen"'))
    others = [delimiter.join((f"K-{n}", f'"Grüße\n""{n}"""')) for n in (1, 2)]
    table = mark + "\r\n".join((head, others[0], hers, others[1], "")).encode(encoding)
    done = without(table, HER)
    assert (done.gone, done.left) == (1, 2)
    assert done.content == mark + "\r\n".join((head, *others, "")).encode(encoding)
    assert without(done.content, HER).content == done.content


def test_an_empty_file_and_one_without_her_stay_as_they_are():
    assert without(b"", HER).content == b""
    assert without(b"a;b\n1;2", HER).gone == 0


def mail(**headers):
    made = EmailMessage()
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(headers.pop("text", "Guten Tag"))
    return made


@pytest.mark.parametrize(
    "headers",
    [
        {"To": "Wiebke <Wiebke.Aehrensang@kunde.example>"}, {"From": "wiebke.aehrensang@kunde.example"},
        {"Cc": "a@b.example, wiebke.aehrensang@kunde.example"}, {"Message_ID": "<abc.def@firma.example>"},
        {"In_Reply_To": "<abc.def@firma.example>"}, {"References": "<x@y.example> <abc.def@firma.example>"},
    ],
)  # fmt: skip
def test_a_mail_is_hers_by_its_headers(headers):
    assert is_hers(mail(**headers).as_bytes(), HER)


def test_a_bounce_of_her_mail_is_hers_and_a_colleagues_words_about_her_are_not():
    bounce = mail(From="mailer-daemon@relay.example", To="team@firma.example")
    bounce.add_attachment(mail(To="wiebke.aehrensang@kunde.example"))
    assert is_hers(bounce.as_bytes(), HER)
    words = "Bitte rufen Sie wiebke.aehrensang@kunde.example an."
    assert not is_hers(mail(From="holger@kunde.example", text=words).as_bytes(), HER)
    assert not is_hers(b"\xff\xfe no mail at all", HER)


def test_a_note_that_stays_loses_every_mark():
    note = "Mail von Wiebke.Aehrensang@kunde.example, Frau Ährensang (K-77), Möwenstieg 9"
    blank = HER.blanked(note)
    assert "[gelöscht]" in blank
    assert not HER.in_text(blank)
    assert "hrensang" not in blank


def test_the_journal_gives_the_same_identity_back():
    assert Identity.of_json(json.loads(HER.as_json())) == HER
    assert HER.joined(HER) == Identity.of_json(
        {**json.loads(HER.as_json()), **{name: sorted(getattr(HER, name)) for name in ("places", "ids")}}
    )
