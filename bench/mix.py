"""The closed mix of bench/reading.py: raw mails built from the corpora, the same ones each time."""

from __future__ import annotations

import base64
import html
import quopri
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from typing import Any

from tests.fuzz.seeds import lines_of

SHARES = {"people": 0.50, "absences": 0.22, "bounces": 0.18, "newsletters": 0.08, "complaints": 0.02}
_MACHINES = frozenset({"out_of_office", "delivery_notice", "spam_other"})
_BOUNCES = frozenset({"hard_bounce", "soft_bounce"})
_SENT = "Mon, 03 Aug 2026 10:00:00 +0200"
_QUOTE = (
    "\n\nAm 1. August 2026 um 09:12 schrieb Team Firma <team@firma.test>:\n"
    "> Guten Tag,\n>\n> Ihr Vertrag endet zum Monatsende. Die Schlussrechnung kommt in sechs Wochen.\n> Wenn Sie "
    "Ihre Daten mitnehmen möchten, genügt eine kurze Antwort.\n>\n> Keine Angebote mehr? Hier abmelden: "
    "https://firma.test/a/x\n"
)
_TRACE = "".join(
    f"Received: from mx{hop}.provider.test (mx{hop}.provider.test [192.0.2.{hop}])\n\tby mx{hop + 1}.provider.test "
    f"with ESMTPS id 4Xy{hop}\n\tfor <team@firma.test>; Mon, 03 Aug 2026 10:00:0{hop} +0200\n"
    for hop in range(4)
) + (
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=kunde.test; s=s1; h=from:to:subject:date;\n\tbh="
    + "A" * 43
    + "=;\n\tb="
    + "B" * 340
    + "\nAuthentication-Results: mx.firma.test; dkim=pass; spf=pass\nX-Mailer: Microsoft Outlook 16.0\n"
)


def mix(size: int) -> list[bytes]:
    """`size` mails in the shares above, people's each with its own words as long as the corpora reach."""
    made: dict[str, Callable[[], Iterator[bytes]]] = {
        "people": _people,
        "absences": _absences,
        "bounces": lambda: _raw(_BOUNCES),
        "newsletters": _newsletters,
        "complaints": lambda: _raw(frozenset({"complaint"})),
    }
    kinds = {name: islice(cycle(made[name]()), round(size * share)) for name, share in SHARES.items()}
    return [raw for raws in kinds.values() for raw in raws]


def _people() -> Iterator[bytes]:
    for folder in ("tuning", "layouts"):
        for number, fields in enumerate(lines_of(folder)):
            if fields["expect"].get("label") not in _MACHINES:
                yield _mail(fields, fields["body"], number)
    for number, item in enumerate(lines_of("texts")):
        if item["label"] not in _MACHINES:
            yield _mail({}, f"Guten Tag,\n\n{item['text']}\n\nMit freundlichen Grüßen\nJana Köhler{_QUOTE}", number)


def _absences() -> Iterator[bytes]:
    auto = {"headers": {"Auto-Submitted": "auto-replied"}, "subject": "Automatische Antwort: Ihr Zugang"}
    for number, fields in enumerate(lines_of("tuning")):
        if fields["expect"]["label"] == "out_of_office":
            yield _mail(fields, fields["body"], number)
    for number, item in enumerate(lines_of("texts")):
        if item["label"] == "out_of_office":
            yield _mail(auto, f"{item['text']}\n\nMit freundlichen Grüßen\nJana Köhler", number)


def _newsletters() -> Iterator[bytes]:
    """Advertising to us: a page of tables with the text in it, and a plain half."""
    listed = {"headers": {"List-Unsubscribe": "<https://werbung.test/x>"}, "subject": "Unsere Angebote im August"}
    for item in lines_of("texts"):
        if item["label"] == "spam_other":
            cell = f'<td style="padding:0 24px;font-family:Arial,sans-serif">{html.escape(item["text"])}</td>'
            yield _alternative(listed, item["text"] * 5, f"<table width=600>{f'<tr>{cell}</tr>' * 60}</table>")


def _raw(kinds: frozenset[str]) -> Iterator[bytes]:
    for item in lines_of("bounces"):
        if item["expect"]["kind"] in kinds:
            yield item["raw"].encode()


def _mail(fields: dict[str, Any], body: str, number: int) -> bytes:
    """In turn as the usual clients send: quoted-printable, plain beside HTML, base64."""
    if number % 3 == 1:
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in body.split("\n"))
        return _alternative(fields, body, f"<html><body>{paragraphs}</body></html>")
    name, content = (
        ("base64", base64.encodebytes(body.encode()))
        if number % 3
        else ("quoted-printable", quopri.encodestring(body.encode()))
    )
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {name}\n\n"
    return _head(fields) + head.encode() + content


def _alternative(fields: dict[str, Any], plain: str, rich: str) -> bytes:
    parts = b"".join(
        f"--b1\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n".encode()
        + quopri.encodestring(text.encode())
        + b"\n"
        for kind, text in (("plain", plain), ("html", rich))
    )
    return _head(fields) + b'Content-Type: multipart/alternative; boundary="b1"\n\n' + parts + b"--b1--\n"


def _head(fields: dict[str, Any]) -> bytes:
    given = {
        "From": fields.get("from") or "Jana Köhler <jana@kunde.test>",
        "To": fields.get("to") or "team@firma.test",
        "Subject": fields.get("subject") or "AW: Ihr Zugang",
        "Date": fields.get("date") or _SENT,
        **({} if fields else {"In-Reply-To": "<tag1@firma.test>"}),
        **(fields.get("headers") or {}),
    }
    lines = "".join(f"{name}: {_word(str(value))}\n" for name, value in given.items())
    return f"Return-Path: <jana@kunde.test>\n{_TRACE}{lines}MIME-Version: 1.0\n".encode()


def _word(value: str) -> str:
    """As an encoded word where it has letters beyond ASCII (RFC 2047)."""
    name, bracket, address = value.partition(" <")
    if name.isascii():
        return value
    return f"=?utf-8?b?{base64.b64encode(name.encode()).decode()}?={bracket}{address}"
