from __future__ import annotations

import os
import signal
import threading

import pytest

from replies.child import Parser
from replies.classify import classify
from replies.parse import parse_mail
from tests.replies.mails import block, complaint, dsn


@pytest.fixture(scope="module")
def parser():
    with Parser() as opened:
        yield opened


BOMBS = {
    "encoded_words": b"Subject: " + b"=?utf-8?q?=41?= " * 20_000 + b"\n\nHallo",
    "parts": b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 60_000 + b"--a--",
    "addresses": b"To: " + b"a@b.de, " * 20_000 + b"\n\nHallo",
    "nested": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000)),
    "brackets": b"To: " + b"(" * 5_000 + b"\nFrom: " + b"(" * 5_000 + b"\n\nHallo",
    "references": b"References: " + b"<a@b> " * 40_000 + b"\n\nHallo",
    "embedded": b"Content-Type: message/rfc822\n\n" * 3_000 + b"x",
    "html": b"Content-Type: text/html\n\n" + b"<div>" * 50_000,
    "declaration": b"Content-Type: text/html\n\n" + b"<![" * 50_000,
    "nul": b"\0" * 100_000,
    "empty": b"",
    "blank": b"Subject: x\n\n" + b" " * 500_000,
    "quote_starts": b"Subject: x\n\n" + b"Am 3.5. " * 30_000,
    "no_line_end": b"a" * 262_144,
    "signature": b"Subject: x\n\nHallo\n" + b"Gruss " * 40_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_bomb_gives_a_value_and_the_next_mail_is_read(parser, name):
    bomb = parser.parse(BOMBS[name])
    answer = classify(bomb)
    assert answer.stop in {"hold", "sequence"}
    assert answer.review
    assert parser.parse(b"Subject: x\n\nHallo Welt").new_text == "Hallo Welt"


def test_too_many_parts_kill_the_child_and_still_tell_who_wrote_what(parser):
    raw = b"From: Jana <jana@kunde.test>\nIn-Reply-To: <tag1@firma.test>\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nBitte keine Werbung mehr.\n"
    parsed = parser.parse(raw + b"--a\n\nx\n" * 1_000_000 + b"--a--")
    assert parsed.quarantined is not None
    assert (parsed.from_address, parsed.references) == ("jana@kunde.test", ("tag1@firma.test",))
    answer = classify(parsed)
    assert (answer.stop, answer.review) == ("all_advertising", True)


def test_memory_is_limited(parser):
    raw = b"Content-Type: text/plain\n\n" + b"x" * (300 * 1024 * 1024)
    parsed = parser.parse(raw)
    assert parsed.quarantined is not None
    assert parser.parse(b"\n\nHallo").quarantined is None


@pytest.mark.parametrize(
    "raw",
    [
        dsn(block("a@b.test", "5.1.1", "550 unknown", original="c@b.test")),
        complaint("abuse"),
        "Subject: Grüße\nDate: Mon, 03 Aug 2026 10:00:00 +0200\n\nHällo".encode(),
    ],
)
def test_the_child_says_what_the_parser_says(parser, raw):
    assert parser.parse(raw) == parse_mail(raw)


def test_a_killed_child_is_replaced():
    with Parser() as own:
        assert own.parse(b"\n\neins").new_text == "eins"
        assert own._process is not None
        os.kill(own._process.pid, signal.SIGKILL)
        own._process.wait()
        assert own.parse(b"\n\nzwei").new_text == "zwei"


def test_a_stopped_child_costs_one_mail():
    with Parser() as own:
        assert own.parse(b"\n\neins").new_text == "eins"
        assert own._process is not None
        os.kill(own._process.pid, signal.SIGSTOP)
        own._wall_seconds, patience = 0.5, own._wall_seconds
        assert own.parse(b"\n\nzwei").quarantined is not None
        own._wall_seconds = patience
        assert own.parse(b"\n\ndrei").new_text == "drei"


def test_threads_share_one_parser(parser):
    found: list[str] = []

    def work(number: int) -> None:
        found.extend(parser.parse(f"Subject: x\n\nWort {number}-{turn}".encode()).new_text for turn in range(20))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(f"Wort {number}-{turn}" for number in range(4) for turn in range(20))


def test_after_close_no_child_is_left():
    own = Parser()
    own.parse(b"\n\nx")
    assert own._process is not None
    pid = own._process.pid
    own.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
