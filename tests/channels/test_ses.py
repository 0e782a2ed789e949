"""Amazon SES over moto's server and over a peer that misbehaves: one request an attempt, every answer its own state."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from channels.channel import Outcome, Receipt
from channels.email.ses import SesCarrier, SesSettings
from tests.channels.mails import mail_for
from tests.rig import machine
from tests.rig.amazon import Amazon


def settings(endpoint: str, **changes: object) -> SesSettings:
    values = {"access_key": "key", "secret_key": "secret", "configuration_set": "wiedersehen", "answer_timeout": 30.0}
    return SesSettings(endpoint=endpoint, **(values | changes))


def sent(endpoint: str, **changes: object) -> tuple[Receipt, int]:
    """The receipt of one mail, and how often go was asked."""
    asked = []

    async def go() -> bool:
        asked.append(1)
        return True

    async def main() -> Receipt:
        carrier = SesCarrier(settings(endpoint, **changes))
        try:
            return await carrier.transmit(mail_for(), go)
        finally:
            await carrier.close()

    return asyncio.run(main()), len(asked)


class Peer(ThreadingHTTPServer):
    """Answers every request as told and counts them."""

    daemon_threads = True

    def __init__(self, answer: str, status: int = 200, code: str = "", words: str = "") -> None:
        self.answer, self.status, self.code, self.words = answer, status, code, words
        self.requests = 0
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """What breaks here breaks on purpose."""


class Handler(BaseHTTPRequestHandler):
    server: Peer

    def do_POST(self) -> None:
        self.server.requests += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        match self.server.answer:
            case "json":
                body = json.dumps(
                    {"message": self.server.words} if self.server.code else {"MessageId": "0107-1"}
                ).encode()
                self.send_response(self.server.status)
                if self.server.code:
                    self.send_header("x-amzn-ErrorType", self.server.code)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            case "xml":
                body = f"<E><Error><Code>{self.server.code}</Code><Message>x</Message></Error></E>".encode()
                self.send_response(self.server.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            case "half":
                self.send_response(200)
                self.send_header("Content-Length", "500")
                self.end_headers()
                self.wfile.write(b'{"Mess')
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
            case "reset":
                self.connection.shutdown(socket.SHUT_RDWR)
            case "silence":
                self.server.over.wait(60)
            case "nonsense":
                self.send_response(200)
                self.send_header("Content-Length", "7")
                self.end_headers()
                self.wfile.write(b"<html/>")
            case "redirect":
                self.send_response(307)
                self.send_header("Location", f"{self.server.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def peer(answer: str, status: int = 200, code: str = "", words: str = "") -> Iterator[Peer]:
    server = Peer(answer, status, code, words)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.mark.parametrize(
    ("answer", "status", "code", "words", "outcome", "told"),
    [
        ("json", 200, "", "", Outcome.ACCEPTED, 250),
        ("json", 400, "MessageRejected", "Email address is not verified.", Outcome.TRANSIENT, 0),
        ("json", 400, "MessageRejected", "Content rejected", Outcome.REFUSED, 400),
        ("json", 400, "BadRequestException", "Missing final '@domain'", Outcome.REFUSED, 400),
        ("json", 400, "AccountSuspendedException", "x", Outcome.TRANSIENT, 0),
        ("json", 400, "SendingPausedException", "x", Outcome.TRANSIENT, 0),
        ("json", 400, "MailFromDomainNotVerifiedException", "x", Outcome.TRANSIENT, 0),
        ("json", 400, "LimitExceededException", "Daily message quota exceeded", Outcome.TRANSIENT, 0),
        ("json", 404, "NotFoundException", "Configuration set <x> does not exist.", Outcome.TRANSIENT, 0),
        ("json", 403, "SignatureDoesNotMatch", "x", Outcome.TRANSIENT, 0),
        ("json", 403, "ExpiredTokenException", "x", Outcome.TRANSIENT, 0),
        ("json", 429, "TooManyRequestsException", "Maximum sending rate exceeded.", Outcome.TRANSIENT, 429),
        ("json", 503, "ServiceUnavailable", "x", Outcome.TRANSIENT, 503),
        ("json", 500, "InternalFailure", "x", Outcome.UNCERTAIN, 0),
        ("json", 502, "BadGateway", "x", Outcome.UNCERTAIN, 0),
        ("json", 504, "GatewayTimeout", "x", Outcome.UNCERTAIN, 0),
        ("half", 0, "", "", Outcome.UNCERTAIN, 0),
        ("reset", 0, "", "", Outcome.UNCERTAIN, 0),
        ("silence", 0, "", "", Outcome.UNCERTAIN, 0),
        ("nonsense", 0, "", "", Outcome.UNCERTAIN, 0),
    ],
)
def test_each_answer_has_its_state_and_each_attempt_one_request(answer, status, code, words, outcome, told):
    with peer(answer, status, code, words) as server:
        receipt, asked = sent(server.url, **({"answer_timeout": 0.5} if answer == "silence" else {}))
        assert (receipt.outcome, receipt.code) == (outcome, told), receipt.detail
        assert server.requests == 1
    assert asked == 1
    assert receipt.transport == "ses:eu-central-1"
    assert receipt.detail
    assert not receipt.blames_recipient
    assert receipt.carrier_id == ("0107-1" if outcome is Outcome.ACCEPTED else "")


def test_a_redirect_is_followed_nowhere():
    with peer("redirect") as server:
        receipt, _ = sent(server.url)
        assert server.requests == 1
    assert receipt.outcome is not Outcome.ACCEPTED


def test_nobody_there_is_before_anything():
    receipt, asked = sent(f"http://127.0.0.1:{machine.free_port()}")
    assert (receipt.outcome, receipt.code, asked) == (Outcome.TRANSIENT, 0, 1)


def test_without_credentials_nothing_is_asked_and_no_go_is_spent(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    with peer("json") as server:
        receipt, asked = sent(server.url, access_key=None, secret_key=None)
        assert server.requests == 0
    assert (receipt.outcome, asked) == (Outcome.TRANSIENT, 0)
    assert "credentials" in receipt.detail


def test_a_whole_mail_with_tags_and_configuration_set_reaches_amazon():
    server = Amazon()
    try:
        client = server.client("sesv2")
        client.create_email_identity(EmailIdentity="team@firma.test")
        client.create_configuration_set(ConfigurationSetName="wiedersehen")
        receipt, _ = sent(server.url)
        assert receipt.outcome is Outcome.ACCEPTED, receipt.detail
        with urllib.request.urlopen(f"{server.url}/moto-api/data.json") as answer:
            seen = json.dumps(json.load(answer))
    finally:
        server.stop()
    assert mail_for().message_id in seen
    assert receipt.carrier_id in receipt.detail


def test_a_role_that_amazon_refuses_is_told_before_go(tmp_path, monkeypatch):
    """The machine's profile takes a role (STS): its refusal is an answer of another service than SES."""
    profile, keys = tmp_path / "config", tmp_path / "credentials"
    profile.write_text("[profile mail]\nrole_arn = arn:aws:iam::123456789012:role/mail\nsource_profile = base\n")
    keys.write_text("[base]\naws_access_key_id = a\naws_secret_access_key = b\n")
    with peer("xml", 403, "AccessDenied") as sts:
        monkeypatch.setenv("AWS_PROFILE", "mail")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(profile))
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(keys))
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
        receipt, asked = sent("http://127.0.0.1:1", access_key=None, secret_key=None)
    assert (receipt.outcome, receipt.code, asked) == (Outcome.TRANSIENT, 0, 0)
    assert "AssumeRole" in receipt.detail


