"""Mails made to hurt a parser, each in a size that can be told apart: small for mutation, full for the limits."""

from __future__ import annotations

import base64
from collections.abc import Callable

OBJECTION = b"Bitte senden Sie mir keine Werbung mehr."
_HEAD = b"From: Jana <jana@kunde.test>\nIn-Reply-To: <tag1@firma.test>\nSubject: AW: Ihr Zugang\n"


def _nested(size: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(size // 10))


def _continued(size: int) -> bytes:
    """RFC 2231: one parameter in very many numbered pieces, some missing, some encoded."""
    pieces = b";\n ".join(b"boundary*%d%s=%%41x" % (n * 3 // 2, b"*" if n % 2 else b"") for n in range(size))
    return b"Content-Type: multipart/mixed;\n " + pieces + b"\n\n--x\n\nHallo"


def _base64(size: int) -> bytes:
    lines = base64.encodebytes(b"Guten Tag\n" * size * 40)
    return b"Content-Type: text/plain; charset=utf-7\nContent-Transfer-Encoding: base64\n\n" + lines


def _base64_parts(size: int) -> bytes:
    inner = base64.encodebytes(b"A" * 3_000)
    part = b"--a\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + inner
    return b"Content-Type: multipart/mixed; boundary=a\n\n" + part * (size // 10) + b"--a--"


_MAKERS: dict[str, Callable[[int], bytes]] = {
    "nested": _nested,
    "embedded": lambda size: b"Content-Type: message/rfc822\n\n" * size,
    "parts": lambda size: b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * size + b"--a--",
    "same_boundary": lambda size: b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * size,
    "giant_header": lambda size: b"X-Junk: " + b"a" * size * 100 + b"\n\nHallo",
    "folded_header": lambda size: b"X-Junk: a" + b"\n a" * size * 10 + b"\n\nHallo",
    "many_headers": lambda size: b"X-A: b\n" * size * 4 + b"\nHallo",
    "base64": _base64,
    "base64_parts": _base64_parts,
    "broken_base64": lambda size: b"Content-Transfer-Encoding: base64\n\n" + b"=A=\xff" * size * 10,
    "quoted_printable": lambda size: b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\n=4=" * size * 10,
    "uuencode": lambda size: b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"M" + b"`" * size * 10,
    "continued_parameters": _continued,
    "encoded_words": lambda size: b"Subject: " + b"=?utf-8?q?=41?= " * size + b"\n\nHallo",
    "encoded_base64_words": lambda size: b"From: " + b"=?iso-2022-jp?b?GyRC?=" * size + b" <a@b.test>\n\nHallo",
    "open_encoded_word": lambda size: b"Subject: =?utf-8?b?" + b"QUFB" * size + b"\n\nHallo",
    "only_cr": lambda size: b"Subject: x\r\rHallo\r" * size,
    "nul": lambda size: b"\0" * size * 10,
    "nul_in_text": lambda size: b"Subject: x\n\n" + b"H\0allo\0 " * size,
    "unknown_charset": lambda size: b"Content-Type: text/plain; charset=x-klingon\n\n" + b"\xe4\xf6 " * size * 10,
    "wrong_charset": lambda size: b"Content-Type: text/plain; charset=utf-16\n\n" + b"\xd8\x00a" * size * 10,
    "charset_bomb": lambda size: b"Content-Type: text/plain; charset=" + b"x" * size * 10 + b"\n\nHallo",
    "references": lambda size: b"References: " + b"<a@b> " * size * 4 + b"\n\nHallo",
    "references_apart": lambda size: b"".join(b"References: <%d@b>\n" % n for n in range(size * 4)) + b"\nHallo",
    "addresses": lambda size: b"To: " + b"a@b.de, " * size * 2 + b"\n\nHallo",
    "brackets": lambda size: b"To: " + b"(" * size + b"\nFrom: " + b"(" * size + b"\n\nHallo",
    "quotes_in_address": lambda size: b'From: "' + b'\\"' * size + b"\n\nHallo",
    "html": lambda size: b"Content-Type: text/html\n\n" + b"<div><blockquote>" * size * 3,
    "html_declarations": lambda size: b"Content-Type: text/html\n\n" + b"<![" * size * 5,
    "html_attributes": lambda size: b"Content-Type: text/html\n\n<p " + b"a='" * size * 5,
    "html_comments": lambda size: b"Content-Type: text/html\n\n" + b"<!--" * size * 5,
    "html_entities": lambda size: b"Content-Type: text/html\n\n" + b"&#x41;&amp" * size,
    "quote_starts": lambda size: b"Subject: x\n\n" + b"Am 3.5. " * size * 3,
    "wrote_lines": lambda size: b"Subject: x\n\n" + b"Am 3.5.2026 schrieb Max <a@b.de>\n" * size,
    "fields": lambda size: b"Subject: x\n\n" + b"Von: a\nAn: b\nBetreff: c\n" * size,
    "sign_offs": lambda size: b"Subject: x\n\nHallo\n" + "Mit freundlichen Grüßen ".encode() * size,
    "arrows": lambda size: b"Subject: x\n\n" + b"> " * size * 10 + b"\n--> ja\n" * size,
    "blanks": lambda size: b"Subject: x\n\n" + b" \t" * size * 25,
    "days": lambda size: (
        b"Auto-Submitted: auto-replied\nDate: Mon, 03 Aug 2026 10:00:00 +0200\n\n" + b"bis 3.8. " * size
    ),
    "no_line_end": lambda size: b"a" * size * 30,
    "status_blocks": lambda size: (
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\n"
        b"Content-Type: message/delivery-status\n\n" + b"Final-Recipient: rfc822;a@b.de\nStatus: 5.1.1\n\n" * size
    ),
    "empty": lambda _size: b"",
}
SMALL, FULL = 40, 10_000


def bombs(size: int = FULL) -> dict[str, bytes]:
    """All kinds by name, under a header that tells who wrote it where the kind leaves room for one."""
    return {name: raw if _bare(raw) else _HEAD + raw for name, make in _MAKERS.items() for raw in [make(size)]}


def _bare(raw: bytes) -> bool:
    """True for what is no header at all."""
    return not raw or raw.startswith((b"\0", b"aa"))
