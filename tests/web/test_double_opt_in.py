"""Double opt-in from the tick to the proof: one mail, one click by a person, the whole trail on file (BGH I ZR 164/09)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from campaigns.house import ConsentText
from campaigns.pages.opt_in_trail import shortened
from campaigns.tokens import CONFIRM, UNSUBSCRIBE
from channels.channel import Outcome
from contacts.consent import CONFIRM_WITHIN, GLOBAL, ConsentEvent
from contacts.medium import Medium, Purpose
from store import consents
from store.tables import operation, permission
from tests.campaigns.house_of import answers, house_of
from tests.web.conftest import FIRM, Counter
from web.public.app import public_app

TEXT = ConsentText(
    id="email_news",
    version="2026-11",
    medium=Medium.EMAIL,
    purposes=frozenset({Purpose.ADVERTISING}),
    products=frozenset({"auftragsbuch"}),
    brand=None,
    text="Ja, Muster & Söhne <GmbH> darf mir per E-Mail Angebote zum Auftragsbuch schicken. Widerruf jederzeit.",
    privacy_version="ds-7",
)
AGREE = {"what": "agree", "agree": "yes", "text": TEXT.key}
CONFIRMED = {"what": "confirm"}


@pytest.fixture
def guest(tmp_path: Path) -> Iterator[Counter]:
    """Wiebke never consented to e-mail; she was told of letters, and her preference page is open."""
    yield from _guest(tmp_path)


def _guest(folder: Path, **options: object) -> Iterator[Counter]:
    lived = house_of(folder, **{"company": FIRM, "consent_texts": (TEXT,), **options})
    lived.customer(phone="+49 431 1234567")
    lived.cancel()
    (send_id,) = lived.touches("send_id", step="value")[0]
    app = public_app(lived.house)
    with TestClient(
        app, raise_server_exceptions=False, follow_redirects=False, client=("203.0.113.77", 4711)
    ) as client:
        yield Counter(lived, str(send_id), client)
    lived.close()


def asked(guest: Counter) -> str:
    """Agree on the preference page, let the mail leave, and open its link: the path of it."""
    assert "Bitte sehen Sie in Ihr Postfach" in guest.client.post(guest.wishes, data=AGREE).text
    guest.lived.now()
    return link(guest)


def link(guest: Counter) -> str:
    mail = message_from_bytes(guest.lived.carrier.mails[-1].raw, policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert "bestätigen" in mail["Subject"]
    found = re.search(r"https://\S+/bestaetigen/\S+", text)
    assert found is not None
    return urlsplit(found[0]).path


def events(guest: Counter) -> list[str]:
    return [str(word) for word in guest.column(permission.consent_event.c.event)]


def requests(guest: Counter) -> int:
    return len(guest.column(permission.consent.c.id))


def mails(guest: Counter) -> list[str]:
    return [mail.message_id for mail in guest.lived.carrier.mails if b"bestaetigen/" in mail.raw.replace(b"=\r\n", b"")]


def test_the_whole_trail_is_on_file(guest: Counter) -> None:
    began = guest.lived.clock.now()
    path = asked(guest)
    token = path.rpartition("/")[2]
    guest.lived.sleep(minutes=9)
    guest.client.post(path, data=CONFIRMED)
    with guest.lived.house.store.read() as connection:
        ((row,), contact) = consents.consents(connection, contact_pk=1), "K-1"
        trail = {one.event: one for one in consents.trail(connection, row.consent.external_id)}
    given = row.consent
    assert (given.contact_id, given.medium, given.text, given.text_version) == (
        contact,
        Medium.EMAIL,
        TEXT.text,
        TEXT.key,
    )
    assert (given.products, given.purposes, given.privacy_version) == (TEXT.products, TEXT.purposes, "ds-7")
    assert (given.receiver, given.declared_address) == ("preferences", "k1@kunde1.example")
    assert (given.granted_at, given.confirmed_at) == (began, guest.lived.clock.now())
    assert list(trail) == [ConsentEvent.REQUESTED, ConsentEvent.MAIL_SENT, ConsentEvent.CLICKED, ConsentEvent.CONFIRMED]
    requested, sent = trail[ConsentEvent.REQUESTED].data, trail[ConsentEvent.MAIL_SENT].data
    assert (requested["box_default"], requested["form"], requested["ip"]) == ("off", "preferences", "203.0.113.0/24")
    assert requested["submitted_at"] == "2026-03-02T08:00:00+01:00"
    assert requested["text_sha256"] == hashlib.sha256(TEXT.text.encode()).hexdigest()
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert (
        requested["token_sha256"] == sent["token_sha256"] == trail[ConsentEvent.CLICKED].data["token_sha256"] == digest
    )
    mail = guest.lived.carrier.mails[-1]
    assert (sent["message_id"], sent["sha256"], sent["smtp"]) == (mail.message_id, mail.sha256, "250 recorded")
    assert trail[ConsentEvent.CLICKED].data["ip"] == "203.0.113.0/24"
    told = [
        row
        for (row,) in guest.lived.rows(operation.audit_event.select().with_only_columns(operation.audit_event.c.event))
    ]
    assert [event for event in told if str(event).startswith("consent_")] == ["consent_requested", "consent_confirmed"]


def test_the_mail_asks_its_one_question_and_advertises_nothing(guest: Counter) -> None:
    asked(guest)
    mail = message_from_bytes(guest.lived.carrier.mails[-1].raw, policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert TEXT.text in text.replace("\n", " ")
    assert "Wenn Sie nichts tun" in text
    assert "9. März 2026" in text
    assert "mein-stand" not in text
    assert mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_opening_the_link_confirms_nothing(guest: Counter, method: str) -> None:
    path = asked(guest)
    before = guest.everything()
    answer = guest.client.request(method, path)
    assert answer.status_code == {"GET": 200, "HEAD": 200, "OPTIONS": 204}.get(method, 405)
    assert guest.everything() == before
    if method == "GET":
        assert answer.text.count("<button") == 1
        assert "Muster &amp; Söhne &lt;GmbH&gt; darf mir per E-Mail" in answer.text


def test_confirming_twice_is_once_and_says_what_was_agreed(guest: Counter) -> None:
    path = asked(guest)
    first = guest.client.post(path, data=CONFIRMED)
    once = guest.everything()
    guest.lived.sleep(hours=1)
    again = guest.client.post(path, data=CONFIRMED)
    assert (first.status_code, first.text, guest.everything()) == (200, again.text, once)
    assert "So widerrufen Sie" in first.text
    assert "Angebote zum Auftragsbuch" in first.text
    wishes = re.search(r'href="(/einstellungen/[^"]+)"', first.text)
    assert wishes is not None
    assert guest.client.get(wishes[1]).status_code == 200


def test_before_the_click_nothing_is_sent_and_after_it_mails_are(guest: Counter) -> None:
    path = asked(guest)
    guest.lived.play(days=6)
    assert [step for step, channel, _ in guest.lived.sent("K-1") if channel == "email"] == ["confirm"]
    guest.client.post(path, data=CONFIRMED)
    guest.lived.play(days=40)
    assert len([step for step, channel, _ in guest.lived.sent("K-1") if channel == "email"]) > 1


def test_confirming_lifts_an_earlier_objection_for_e_mail_alone(guest: Counter) -> None:
    guest.client.post(guest.wishes, data={"what": "save", "often": "any", "off_email": "yes", "off_post": "yes"})
    guest.lived.sleep(minutes=5)
    path = asked(guest)  # the neutral mail may reach a suppressed address (R042)
    assert "Abgeschaltet am" in guest.client.get(guest.wishes).text
    guest.client.post(path, data=CONFIRMED)
    guest.lived.play(days=120)
    made = {channel for step, channel, _ in guest.lived.sent("K-1") if step != "confirm"}
    assert made == {"email"}


def test_a_global_objection_lets_the_asked_for_mail_through_and_a_click_opens_e_mail(guest: Counter) -> None:
    guest.lived.objection(scope=GLOBAL)
    guest.lived.sleep(minutes=5)
    path = asked(guest)
    assert "Ihre Einwilligung ist bestätigt" in guest.client.post(path, data=CONFIRMED).text
    page = guest.client.get(guest.wishes).text
    stands = dict(re.findall(r"<strong>([^<]+):</strong> ([^<]+)", page))
    assert stands["E-Mail"] == "Werbung auf diesem Weg ist eingeschaltet."
    assert all("Abgeschaltet" in words for way, words in stands.items() if way != "E-Mail")


def test_an_objection_after_the_request_makes_the_click_say_no(guest: Counter) -> None:
    path = asked(guest)
    guest.lived.sleep(minutes=1)
    guest.client.post(guest.stop, data={"List-Unsubscribe": "One-Click"})
    answer = guest.client.post(path, data=CONFIRMED)
    assert "Diese Einwilligung gilt nicht" in answer.text
    assert "<button" not in answer.text  # who said no is not asked again
    guest.client.post(path, data={"what": "again", "agree": "yes", "text": TEXT.key})
    assert events(guest) == ["requested", "mail_sent"]


def test_a_link_ends_after_seven_days_and_offers_to_ask_again(guest: Counter) -> None:
    path = asked(guest)
    guest.lived.sleep(days=6, hours=23)
    assert "Ja, das bestätige ich" in guest.client.get(path).text
    guest.lived.sleep(hours=1)
    assert "Dieser Link ist abgelaufen" in guest.client.get(path).text
    assert "Dieser Link ist abgelaufen" in guest.client.post(path, data=CONFIRMED).text
    assert "confirmed" not in events(guest)
    assert "Ohne Häkchen" in guest.client.post(path, data={"what": "again"}).text
    assert requests(guest) == 1
    again = {"what": "again", "agree": "yes", "text": TEXT.key}
    assert "Bitte sehen Sie in Ihr Postfach" in guest.client.post(path, data=again).text
    guest.lived.now()
    assert link(guest) != path
    assert "Ihre Einwilligung ist bestätigt" in guest.client.post(link(guest), data=CONFIRMED).text


def test_one_mail_in_24_hours_and_no_reminder(guest: Counter) -> None:
    asked(guest)
    for _ in range(3):
        guest.lived.sleep(hours=7)
        assert "schon unterwegs" in guest.client.post(guest.wishes, data=AGREE).text
    guest.lived.play(days=20)
    assert (len(mails(guest)), requests(guest)) == (1, 1)
    assert "Bitte sehen Sie in Ihr Postfach" in guest.client.post(guest.wishes, data=AGREE).text
    guest.lived.now()
    assert (len(mails(guest)), requests(guest)) == (2, 2)


def test_the_address_counts_whoever_uses_it(guest: Counter) -> None:
    guest.lived.customer("K-2", email="k1@kunde1.example")
    guest.lived.cancel("K-2")
    asked(guest)
    (other,) = [row[0] for row in guest.lived.touches("send_id", "contact_id", step="value") if row[1] == 2]
    page = replace(guest, send_id=str(other)).wishes
    assert "schon unterwegs" in guest.client.post(page, data=AGREE).text
    assert requests(guest) == 1


def test_without_the_tick_nothing_is_asked(guest: Counter) -> None:
    before = guest.everything()
    page = guest.client.get(guest.wishes).text
    box = re.search(r'<input type="checkbox" id="agree"[^>]*>', page)
    assert box is not None
    assert "checked" not in box[0]
    answer = guest.client.post(guest.wishes, data={**AGREE, "agree": ""})
    assert (answer.status_code, guest.everything()) == (422, before)
    assert "Ohne Häkchen" in answer.text


def test_another_wording_than_the_one_shown_is_shown_again(guest: Counter) -> None:
    before = guest.everything()
    answer = guest.client.post(guest.wishes, data={**AGREE, "text": "email_news/2025-01"})
    assert (answer.status_code, guest.everything()) == (422, before)
    assert "Wortlaut hat sich" in answer.text


def test_who_has_agreed_is_told_so(guest: Counter) -> None:
    guest.client.post(asked(guest), data=CONFIRMED)
    guest.lived.sleep(days=2)
    assert "schon eingewilligt" in guest.client.post(guest.wishes, data=AGREE).text
    assert requests(guest) == 1


def test_no_wording_no_offer(guest: Counter) -> None:
    client = TestClient(public_app(replace(guest.lived.house, consent_texts=())))
    assert "E-Mails einschalten" not in client.get(guest.wishes).text
    assert "Das geht hier leider nicht" in client.post(guest.wishes, data=AGREE).text
    assert requests(guest) == 0


def test_a_text_of_the_own_brand_counts_and_the_last_version(guest: Counter) -> None:
    newer = replace(TEXT, version="2027-01", text=TEXT.text.replace("Angebote", "Neues"))
    foreign = replace(TEXT, id="other", brand="seeluft")
    client = TestClient(public_app(replace(guest.lived.house, consent_texts=(TEXT, newer, foreign))))
    assert newer.key in client.get(guest.wishes).text


def test_forged_foreign_and_unknown_links_are_one_miss(guest: Counter) -> None:
    asked(guest)
    tokens = guest.lived.house.tokens
    bad = ["x", tokens.sign(UNSUBSCRIBE, guest.send_id), tokens.sign(CONFIRM, "doi-unknown")]
    before = guest.everything()
    answers = [guest.client.post(f"/bestaetigen/{token}", data=CONFIRMED) for token in bad]
    answers += [guest.client.get(f"/bestaetigen/{token}") for token in bad]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert guest.everything() == before


def test_a_mail_in_doubt_is_repeated_once_as_the_very_same(tmp_path: Path) -> None:
    script = answers(Outcome.UNCERTAIN)
    for guest in _guest(tmp_path, script=script):
        guest.client.post(guest.wishes, data=AGREE)
        guest.lived.play(minutes=1)
        assert events(guest) == ["requested"]
        guest.lived.play(hours=3)
        assert len(set(mails(guest))) == 1
        assert events(guest) == ["requested", "mail_sent"]


def test_nobody_is_asked_about_a_request_whose_time_is_over(guest: Counter) -> None:
    guest.client.post(guest.wishes, data=AGREE)
    guest.lived.sleep(days=CONFIRM_WITHIN // timedelta(days=1))
    guest.lived.play(days=2)
    assert mails(guest) == []
    assert guest.lived.reasons("K-1")["confirm"][0] == "skip"


def test_withdrawing_ends_what_was_confirmed(guest: Counter) -> None:
    path = asked(guest)
    guest.client.post(path, data=CONFIRMED)
    guest.lived.sleep(minutes=1)
    guest.client.post(guest.stop, data={"List-Unsubscribe": "One-Click"})
    assert "Diese Einwilligung gilt nicht" in guest.client.get(path).text
    guest.lived.play(days=120)
    assert [step for step, channel, _ in guest.lived.sent("K-1") if channel == "email"] == ["confirm"]


@pytest.mark.parametrize(
    ("host", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:aaaa:bbbb::1", "2001:db8:aaaa::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_an_address_is_kept_shortened(host: str, kept: str) -> None:
    assert shortened(host) == kept
