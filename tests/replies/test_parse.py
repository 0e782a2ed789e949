from __future__ import annotations

import os
import random
import time
from datetime import timedelta
from pathlib import Path

import pytest

from replies import codec
from replies.classify import classify
from replies.parse import from_fields, parse_mail
from replies.reply import Kind
from tests.replies.mails import block, complaint, dsn

SAMPLES = Path(__file__).parents[2] / "replies" / "intents" / "samples"


@pytest.mark.parametrize(
    "raw",
    [
        b"Message-ID: <>\n\nx",
        b"From: a@[\n\nx",
        b"Content-Type: text/plain; charset=idna\n\nx\xff",
        b"Content-Type: text/plain; charset=x-nonsense\n\nx\xff",
        b"Content-Type: text/plain; charset=unicode-1-1-utf-7\n\nx",
        b"Content-Type: text/plain; charset*=utf-8''%ff%fe\n\nx",
        b"Content-Type: multipart/mixed\n\nx",
        b"Content-Type: multipart/report; report-type*0=a; report-type*1*=b''c\n\nx",
        b"Content-Transfer-Encoding: base64\n\n!!!!=",
        b"Content-Type: ;;;=\n\nx",
        b"Date: 99 Foo 99999999999 99:99:99 +9999\n\nx",
        b"Subject: =?utf-8?b?gibberish?= =?x?y?z?=\n\nx",
        b"Subject: \xff\xfe\n\n\xff\xfe",
        b"\xff\xfe\x00",
        b":\n:\n\n:",
        b" \n\t\n",
    ],
)
def test_malformed_mails_are_read_without_an_exception(raw):
    answer = classify(parse_mail(raw))
    assert answer.stop in {"hold", "sequence"}


def test_umlauts_arrive_whatever_the_client_claims():
    latin = "Content-Type: text/plain; charset=iso-8859-1\n\n„Grüße“ für 5 €".encode("cp1252")
    unlabelled = "Subject: Grüße\n\nGrüße".encode()
    assert parse_mail(latin).text == "„Grüße“ für 5 €"
    assert (parse_mail(unlabelled).subject, parse_mail(unlabelled).text) == ("Grüße", "Grüße")
    assert parse_mail(b"Subject: =?iso-8859-1?q?Gr=FC=DFe?=\n\nx").subject == "Grüße"


def test_carriage_returns_alone_end_lines_too():
    parsed = parse_mail(b"From: jana@kunde.test\rSubject: Test\r\rHallo\rWelt")
    assert (parsed.from_address, parsed.subject, parsed.new_text) == ("jana@kunde.test", "Test", "Hallo\nWelt")


def test_an_encoded_newline_never_becomes_a_header_line():
    assert "\n" not in parse_mail(b"Subject: =?UTF-8?Q?a=0ABcc:x@y.test?=\n\nx").subject


def test_addresses_ids_and_date():
    parsed = parse_mail(
        b'From: "K\xc3\xb6hler, Jana" <Jana@KUNDE.test>\nTo: <a@firma.test>, b@firma.test\nDate: Mon, 3 Aug 2026 10:00:00 +0200\n'
        b"Message-ID: <m1@kunde.test>\nIn-Reply-To: <t2@firma.test>\nReferences: <t1@firma.test>\n <t2@firma.test>\n\nx"
    )
    assert (parsed.from_address, parsed.from_name) == ("jana@kunde.test", "Köhler, Jana")
    assert parsed.to == ("a@firma.test", "b@firma.test")
    assert parsed.message_id == "m1@kunde.test"
    assert parsed.references == ("t1@firma.test", "t2@firma.test")
    assert parsed.date is not None
    assert parsed.date.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        (b"X-A: " + b"y" * 70_000 + b"\nSubject: x\n\nHallo", "header_bytes"),
        (b"X-A: y\n" * 300 + b"\nHallo", "headers"),
        (b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 60 + b"--a--", "parts"),
    ],
)
def test_limits_cut_and_are_named_and_a_person_looks(raw, limit):
    parsed = parse_mail(raw)
    assert limit in parsed.limits
    assert classify(parsed).review