def test_requests_that_hang_leave_the_loop_its_threads():
    """The heartbeat and what must go at once work in the threads of the loop: 32 hanging requests would take them all.

    Without them our claims count as left behind, and somebody else sends the same mails.
    """
    hanging = socket.create_server(("127.0.0.1", 0), backlog=64)
    held: list[socket.socket] = []

    def hold() -> None:
        with suppress(OSError):
            while True:
                peer, _ = hanging.accept()
                peer.recv(1)
                held.append(peer)

    async def go() -> bool:
        return True

    async def main() -> None:
        endpoint = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        carrier = SesCarrier(settings(endpoint, connections=40, answer_timeout=60.0))
        under_way = [asyncio.create_task(carrier.transmit(mail_for(), go)) for _ in range(40)]
        async with asyncio.timeout(50):
            await asyncio.to_thread(machine.wait_until, lambda: len(held) == 40, "forty requests")
            await asyncio.to_thread(bool)
        assert not any(task.done() for task in under_way)
        for peer in held:
            peer.close()
        receipts = await asyncio.gather(*under_way)
        await carrier.close()
        assert {receipt.outcome for receipt in receipts} == {Outcome.UNCERTAIN}

    holding = threading.Thread(target=hold)
    holding.start()
    try:
        asyncio.run(main())
    finally:
        hanging.shutdown(socket.SHUT_RDWR)
        holding.join()
        for one in (hanging, *held):
            one.close()
