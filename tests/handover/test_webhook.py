"""One try of one message: what is sent, how it is signed, and what a receiver can do to us (nothing)."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from handover import webhook
from handover.cards import Notice
from handover.webhook import Message, Postman, Target, Verdict, body_of, is_public
from tests.handover.receiver import answer, big_header, cut, drip, endless, garbage, hang, receiver
from tests.rig.machine import free_port

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
NEW, OLD = "whsec_" + "bmV1" * 10, "whsec_" + "YWx0" * 10
NOTICE = Notice("Neue Aufgabe", (("Art", "Anruf"), ("Aufgabe", "t-1")), "https://crm.example/t-1")
MESSAGE = Message("evt_1", "task.created", NOW, {"task": "t-1", "contact": "K-1", "link": NOTICE.link}, NOTICE)


def target(url, kind="standard", secrets=(NEW, OLD)):
    return Target("crm", kind, frozenset({"task.created"}), url, secrets)


def deliver(to, message=MESSAGE, now=None):
    async def run():
        postman = Postman()
        try:
            return await postman.deliver(to, message, now or datetime.now(UTC))
        finally:
            await postman.close()

    return asyncio.run(run())


def test_a_message_is_thin_signed_by_every_secret_and_verified_by_either():
    with receiver(answer(204, body=b"")) as there:
        receipt = deliver(target(there.url))
        ((first, headers, body),) = there.got
    assert receipt.verdict is Verdict.TAKEN
    assert first == "POST /hook?x=1 HTTP/1.1"
    assert headers["host"] == f"127.0.0.1:{there.port}"
    for secret in (NEW, OLD):
        assert Webhook(secret).verify(body, headers) == json.loads(body)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "YW5k" * 10).verify(body, headers)
    assert json.loads(body) == {
        "type": "task.created",
        "timestamp": "2026-03-02T07:00:00.000000Z",
        "data": {"task": "t-1", "contact": "K-1", "link": "https://crm.example/t-1"},
    }


@pytest.mark.parametrize(
    ("act", "verdict", "detail"),
    [
        (answer(200), Verdict.TAKEN, ""),
        (endless, Verdict.TAKEN, ""),
        (answer(400), Verdict.REFUSED, "http_400"),
        (answer(413), Verdict.REFUSED, "http_413"),
        (answer(401), Verdict.DOWN, "http_401"),
        (answer(500), Verdict.DOWN, "http_500"),
        (answer(302, "Location: http://127.0.0.1:1/"), Verdict.DOWN, "redirect"),
        (answer(308, "Location: https://example.com/"), Verdict.DOWN, "redirect"),
        (answer(410), Verdict.GONE, "gone"),
        (cut, Verdict.DOWN, "cut"),
        (garbage, Verdict.DOWN, "cut"),
        (big_header, Verdict.DOWN, "cut"),
    ],
)
def test_what_a_receiver_answers(act, verdict, detail):
    with receiver(act) as there:
        receipt = deliver(target(there.url))
        assert len(there.got) == 1
    assert (receipt.verdict, receipt.detail) == (verdict, detail)


@pytest.mark.parametrize("act", [hang, drip])
def test_a_receiver_that_never_comes_to_an_end_is_left(act, monkeypatch):
    monkeypatch.setattr(webhook, "TOTAL_S", 0.5)
    with receiver(act) as there:
        receipt = deliver(target(there.url))
    assert (receipt.verdict, receipt.detail) == (Verdict.DOWN, "timeout")


def test_nobody_there():
    assert deliver(target(f"http://127.0.0.1:{free_port()}/")).detail == "refused"


@pytest.mark.parametrize(("value", "seconds"), [("120", 120), ("999999999", 86_400), ("-1", 0), ("soon", 0), ("١٢", 0)])
def test_a_receiver_may_ask_for_patience_but_not_for_ever(value, seconds):
    with receiver(answer(429, f"Retry-After: {value}")) as there:
        assert deliver(target(there.url)).retry_after == seconds


def test_https_reaches_no_address_inside():
    """The certificate is not even looked at: no connection is made."""
    with receiver(answer(200)) as there:
        for name in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]"):
            assert deliver(target(f"https://{name}:{there.port}/")).detail in ("private_address", "no_address"), name
        assert there.got == []


def test_plain_http_reaches_nothing_but_this_machine():
    assert deliver(target("http://10.0.0.1/")).detail == "private_address"
    assert deliver(target("http://93.184.216.34/")).detail == "private_address"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::", False),
        ("::ffff:192.168.1.1", False),
        ("2002:0a00:0001::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b:1::a00:1", False),  # NAT64 of a house (RFC 8215)
        ("::ffff:0:10.0.0.1", False),  # translated (RFC 2765)
        ("::127.0.0.1", False),
        ("fec0::1", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_message_that_is_too_big_is_not_sent():
    big = Message("evt_1", "task.created", NOW, {"task": "t" * 20_000}, NOTICE)
    with receiver(answer(200)) as there:
        assert deliver(target(there.url), big).detail == "too_big"
        assert there.got == []


def test_a_card_shows_kind_id_and_link_and_no_customer():
    teams, slack = (json.loads(body_of(kind, MESSAGE)) for kind in ("teams", "slack"))
    (attached,) = teams["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert attached["content"]["actions"] == [
        {"type": "Action.OpenUrl", "title": "Öffnen", "url": "https://crm.example/t-1"}
    ]
    assert slack["blocks"][0]["text"]["text"] == "*Neue Aufgabe*\nArt: Anruf\nAufgabe: t-1"
    for card in (teams, slack):
        text = json.dumps(card, ensure_ascii=False)
        assert "Neue Aufgabe" in text
        assert "K-1" not in text


def test_what_an_id_looks_like_does_not_change_a_card():
    """An id comes from somebody else's system."""
    odd = Notice("Titel", (("Aufgabe", "<!channel> *x* [a](http://b) &amp;"),))
    message = Message("evt_1", "task.created", NOW, {}, odd)
    slack = json.loads(body_of("slack", message))["blocks"][0]["text"]["text"]
    assert "<!channel>" not in slack
    assert "&lt;!channel&gt; x [a](http://b) &amp;amp;" in slack
    facts = json.loads(body_of("teams", message))["attachments"][0]["content"]["body"][1]["facts"]
    assert facts[0]["value"] == r"\<!channel\> \*x\* \[a\](http://b) &amp;"


def test_a_secret_address_is_in_no_repr():
    assert "hook" not in repr(target("https://example.com/hook/geheim"))
    assert NEW not in repr(target("https://example.com/hook/geheim"))
