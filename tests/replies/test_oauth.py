"""Access tokens from a real (small) provider, and XOAUTH2 against a Dovecot that asks this provider whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from replies import oauth
from replies.connection import Door, ImapSettings, XOAuth2
from replies.mailbox import ImapMailbox
from replies.oauth import OAuthTokens, google, microsoft
from replies.reply import Cursor, LoginRefused, MailboxError
from tests.rig import dovecot as dovecot_rig
from tests.rig import machine
from tests.rig.oauth import TokenServer

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def provider():
    with TokenServer() as server:
        yield server


def tokens(provider, **changes):
    grant = microsoft("mandant", "anwendung", secret="geheim", url=provider.url)
    return OAuthTokens(replace(grant, **changes), timeout_s=2.0)


def test_microsoft_is_asked_as_the_application_or_as_a_user():
    grant = microsoft("firma.de/x", "anwendung", secret="s")
    assert grant.url == "https://login.microsoftonline.com/firma.de%2Fx/oauth2/v2.0/token"
    assert grant.fields == {
        "client_id": "anwendung",
        "client_secret": "s",
        "grant_type": "client_credentials",
        "scope": "https://outlook.office365.com/.default",
    }
    user = microsoft("t", "anwendung", secret=None, refresh_token="r").fields
    assert (user["grant_type"], user["refresh_token"], "client_secret" in user) == ("refresh_token", "r", False)
    assert "offline_access" in user["scope"]


def test_google_is_asked_with_a_refresh_token():
    grant = google("anwendung", "s", "r")
    assert grant.url == "https://oauth2.googleapis.com/token"
    assert grant.fields == {
        "grant_type": "refresh_token", "client_id": "anwendung", "client_secret": "s", "refresh_token": "r",
    }  # fmt: skip


def test_no_secret_is_shown_by_a_value(provider):
    assert "geheim" not in repr(microsoft("t", "a", secret="geheim"))
    assert "geheim" not in repr(tokens(provider))


def test_a_token_is_asked_for_once_until_shortly_before_it_expires(provider, monkeypatch):
    source = tokens(provider)
    now = [1000.0]
    monkeypatch.setattr(oauth.time, "monotonic", lambda: now[0])
    assert {source.token(), source.token()} == {"token-1"}
    now[0] += 3600 - oauth.MARGIN_S - 1
    assert source.token() == "token-1"
    now[0] += 2
    assert source.token() == "token-2"
    source.renew()
    assert source.token() == "token-3"
    assert [form["scope"] for form in provider.forms] == ["https://outlook.office365.com/.default"] * 3


@pytest.mark.parametrize("seconds", [0, 60, "unsinn", None])
def test_a_token_that_expires_at_once_is_not_asked_for_in_a_loop(provider, seconds):
    provider.extra = {"expires_in": seconds}
    source = tokens(provider)
    assert {source.token() for _ in range(5)} == {"token-1"}


def test_a_refresh_token_that_was_replaced_is_used_in_its_new_form(provider):
    provider.extra = {"expires_in": 3600, "refresh_token": "neu"}
    source = OAuthTokens(google("a", "s", "alt", url=provider.url))
    source.token()
    source.renew()
    source.token()
    assert [form["refresh_token"] for form in provider.forms] == ["alt", "neu"]


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            (401, {"error": "invalid_client", "error_description": "AADSTS7000222: The provided client secret keys"}),
            LoginRefused,
            "invalid_client, AADSTS7000222). Bitte client_id prüfen und ein neues client_secret hinterlegen",
        ),
        ((400, {"error": "invalid_grant"}), LoginRefused, "Bitte einen neuen refresh_token hinterlegen"),
        ((400, {"error": "<script>"}), LoginRefused, "HTTP 400"),
        ((403, b"\xff"), LoginRefused, "Bitte tenant, client_id und die Geheimnisse"),
        ((429, {}), MailboxError, "wieder versucht"),
        ((503, {"error": "temporarily_unavailable"}), MailboxError, "gerade kein Zugangstoken"),
        ((200, {"token": "x"}), MailboxError, "kein Zugangstoken geschickt"),
        ((200, {"access_token": "a\1b"}), MailboxError, "kein Zugangstoken geschickt"),
        ((200, b"<html>"), MailboxError, "kein Zugangstoken geschickt"),
        ((302, {}), LoginRefused, "HTTP 302"),
    ],
)
def test_what_a_provider_says_becomes_a_german_sentence(provider, answer, kind, words):
    provider.refusal = answer
    with pytest.raises(MailboxError) as raised:
        tokens(provider).token()
    assert type(raised.value) is kind
    assert words in str(raised.value)
    assert "geheim" not in str(raised.value)
    assert len(provider.forms) == 1  # also not posted to where a redirect points


def test_a_provider_out_of_reach_is_no_refusal(provider):
    provider.slow = 60.0
    with pytest.raises(MailboxError, match="nicht zu erreichen") as raised:
        OAuthTokens(microsoft("t", "a", secret="s", url=provider.url), timeout_s=0.3).token()
    assert not isinstance(raised.value, LoginRefused)
    url = f"http://127.0.0.1:{machine.free_port()}/token"
    with pytest.raises(MailboxError, match="Netz und Firewall"):
        OAuthTokens(microsoft("t", "a", secret="s", url=url)).token()


def test_the_words_of_xoauth2():
    """Google's example: user=someuser@example.com^Aauth=Bearer vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==^A^A."""
    say = XOAuth2("someuser@example.com", "vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==")
    assert say(b"") == b"user=someuser@example.com\1auth=Bearer vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg==\1\1"
    assert say(b'{"status":"401"}') == b""


@pytest.fixture
def server(provider):
    machine.need(dovecot_rig.SBIN)
    own = dovecot_rig.Dovecot(tokens=provider.port)
    try:
        own.start()
        own.put(b"Subject: Hallo\r\n\r\nGuten Tag\r\n", "1700000001.x")
        yield own
    finally:
        own.stop()


def mailbox(server, source):
    return ImapMailbox(ImapSettings("127.0.0.1", server.user, port=server.port, tls="off", timeout_s=10.0), source)


@pytest.mark.real
def test_a_mailbox_is_read_by_a_token(server, provider):
    box = mailbox(server, tokens(provider))
    (mail,) = box.fetch_new(Cursor(box.account, "INBOX"), NOW)
    assert b"Guten Tag" in mail.raw
    box.close()
    assert provider.given == 1


@pytest.mark.real
def test_a_token_that_the_server_refuses_is_renewed_once(server, provider):
    source = tokens(provider)
    source.token()
    provider.valid.clear()  # revoked, or the clock of one of the two is wrong
    box = mailbox(server, source)
    assert len(list(box.fetch_new(Cursor(box.account, "INBOX"), NOW))) == 1
    assert provider.given == 2
    box.close()


@pytest.mark.real
def test_a_mailbox_that_accepts_no_token_is_explained(server, provider):
    provider.user = "jemand.anders@firma.test"
    source = tokens(provider)
    with pytest.raises(LoginRefused, match=r"Zugangstoken ab.*IMAP\.AccessAsApp"):
        list(mailbox(server, source).fetch_new(Cursor("a", "INBOX"), NOW))
    assert provider.given == 2


@pytest.mark.real
def test_a_provider_that_is_down_costs_no_try_at_the_mail_server(server, provider):
    provider.refusal = (503, {})
    with pytest.raises(MailboxError, match="gerade kein Zugangstoken"):
        Door(ImapSettings("127.0.0.1", "u", port=server.port, tls="off"), tokens(provider), "a").open()
    assert "XOAUTH2" not in server.log.read_text()
