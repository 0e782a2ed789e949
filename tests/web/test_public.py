from __future__ import annotations

import html
import re
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from campaigns.tokens import UNSUBSCRIBE, Tokens
from web.public.app import public_app
from web.public.limits import MAX_MISSES

TOKENS = Tokens([b"k" * 32])
ONE_CLICK = "List-Unsubscribe=One-Click"


@dataclass(frozen=True)
class Firm:
    name: str = "Muster & Söhne <GmbH>"
    street: str = "Hauptstraße 1"
    postcode: str = "70173"
    city: str = "Stuttgart"
    email: str = "team@firma.test"
    privacy_url: str = "https://firma.test/datenschutz"


class Desk:
    """A real desk: it knows tokens and keeps who objected."""

    def __init__(self) -> None:
        self.stopped: list[str] = []
        self.down = False

    def read(self, token: str) -> str | None:
        return TOKENS.read(UNSUBSCRIBE, token)

    def unsubscribe(self, token: str) -> bool:
        if self.down:
            raise OSError("disk full")
        send_id = self.read(token)
        if send_id is None:
            return False
        if send_id not in self.stopped:
            self.stopped.append(send_id)
        return True


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def client(desk):
    with TestClient(
        public_app(desk.unsubscribe, desk.read, Firm()), raise_server_exceptions=False, follow_redirects=False
    ) as opened:
        yield opened


@pytest.fixture
def url():
    return f"/abmelden/{TOKENS.sign(UNSUBSCRIBE, 'send-1')}"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_only_post_acts(client, desk, url, method):
    answer = client.request(method, url)
    assert answer.status_code == {"GET": 200, "HEAD": 200, "OPTIONS": 204}.get(method, 405)
    assert desk.stopped == []


def test_one_click_urlencoded_as_rfc_8058_writes_it(client, desk, url):
    answer = client.post(url, content=ONE_CLICK, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, desk.stopped) == (200, ["send-1"])
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_one_click_multipart_as_rfc_8058_writes_it(client, desk, url):
    body = b'---FormBoundaryjWmhtjORrn\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n---FormBoundaryjWmhtjORrn--\r\n'
    answer = client.post(
        url, content=body, headers={"content-type": "multipart/form-data; boundary=-FormBoundaryjWmhtjORrn"}
    )
    assert (answer.status_code, desk.stopped) == (200, ["send-1"])


def test_the_button_of_the_page_does_it(client, desk, url):
    page = client.get(url).text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', page))
    answer = client.post(url, data=fields)
    assert (answer.status_code, desk.stopped) == (200, ["send-1"])
    assert "Sie sind abgemeldet" in answer.text
    assert client.post(url, data=fields).text == answer.text


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
    ],
)
def test_any_other_post_does_nothing_and_says_what_to_do(client, desk, url, body, kind):
    answer = client.post(url, content=body, headers={"content-type": kind} if kind else {})
    assert (answer.status_code, desk.stopped) == (400, [])
    assert "Jetzt abmelden" in answer.text


def test_a_big_body_is_refused(client, desk, url):
    answer = client.post(
        url, content=b"x=" + b"y" * 9_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert (answer.status_code, desk.stopped) == (413, [])
    streamed = client.post(
        url, content=(b"y" * 1_000 for _ in range(20)), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert (streamed.status_code, desk.stopped) == (413, [])


@pytest.mark.parametrize("token", ["x", "a.b", "%00", "%C3%BC", "x" * 3_000])
def test_a_forged_token_gets_a_german_page_that_reveals_nothing(client, desk, token):
    shown = client.get(f"/abmelden/{token}")
    acted = client.post(f"/abmelden/{token}", data={"List-Unsubscribe": "One-Click"})
    assert (shown.status_code, acted.status_code, desk.stopped) == (404, 404, [])
    assert shown.text == acted.text
    assert "Dieser Link ist nicht gültig" in shown.text
    assert "team@firma.test" in shown.text


def test_unknown_paths_are_german_too(client):
    answer = client.get("/irgendwo")
    assert answer.status_code == 404
    assert "Dieser Link ist nicht gültig" in answer.text


def test_a_failing_store_is_admitted_and_asks_for_a_second_try(client, desk, url):
    desk.down = True
    answer = client.post(url, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "120"
    assert "nicht gespeichert" in answer.text


def test_trying_out_tokens_is_braked_but_an_objection_gets_through(client, desk, url):
    codes = [client.get(f"/abmelden/falsch-{number}").status_code for number in range(MAX_MISSES + 5)]
    assert codes == [404] * MAX_MISSES + [429] * 5
    assert client.post(url, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert desk.stopped == ["send-1"]


def test_the_page_is_strict_small_and_escaped(client, url):
    answer = client.get(url)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert (answer.headers["referrer-policy"], answer.headers["cache-control"]) == ("no-referrer", "no-store")
    assert "noindex" in answer.headers["x-robots-tag"]
    assert html.escape(Firm.name) in answer.text
    assert "<GmbH>" not in answer.text
    assert answer.text.count("<button") == 1
    assert not re.search(r"<script|style=|<img|https?://(?!firma\.test)", answer.text)
    assert 'name="viewport"' in answer.text
    assert len(answer.content) < 4_000


def test_the_stylesheet_is_own_and_loads_nothing(client, url):
    path = re.search(r'<link rel="stylesheet" href="([^"]+)">', client.get(url).text)
    assert path is not None
    css = client.get(path.group(1))
    assert css.headers["content-type"].startswith("text/css")
    assert "url(" not in css.text
    assert "@import" not in css.text


def test_the_words_say_what_one_click_stops(desk, url):
    everything = TestClient(public_app(desk.unsubscribe, desk.read, Firm(), "global"))
    assert "keine Werbung per E-Mail von" in TestClient(public_app(desk.unsubscribe, desk.read, Firm())).get(url).text
    assert "keine Werbung von" in everything.get(url).text
