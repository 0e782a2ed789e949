"""Inputs to begin with: the mails of the corpora, the samples, small bombs, and the words that steer the parsers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.fuzz.bombs import SMALL, bombs

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "replies" / "corpus"
SAMPLES = ROOT / "replies" / "intents" / "samples"

WORDS = tuple(
    word.encode()
    for word in (
        "\n", "\r", "\r\n", "\n\n", "\n ", "\0", "=?utf-8?q?", "=?utf-8?b?", "?=", "--b", "--b--", "> ", ">> ", "--> ", "-- \n",
        "Content-Type: ", "multipart/report; report-type=delivery-status; boundary=b", "multipart/mixed; boundary=b",
        "text/html", "text/plain; charset=utf-7", "charset=", "message/rfc822", "message/delivery-status",
        "message/feedback-report", "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n",
        "Final-Recipient: rfc822; a@b.test\n", "Action: failed\n", "Status: 5.1.1\n", "Diagnostic-Code: smtp; 550 ",
        "Feedback-Type: abuse\n", "Original-Rcpt-To: ", "Disposition: ", "Auto-Submitted: auto-replied\n", "Return-Path: <>\n",
        "List-Unsubscribe: <mailto:a@b>\n", "X-Failed-Recipients: ", "boundary*0*=utf-8''b", "References: <a@b>\n",
        "Date: Mon, 03 Aug 2026 10:00:00 +0200\n", "From: ", "Subject: ", "Precedence: auto_reply\n",
        "Am 3.5.2026 um 14:02 schrieb Max <a@b.de>:\n", "Von: ", "Gesendet: ", "An: ", "Betreff: ",
        "-----Ursprüngliche Nachricht-----\n", "________________\n", "Mit freundlichen Grüßen\n", "Von meinem iPhone gesendet\n",
        "P.S. ", "Antwort: ", "On Mon, wrote:\n", "<blockquote>", "<div id=divRplyFwdMsg>", "<br>", "&#x41;", "<![CDATA[",
        "keine Werbung mehr", "abmelden", "löschen", "nicht", "widerspreche", "\u200b", "\u00ad", "\ufeff", "ÄÖÜß", "\U0001f600",
        "bis ", "ab ", "vom ", "nach dem ", "nicht vor ", "31.12.", "29.2.", "31.02.", "1.1.0001", "31.12.9999", "KW 53", "KW 1",
        "Ende Februar 9999", "übernächste Woche", "nächstes Jahr", "Montag", "heute", "morgen", "in 999 Jahren", "in drei Monaten",
        "ein halbes Jahr", "Q4 2099", "viertes Quartal", "Ostern", "nach Weihnachten", "zurück", "wieder erreichbar", "Urlaub",
        "melden Sie sich ", "2026-08-03", "9999-12-31", "Anfang des Jahres", "Mitte ", "Jahresende", " und ", "–", ", ",
    )
)  # fmt: skip
"""Pieces that mean something to a parser; for the dictionary of the fuzzer and for the plain mutator."""


def lines_of(folder: str) -> Iterator[dict[str, Any]]:
    """The items of a folder of the corpus, by file and line."""
    for path in sorted((CORPUS / folder).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def as_raw(fields: dict[str, Any]) -> bytes:
    """A mail of the corpus that is given in fields, as it would come over the wire."""
    given = {name: fields.get(name.casefold(), "") for name in ("From", "To", "Subject", "Date")} | dict(
        fields.get("headers") or {}
    )
    head = "".join(
        f"{name}: {' '.join(str(one).split())}\n"
        for name, value in given.items()
        for one in (value if isinstance(value, list) else [value])
    )
    return f"{head}Content-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\n\n{fields.get('body', '')}".encode()


def mails() -> Iterator[bytes]:
    """Raw mails: people, machines, samples, bombs."""
    for folder in ("tuning", "layouts"):
        yield from map(as_raw, lines_of(folder))
    for item in lines_of("bounces"):
        yield item["raw"].encode()
    for path in sorted(SAMPLES.glob("*/*.txt")):
        yield path.read_bytes()
    yield from bombs(SMALL).values()


def texts() -> Iterator[bytes]:
    """A sender's name and the text of a mail."""
    for folder in ("layouts", "tuning"):
        for fields in lines_of(folder):
            yield f"{str(fields.get('from', '')).partition('<')[0]}\n{fields['body']}".encode()
    yield from bombs(SMALL).values()


_ANY_DAY = 0xF0_00_00
"""From here three bytes stand for any day of the calendar, below for one of our time: most mails are sent now."""
_OUR_TIME, _OUR_DAYS = date(1995, 1, 1), 25_000


def sent_day(number: bytes) -> date:
    """The day of sending that three bytes stand for."""
    value = int.from_bytes(number.ljust(3, b"\0"), "big")
    if value < _ANY_DAY:
        return _OUR_TIME + timedelta(days=value % _OUR_DAYS)
    return date.fromordinal((value - _ANY_DAY) * 3_659 % date.max.toordinal() + 1)


def dated() -> Iterator[bytes]:
    """Three bytes for the day of sending, and a text that names days."""
    usual = (date(2026, 8, 3) - _OUR_TIME).days
    for fields in lines_of("tuning"):
        if fields["expect"]["label"] in {"out_of_office", "not_now_later"}:
            for number in (usual, usual + 210, _ANY_DAY, _ANY_DAY + 998):
                yield number.to_bytes(3, "big") + fields["body"].encode()


def decisions() -> Iterator[bytes]:
    """Bytes for the builder of reports; nobody writes these by hand."""
    chance = random.Random(7)  # the same ones each time
    for size in (1, 8, 40, 120, 300, 900):
        yield from (chance.randbytes(size) for _ in range(20))