def test_the_fingerprint_is_of_the_raw_bytes():
    assert parse_mail(b"Subject: a\n\nx").fingerprint != parse_mail(b"Subject: a\r\n\r\nx").fingerprint


def test_decoded_fields_are_classified_like_a_mail():
    fields = {
        "subject": "AW: Ihr Zugang",
        "from": "Jana <jana@kunde.test>",
        "to": "t@firma.test",
        "date": "2026-08-03",
        "headers": {"In-Reply-To": "<a@b>", "Received": ["x", "y"]},
        "body": "Bitte keine Werbung mehr – danke",
    }
    parsed = from_fields(fields)
    assert parsed.text == "Bitte keine Werbung mehr – danke"
    assert classify(parsed).stop == "all_advertising"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"headers": None, "body": None},
        {"headers": [], "body": 5},
        {"from": 7, "headers": {"X": None}},
        {"body": "\ud800 x"},
    ],
)
def test_odd_fields_do_no_harm(fields):
    assert classify(from_fields(fields)).stop in {"hold", "sequence"}


def _mutated(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.randint(0, 40))
        what = chance.randrange(4)
        if what == 0:
            data[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
        elif what == 1:
            del data[start:end]
        elif what == 2:
            data[start:start] = data[start:end] * chance.randint(1, 30)
        else:
            data[start:start] = chance.choice(
                [b"\n\n", b"\r", b"=?", b"--b", b"\0", b"<", b"Content-Type: ", b"; charset=", b"(("]
            )
        if not data:
            data = bytearray(b"x")
    return bytes(data)


def test_mutated_mails_never_raise_and_survive_the_pipe():
    chance = random.Random(20260803)
    seeds = [
        dsn(block("a@b.test", "5.1.1", "550 unknown")),
        complaint("abuse"),
        *(path.read_bytes() for path in sorted(SAMPLES.glob("*/*.txt"))),
    ]
    kinds = set()
    for _ in range(600):
        parsed = parse_mail(_mutated(chance.choice(seeds), chance))
        assert codec.loads(codec.dumps(parsed)).new_text.encode("utf-8", "replace") == parsed.new_text.encode(
            "utf-8", "replace"
        )
        kinds.add(classify(parsed).kind)
    assert {Kind.HUMAN_REPLY, Kind.AUTO_REPLY, Kind.HARD_BOUNCE, Kind.COMPLAINT} <= kinds


if "BOUNCE_MAILS" in os.environ:  # a folder of real bounces, for example of the sdist of flufl.bounce; none is shipped

    def test_real_bounces_raise_nothing_and_nearly_all_are_seen():
        paths = sorted(Path(os.environ["BOUNCE_MAILS"]).glob("*.txt"))
        answers = [classify(parse_mail(path.read_bytes())) for path in paths]
        seen = sum(answer.kind in {Kind.HARD_BOUNCE, Kind.SOFT_BOUNCE} for answer in answers)
        assert len(paths) > 100
        assert seen / len(paths) > 0.95


@pytest.mark.parametrize(
    "piece",
    [
        "kein ",
        "Am 3.5. schrieb ",
        "Am 3.5. schrieb x\n",
        "\n> a",
        "Von: a ",
        "user unknown ",
        "(",
        "a@",
        "_",
        "\n",
        "0711 ",
        "bis 3.",
        "=?",
        "nicht mehr ",
    ],
)
def test_long_mails_take_linear_time(piece):
    body = (piece * 262_144)[:262_144]
    before = time.process_time()
    for sender in ("jana@kunde.test", "mailer-daemon@kunde.test"):
        classify(from_fields({"subject": piece * 500, "from": sender, "body": body}))
    assert time.process_time() - before < 15
