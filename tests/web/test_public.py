"""The public pages in general and one-click unsubscribe (RFC 8058) in particular."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from campaigns.tokens import PREFERENCES, UNSUBSCRIBE, Tokens
from store.tables import permission
from tests.web.conftest import FIRM, URLENCODED, Counter
from web.public.app import public_app
from web.public.desk import MAX_BODY
from web.public.limits import MAX_DECLARATIONS, MAX_MISSES, Brake, client_key

ONE_CLICK = "List-Unsubscribe=One-Click"
BUTTON = {"List-Unsubscribe": "One-Click"}
STOPPED = [("email", "one_click")]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_only_post_acts(counter: Counter, method: str) -> None:
    before = counter.everything()
    answer = counter.client.request(method, counter.stop)
    assert answer.status_code == {"GET": 200, "HEAD": 200, "OPTIONS": 204}.get(method, 405)
    if answer.status_code in {204, 405}:
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert counter.everything() == before


def test_one_click_urlencoded_as_rfc_8058_writes_it(counter: Counter) -> None:
    answer = counter.client.post(counter.stop, content=ONE_CLICK, headers=URLENCODED)
    assert (answer.status_code, counter.objections()) == (200, STOPPED)
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_one_click_multipart_as_rfc_8058_writes_it(counter: Counter) -> None:
    body = (
        b'---FormBoundaryjWmhtjORrn\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n'
        b"---FormBoundaryjWmhtjORrn--\r\n"
    )
    kind = {"content-type": "multipart/form-data; boundary=-FormBoundaryjWmhtjORrn"}
    answer = counter.client.post(counter.stop, content=body, headers=kind)
    assert (answer.status_code, counter.objections()) == (200, STOPPED)


def test_the_button_of_the_page_does_it(counter: Counter) -> None:
    page = counter.client.get(counter.stop).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', page))
    answer = counter.client.post(counter.stop, data=fields)
    assert (answer.status_code, counter.objections()) == (200, STOPPED)
    assert "Sie sind abgemeldet" in answer.text
    assert counter.client.post(counter.stop, data=fields).text == answer.text
    assert counter.objections() == STOPPED


def test_one_click_is_idempotent_to_the_row(counter: Counter) -> None:
    assert counter.client.post(counter.stop, data=BUTTON).status_code == 200
    once = counter.everything()
    for minutes in (0, 3, 90):
        counter.lived.sleep(minutes=minutes)
        assert counter.client.post(counter.stop, data=BUTTON).status_code == 200
    again = counter.everything()
    clicks = again.pop("audit_event")[len(once.pop("audit_event")) :]
    assert again == once
    assert [row[2] for row in clicks] == ["unsubscribe_repeated"] * 3


def test_a_click_after_a_later_consent_is_a_new_no(counter: Counter) -> None:
    counter.client.post(counter.stop, data=BUTTON)
    counter.lived.sleep(hours=1)
    counter.lived.consent(
        external_id="E-2", granted_at=counter.lived.clock.now(), confirmed_at=counter.lived.clock.now()
    )
    counter.lived.sleep(hours=1)
    for _ in range(2):
        counter.client.post(counter.stop, data=BUTTON)
    assert len(set(counter.column(permission.objection.c.received_at))) == 2


def test_nothing_of_advertising_leaves_after_one_click(counter: Counter) -> None:
    counter.client.post(counter.stop, data=BUTTON)
    counter.lived.play(days=120)
    assert [mail for mail in counter.lived.sent("K-1") if mail[1] == "email"] == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", None),
        (b"x=y", "application/x-www-form-urlencoded"),
        (b"List-Unsubscribe=Two-Clicks", "application/x-www-form-urlencoded"),
        (b'{"List-Unsubscribe":"One-Click"}', "application/json"),
        (b"no boundary at all", "multipart/form-data"),
        (b"garbage", "multipart/form-data; boundary=b"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % number for number in range(60)), "application/x-www-form-urlencoded"),
        (
            b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"; filename="x"\r\n\r\nOne-Click\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_any_other_post_does_nothing_and_says_what_to_do(counter: Counter, body: bytes, kind: str | None) -> None:
    before = counter.everything()
    answer = counter.client.post(counter.stop, content=body, headers={"content-type": kind} if kind else {})
    assert (answer.status_code, counter.everything()) == (400, before)
    assert "Jetzt abmelden" in answer.text


def test_a_big_body_is_refused_in_german(counter: Counter) -> None:
    answer = counter.client.post(counter.stop, content=b"x=" + b"y" * MAX_BODY, headers=URLENCODED)
    assert (answer.status_code, counter.objections()) == (413, [])
    assert "zu lang" in answer.text
    streamed = counter.client.post(counter.stop, content=(b"y" * 1_000 for _ in range(20)), headers=URLENCODED)
    assert (streamed.status_code, counter.objections()) == (413, [])
    endless = counter.client.post(counter.stop, content=b"y" * 200_000, headers=URLENCODED)
    assert (endless.status_code, counter.objections()) == (413, [])


@pytest.mark.parametrize("token", ["x", "a.b", "%00", "%C3%BC", "x" * 3_000])
def test_a_forged_token_gets_a_german_page_that_reveals_nothing(counter: Counter, token: str) -> None:
    before = counter.everything()
    shown = counter.client.get(f"/abmelden/{token}")
    acted = counter.client.post(f"/abmelden/{token}", data=BUTTON)
    assert (shown.status_code, acted.status_code, counter.everything()) == (404, 404, before)
    assert shown.text == acted.text
    assert "Dieser Link ist nicht gültig" in shown.text
    assert "team@firma.test" in shown.text


def test_a_token_of_another_purpose_or_an_unknown_mail_is_a_miss_like_any_other(counter: Counter) -> None:
    tokens = counter.lived.house.tokens
    other = tokens.sign(PREFERENCES, counter.send_id)
    nobody = tokens.sign(UNSUBSCRIBE, "00000000-0000-4000-8000-00000000ffff")
    answers = [counter.client.post(f"/abmelden/{token}", data=BUTTON) for token in (other, nobody, "x")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert counter.objections() == []


def test_an_old_key_verifies_after_a_rotation_and_a_foreign_one_never(counter: Counter) -> None:
    house = counter.lived.house
    old, new, foreign = Tokens([b"o" * 32]), Tokens([b"o" * 32, b"n" * 32]), Tokens([b"f" * 32])
    client = TestClient(public_app(replace(house, tokens=new)))
    links = [tokens.sign(UNSUBSCRIBE, counter.send_id) for tokens in (old, new, foreign)]
    assert links[0] != links[1]
    assert [client.get(f"/abmelden/{link}").status_code for link in links] == [200, 200, 404]
    only_new = TestClient(public_app(replace(house, tokens=Tokens([b"n" * 32]))))
    assert [only_new.get(f"/abmelden/{link}").status_code for link in links] == [404, 200, 404]


def test_unknown_paths_are_german_too(counter: Counter) -> None:
    answer = counter.client.get("/irgendwo")
    assert answer.status_code == 404
    assert "Dieser Link ist nicht gültig" in answer.text


def test_a_failing_store_is_admitted_and_asks_for_a_second_try(counter: Counter) -> None:
    refuse = "CREATE TRIGGER full BEFORE INSERT ON objection BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    counter.lived.write(lambda connection: connection.execute(text(refuse)))
    answer = counter.client.post(counter.stop, data=BUTTON)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "120"
    assert "nicht gespeichert" in answer.text
    counter.lived.write(lambda connection: connection.execute(text("DROP TRIGGER full")))
    assert counter.client.post(counter.stop, data=BUTTON).status_code == 200
    assert counter.objections() == STOPPED


def test_trying_out_tokens_is_braked_but_an_objection_gets_through(counter: Counter) -> None:
    codes = [counter.client.get(f"/abmelden/falsch-{number}").status_code for number in range(MAX_MISSES + 5)]
    assert codes == [404] * MAX_MISSES + [429] * 5
    again = [counter.client.post(counter.stop, data=BUTTON).status_code for _ in range(MAX_DECLARATIONS + 5)]
    assert set(again) == {200}
    assert counter.objections() == STOPPED


def test_brakes_forget_after_a_minute_and_count_an_ipv6_household_once() -> None:
    brake = Brake(2)
    assert [brake.add("a", at) for at in (0, 1, 2, 59, 60, 61, 62)] == [False, False, True, True, False, False, True]
    assert client_key("2001:db8:1:2::1") == client_key("2001:db8:1:2:ffff::9") != client_key("2001:db8:1:3::1")
    assert client_key("192.0.2.7") != client_key("192.0.2.8")
    assert client_key("testclient") == "testclient"


def test_the_page_is_strict_small_and_escaped(counter: Counter) -> None:
    answer = counter.client.get(counter.stop)
    headers = answer.headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
    assert (headers["x-frame-options"], headers["cross-origin-opener-policy"]) == ("DENY", "same-origin")
    assert (headers["x-content-type-options"], "camera=()" in headers["permissions-policy"]) == ("nosniff", True)
    assert "noindex" in headers["x-robots-tag"]
    assert html.escape(FIRM.name) in answer.text
    assert "<GmbH>" not in answer.text
    assert answer.text.count("<button") == 1
    assert not re.search(r"<script|style=|<img|https?://(?!firma\.test)", answer.text)
    assert 'name="viewport"' in answer.text
    assert len(answer.content) < 4_000


def test_every_page_names_the_firm_as_the_law_wants_it(counter: Counter) -> None:
    for page in (counter.client.get(counter.stop), counter.client.get("/irgendwo")):
        footer = page.text.partition("<footer>")[2]
        for part in ("Hauptstraße 1", "Amtsgericht Stuttgart HRB 7", "Ute Muster", FIRM.phone, "Datenschutz"):
            assert part in footer


def test_the_stylesheet_is_own_and_loads_nothing(counter: Counter) -> None:
    path = re.search(r'<link rel="stylesheet" href="([^"]+)">', counter.client.get(counter.stop).text)
    assert path is not None
    css = counter.client.get(path.group(1))
    assert css.headers["content-type"].startswith("text/css")
    assert "url(" not in css.text
    assert "@import" not in css.text


def test_the_words_say_what_one_click_stops(counter: Counter) -> None:
    house = counter.lived.house
    assert "keine Werbung per E-Mail von" in counter.client.get(counter.stop).text
    everything = TestClient(public_app(replace(house, policy=replace(house.policy, unsubscribe_scope="global"))))
    assert "keine Werbung von" in everything.get(counter.stop).text


def test_links_keep_the_prefix_of_a_proxy(counter: Counter) -> None:
    house = counter.lived.house
    below = replace(house.addresses, base_url="https://firma.test/post")
    page = TestClient(public_app(replace(house, addresses=below))).get(counter.stop).text
    assert 'href="/post/oeffentlich/seite.css"' in page
    assert 'href="/post/einstellungen/' in page
