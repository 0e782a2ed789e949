"""The public pages behind a real uvicorn: forged tokens, cut and slow bodies, odd methods, big headers, quick answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from campaigns.tokens import Tokens
from tests.web.conftest import Counter
from tests.web.mutated_tokens import PURPOSES, accepted, mutations
from tests.web.served import knocked, served
from web.public import desk

ONE_CLICK = b"List-Unsubscribe=One-Click"
POST = "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"


@pytest.fixture
def port(counter: Counter) -> Iterator[int]:
    with served(counter.lived.house) as found:
        yield found


def said(port: int, *pieces: bytes, cut: bool = False) -> bytes:
    """Send raw bytes, piece by piece, and read until the server closes; `cut` hangs up after the last piece."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(0.02)
        while not cut and (part := line.recv(65_536)):
            answer += part
    return answer


def test_no_mutated_token_is_accepted() -> None:
    assert accepted(20_000) == []


def test_the_mutations_are_worth_the_name() -> None:
    tokens = Tokens([b"k" * 32])
    made = list(mutations(tokens, 2_000))
    assert {purpose for purpose, _ in made} == set(PURPOSES)
    assert len(set(made)) > 1_500
    good = {tokens.sign(purpose, "96b694f8-d2f7-5426-874e-0aed84f49573") for purpose in PURPOSES}
    assert any(token in good for _, token in made)  # another purpose's own token is among them
    assert any(token[:-1] in {one[:-1] for one in good} for _, token in made)  # and one that differs in its last bits


def test_no_mutated_token_is_accepted_over_http(tmp_path: Path) -> None:
    answers = knocked(tmp_path, 300)
    assert sum(answers.values()) == 300
    assert set(answers) <= {404, 405, 429}


def test_the_real_server_takes_a_real_click(counter: Counter, port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    took = [1.0]
    # No answer waits for a delayed ACK: that would hold up each by 0.04 seconds, a busy machine spares one now and then.
    while len(took) < 4 or (min(took) > 0.035 and len(took) < 400):
        began = time.monotonic()
        connection.request("POST", counter.stop, ONE_CLICK, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        took.append(time.monotonic() - began)
        assert (answer.status, answer.getheader("location"), answer.getheader("set-cookie")) == (200, None, None)
    assert min(took) < 0.035
    assert counter.objections() == [("email", "one_click")]
    connection.close()


def test_a_body_that_is_cut_off_changes_nothing_and_harms_nobody(counter: Counter, port: int) -> None:
    before = counter.everything()
    head = POST.format(path=counter.stop, length=len(ONE_CLICK)).encode()
    for length in (0, 1, 10, len(ONE_CLICK) - 1):
        said(port, head + ONE_CLICK[:length], cut=True)
    assert counter.everything() == before
    assert b" 200 " in said(port, head + ONE_CLICK).split(b"\r\n")[0]


def test_a_body_that_drips_is_ended(counter: Counter, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "BODY_SECONDS", 0.3)
    before = counter.everything()
    head = POST.format(path=counter.stop, length=len(ONE_CLICK)).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(head + ONE_CLICK[:5])
        assert b" 408 " in line.recv(65_536).split(b"\r\n")[0]
    assert counter.everything() == before


def test_a_body_in_pieces_is_whole(counter: Counter, port: int) -> None:
    head = POST.format(path=counter.stop, length=len(ONE_CLICK)).encode()
    answer = said(port, head, ONE_CLICK[:7], ONE_CLICK[7:20], ONE_CLICK[20:])
    assert b" 200 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"BREW %b HTTP/1.1", b"405"),
        (b"TRACE %b HTTP/1.1", b"405"),
        (b"CONNECT x:443 HTTP/1.1", b"40"),
        (b"get %b HTTP/1.1", b"40"),
        (b"GET %b", b"400"),
        (b"\x16\x03\x01\x02\x00", b"400"),
    ],
)
def test_odd_requests_are_refused(counter: Counter, port: int, request_line: bytes, status: bytes) -> None:
    before = counter.everything()
    line = request_line.replace(b"%b", counter.stop.encode())
    answer = said(port, line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.split(b"\r\n")[0].split(b" ")[1].startswith(status) or not answer
    assert counter.everything() == before


def test_headers_without_end_are_refused(counter: Counter, port: int) -> None:
    before = counter.everything()
    head = POST.format(path=counter.stop, length=len(ONE_CLICK)).replace(
        "Host: x", "Host: x\r\nX-Long: " + "y" * 200_000
    )
    try:
        answer = said(port, head.encode() + ONE_CLICK)
    except ConnectionError:
        answer = b""
    assert not answer or b" 400 " in answer.split(b"\r\n")[0] or b" 431 " in answer.split(b"\r\n")[0]
    assert counter.everything() == before
