"""Mails that colleagues of ours hand on, mails that come through a list, and what hangs on a mail."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from campaigns.inbound.relabel import relabel
from replies.reply import Label
from store.tables import permission, rights
from tests.campaigns.house_of import HouseOf
from tests.campaigns.inbound.mails_of import MAILS, came, last, mailed, tasks_of, words

KIM = "kim@nordlicht-software.example"
NO_MORE = "Bitte keine Werbung mehr."
FOOT = "Am 02.03.2026 um 10:00 schrieb Team <team@nordlicht.example>:\n> Sie können der Werbung widersprechen.\n"


def forward(sender: str = KIM, writer: str = "k1@kunde1.example", said: str = NO_MORE, note: str = "Zur Info") -> bytes:
    head = f"Von: Anna <{writer}>\nDate: Di., 3. März 2026 um 10:12 Uhr\nSubject: Re: Neues\nTo: <{KIM}>\n"
    text = f"{note}\n\n---------- Forwarded message ---------\n{head}\n{said}\n\nAnna\n\n{FOOT}"
    return words(text, sender, Subject="Fwd: Neues")


def objections(one: HouseOf) -> list[tuple[object, ...]]:
    return one.rows(select(permission.objection.c.contact_id, permission.objection.c.address_hash))


def test_a_no_that_a_colleague_hands_on_holds_its_writer_until_a_person_decides(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one)
    came(one, parser, forward())
    assert last(one, "contact_id", "matched_by", "effect", "label") == (1, "forwarded", "hold", None)
    assert last(one, "evidence_text") == NO_MORE
    ((kind, brief),) = tasks_of(one, "kind", "brief")
    assert kind == "read_reply"
    assert KIM in brief
    assert "k1@kunde1.example" in brief
    assert NO_MORE in brief
    assert "fremd" not in brief
    assert objections(one) == []
    one.play(days=15)
    assert [name for name, _, _ in one.sent()] == ["mail"]  # of before: advertising waits
    assert relabel(one.house, last(one, "fingerprint"), Label.OBJECTION_UNSUBSCRIBE, "jana")
    assert {row[0] for row in objections(one)} == {1}
    assert one.runs("probe") == [("stopped", "objection")]


def test_nothing_handed_on_is_applied_to_the_colleague_even_where_she_is_a_customer(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one, "K-1")
    one.consenting("K-2", email=KIM)
    one.now()
    came(one, parser, forward(note="Bitte löschen Sie alle Daten dieser Kundin."))
    assert last(one, "contact_id", "effect") == (1, "hold")
    assert one.runs("probe") == [("active", None)] * 2
    assert relabel(one.house, last(one, "fingerprint"), Label.DSGVO_ERASURE, "jana")
    assert one.rows(select(rights.data_request.c.contact_id)) == [(1,)]
    assert {row[0] for row in objections(one)} == {1}
    came(one, parser, forward(writer="fremd@anderswo.example"))
    assert last(one, "contact_id", "effect", "review") == (None, "hold", True)


def test_a_colleague_who_hands_on_a_strangers_mail_is_neither_a_stranger_nor_a_robot(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one)
    came(one, parser, forward(writer="fremd@anderswo.example"))
    assert last(one, "contact_id", "effect", "review", "kind") == (None, "hold", True, "human_reply")
    came(one, parser, words(NO_MORE, KIM))
    assert last(one, "contact_id", "effect", "review") == (None, "hold", True)
    assert objections(one) == []


def test_a_thread_handed_on_without_a_known_writer_stays_with_whom_it_belongs_to(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    raw = forward(writer="sekretariat@anderswo.example").replace(
        b"Subject:", f"References: <{message_id}>\r\nSubject:".encode(), 1
    )
    came(one, parser, raw)
    assert last(one, "contact_id", "matched_by", "effect") == (1, "forwarded", "hold")
    assert objections(one) == []


def test_a_mail_handed_on_as_an_attachment_is_held_for_its_writer_and_stays_shut(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one)
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "Anna <k1@kunde1.example>", KIM, "Keine Werbung"
    inner.set_content(NO_MORE)
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = KIM, "team@nordlicht.example", "WG: Keine Werbung"
    outer.set_content("Siehe Anhang.")
    outer.add_attachment(inner)
    came(one, parser, bytes(outer))
    assert last(one, "contact_id", "effect") == (1, "hold")
    ((brief,),) = tasks_of(one, "brief")
    assert "Anhang, ungeöffnet: „Keine Werbung“ (message/rfc822" in brief
    assert NO_MORE not in brief


def test_a_neighbour_at_the_same_provider_is_nobody_of_ours(home, parser):
    one = home(texts={"probe": MAILS})
    brand = one.house.brands[one.house.default_brand]
    brands = {one.house.default_brand: replace(brand, from_address="firma@gmx.de", reply_to="firma@gmx.de")}
    one.house = replace(one.house, brands=brands)
    one.__post_init__()
    came(one, parser, words(NO_MORE, "nachbar@gmx.de"))
    assert last(one, "effect") == "objection"


def test_what_a_colleague_answers_the_customer_hands_on_nothing(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one, owner_email=KIM)
    raw = forward(note="Gern, das machen wir.").replace(b"To: team@", b"To: k1@kunde1.example, team@", 1)
    came(one, parser, raw)
    assert last(one, "contact_id", "effect") == (None, "hold")


@pytest.mark.parametrize("token", [True, False])
def test_an_answer_through_a_mailing_list_is_an_answer(home, parser, token):
    one = home(texts={"probe": MAILS})
    pattern = "antwort+{token}@nordlicht.example"
    one.house = replace(
        one.house, brands={name: replace(brand, reply_pattern=pattern) for name, brand in one.house.brands.items()}
    )
    one.__post_init__()
    message_id = mailed(one)
    to = pattern.format(token=message_id.partition("@")[0]) if token else "team@nordlicht.example"
    headers = {"List_Id": "<einkauf.kunde1.example>", "Subject": "Neues"}
    came(
        one,
        parser,
        words("Wir hätten gern ein Angebot, bitte.", cites="" if token else message_id, to=to, **headers),
    )
    assert last(one, "kind", "contact_id", "effect") == ("human_reply", 1, "stop")
    assert one.runs("probe") == [("stopped", "replied")]


def test_a_newsletter_that_cites_nothing_of_ours_stays_one(home, parser):
    one = home(texts={"probe": MAILS})
    mailed(one)
    headers = {"List_Id": "<news.kunde1.example>", "Subject": "Neues im März"}
    came(one, parser, words("Wir hätten gern ein Angebot, bitte.", **headers))
    assert last(one, "kind", "effect") == ("unknown", "none")
    assert one.runs("probe") == [("active", None)]


def test_what_hangs_on_a_mail_is_named_with_nothing_hostile_in_its_name(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "k1@kunde1.example", "team@nordlicht.example", "Re: Neues"
    mail["In-Reply-To"] = f"<{message_id}>"
    mail.set_content("Wie lange gilt das Angebot noch?")
    mail.add_attachment(b"x" * 4_000, maintype="application", subtype="pdf", filename="Rechnung\u202efdp\x1b[2J.exe")
    mail.add_attachment(b"y" * 2_500_000, maintype="image", subtype="png", filename="b" * 200 + ".png")
    came(one, parser, bytes(mail))
    ((brief,),) = tasks_of(one, "brief")
    first, second = [line for line in brief.splitlines() if line.startswith("Anhang")]
    assert "(application/pdf, 4,0 kB)" in first
    assert "\u202e" not in first
    assert "\x1b" not in first
    assert first.count("Rechnung") == 1
    assert ".exe“" in first
    assert second.endswith("b.png“ (image/png, 2,5 MB)")
    assert len(second.split("„")[1].split("“")[0]) == 60
    assert relabel(one.house, last(one, "fingerprint"), Label.MEETING_REQUEST, "jana")
    ((again,),) = tasks_of(one, "brief")
    assert [line for line in again.splitlines() if line.startswith("Anhang")] == [first, second]
