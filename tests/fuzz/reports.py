"""Reports of machines built from fuzz bytes: delivery status, feedback, receipts, with everything that goes wrong."""

from __future__ import annotations

import base64
import quopri

from tests.fuzz.feed import Feed

_FROM = (
    b"Mail Delivery System <mailer-daemon@mx.firma.test>",
    b"postmaster@kunde.test",
    b"<>",
    b"Jana <jana@kunde.test>",
    b"staff@hotmail.com",
    b"=?utf-8?b?TWFpbGVyLURhZW1vbg==?= <a@b.test>",
    b"M\xe4iler (((( <x",
)
_SUBJECTS = (
    b"Undelivered Mail Returned to Sender",
    b"AW: Ihr Zugang",
    b"complaint about message from 192.0.2.1",
    b"Nachricht konnte nicht zugestellt werden",
    b"=?iso-8859-1?q?Unzustellbar=3A_Gr=FC=DFe?=",
    b"Automatische Antwort",
    b"",
)
_TYPES = (
    b'multipart/report; report-type=delivery-status; boundary="b"',
    b"multipart/report; report-type=feedback-report; boundary=b",
    b"multipart/report; report-type=disposition-notification; boundary=b",
    b"multipart/mixed; boundary*0=; boundary*1=b",
    b"multipart/report; boundary*=utf-8''b; report-type*0=\"delivery\"; report-type*1=-status",
    b"multipart/report; report-type=delivery-status",
    b"text/plain; charset=utf-8",
    b"message/delivery-status",
    b"MULTIPART/REPORT; BOUNDARY=b; boundary=c",
)
_PARTS = (
    b"text/plain; charset=utf-8",
    b"message/delivery-status",
    b"message/feedback-report",
    b"message/rfc822",
    b"text/rfc822-headers",
    b"message/disposition-notification",
    b"message/global-delivery-status",
    b"multipart/alternative; boundary=b",
    b"text/html; charset=x-unknown",
)
_STATUS = (
    (
        b"Final-Recipient",
        (b"rfc822; jana@kunde.test", b"x400; /G=Jana/@x", b"<a@b>", b"rfc822;", b"utf-8; \xc3\xa4@b.test"),
    ),
    (b"Original-Recipient", (b"rfc822;jana@kunde.test", b"unknown", b"rfc822; @", b"a b@c")),
    (b"Action", (b"failed", b"delayed", b"delivered", b"FAILED (bad)", b"x" * 90, b"")),
    (b"Status", (b"5.1.1", b"4.2.2", b"2.0.0", b"5.999.999", b"5.7.1 (denied)", b"5", b"9.9.9")),
    (b"Diagnostic-Code", (b"smtp; 550 5.1.1 user unknown", b"smtp; 452 mailbox full", b"x-unix; spam", b"smtp;")),
    (b"X-Actual-Recipient", (b"rfc822; j@k.test", b";;;")),
    (b"Reporting-MTA", (b"dns; mx.firma.test",)),
)
_FEEDBACK = (
    (b"Feedback-Type", (b"abuse", b"not-spam", b"opt-out", b"auth-failure", b"fraud; x", b"", b"virus")),
    (b"Original-Rcpt-To", (b"jana@kunde.test", b"[redacted]", b"<x@y.test>", b"redacted@")),
    (b"Removal-Recipient", (b"x@y.test",)),
    (b"Version", (b"1",)),
)
_RETURNED = (
    (b"Message-ID", (b"<tag1@firma.test>", b"tag1@firma.test", b"<>", b"<" * 50)),
    (b"To", (b"jana@kunde.test", b"undisclosed", b"a@b.test, c@d.test", b"<<<")),
    (b"X-HmXmrOriginalRecipient", (b"j@k.test",)),
    (b"Subject", (b"Ihr Zugang",)),
)
_RECEIPT = ((b"Disposition", (b"manual-action/MDN-sent-manually; displayed", b"", b";")),)
_NOTICES = (
    b"This is the mail system at host mx.firma.test.\n\n<jana@kunde.test>: 550 5.1.1 user unknown",
    b"The following addresses had permanent fatal errors\n  a@b.test\n   (reason: 550 5.1.1)",
    b"Hi. This is the qmail-send program at x.test.\n<a@b.test>:\nmailbox full",
    "Diese Nachricht konnte nicht zugestellt werden.\nEmpfänger unbekannt: a@b.test".encode(),
    b"Final-Recipient: rfc822; a@b.test\nAction: failed\nStatus: 5.2.2",
    b"Message could not be delivered for 4 hours. It will be retried.",
    b"Hallo",
)
_ENDS = (b"\n", b"\r\n", b"\r", b"\r\r\n")
_Table = tuple[tuple[bytes, tuple[bytes, ...]], ...]


def build(feed: Feed) -> bytes:
    """Any report, sound or broken."""
    lines = [b"From: " + feed.choice(_FROM), b"Subject: " + feed.choice(_SUBJECTS)]
    if feed.chance(2):
        lines.append(b"Return-Path: " + feed.choice((b"<>", b"<MAILER-DAEMON>", b"a@b.test")))
    if feed.chance(4):
        lines.append(b"X-Failed-Recipients: " + feed.choice((b"a@b.test", b"a@b.test, c@d.test", b",,,")))
    if feed.chance(4):
        lines.append(feed.raw(60))
    lines += [b"Content-Type: " + feed.choice(_TYPES), b""]
    for _ in range(feed.number(0, 6)):
        lines += [b"--b", _part(feed)]
    lines.append(feed.choice((b"--b--", b"", b"--c--", b"--b")))
    mail = b"\n".join(lines).replace(b"\n", feed.choice(_ENDS))
    return mail[: len(mail) * feed.number(1, 9) // 10] if feed.chance(8) else mail


def failure(feed: Feed, address: str) -> bytes:
    """A failure as RFC 3464 wants it, in the spellings that occur; it must be understood."""
    head = (
        b"From: mailer-daemon@mx.firma.test\nSubject: " + feed.choice(_SUBJECTS[:2]) + b"\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n'
    )
    kind = feed.choice((b"rfc822; ", b"RFC822;", b"rfc822;  "))
    block = [
        feed.choice((b"Final-Recipient: ", b"final-recipient:")) + kind + address.encode(),
        feed.choice((b"Action: failed", b"ACTION: Failed", b"Action: failed (no mailbox)")),
        feed.choice((b"Status: 5.1.1", b"Status: 5.1.1 (bad destination)")),
        feed.choice((b"Diagnostic-Code: smtp; 550 5.1.1 user unknown", b"Diagnostic-Code: smtp;\n 550 user unknown")),
    ]
    turned = feed.number(0, 3)
    status = b"\n".join([b"Reporting-MTA: dns; mx.firma.test", b"", *block[turned:], *block[:turned], b""])
    notice = b"Content-Type: text/plain\n" + _wrapped(feed, feed.choice(_NOTICES[:1]))
    mail = head + notice + b"\n--b\nContent-Type: message/delivery-status\n\n" + status + b"\n--b--\n"
    return mail.replace(b"\n", feed.choice(_ENDS))


def complaint(feed: Feed, address: str) -> bytes:
    """A complaint as RFC 5965 wants it; it must be understood."""
    fields = [
        feed.choice((b"Feedback-Type: abuse", b"feedback-type:  ABUSE", b"Feedback-Type: fraud")),
        b"Version: 1",
        feed.choice((b"Original-Rcpt-To: ", b"original-rcpt-to:")) + address.encode(),
    ]
    turned = feed.number(0, 2)
    mail = (
        b"From: fbl@provider.test\nSubject: " + feed.choice(_SUBJECTS) + b"\n"
        b"Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: text/plain\n"
        + _wrapped(feed, b"This is an email abuse report.")
        + b"\n--b\nContent-Type: message/feedback-report\n\n"
        + b"\n".join([*fields[turned:], *fields[:turned]])
        + b"\n\n--b\nContent-Type: message/rfc822\n\nTo: x@y.test\n\nHallo\n--b--\n"
    )
    return mail.replace(b"\n", feed.choice(_ENDS))


def _part(feed: Feed) -> bytes:
    kind = feed.choice(_PARTS)
    return b"Content-Type: " + kind + b"\n" + _wrapped(feed, _content(feed, kind))


def _content(feed: Feed, kind: bytes) -> bytes:
    if b"delivery-status" in kind:
        return b"\n\n".join(_fields(feed, _STATUS) for _ in range(feed.number(1, 5)))
    if kind == b"message/feedback-report":
        return _fields(feed, _FEEDBACK)
    if kind == b"message/disposition-notification":
        return _fields(feed, _RECEIPT)
    if b"rfc822" in kind:
        return _fields(feed, _RETURNED) + b"\n\n" + feed.raw(80)
    if kind.startswith(b"multipart"):
        return b"--b\n" + b"Content-Type: " + feed.choice(_PARTS[:7]) + b"\n\n" + _fields(feed, _STATUS) + b"\n--b--"
    return feed.choice((*_NOTICES, feed.raw(200)))


def _fields(feed: Feed, table: _Table) -> bytes:
    lines = []
    for name, values in table:
        for _ in range(feed.choice((1, 1, 1, 0, 2))):
            value = feed.choice(values) if not feed.chance(6) else feed.raw(40)
            lines.append(name + feed.choice((b": ", b":", b":\n ", b" : ", b"")) + value)
    return b"\n".join(lines)


def _wrapped(feed: Feed, content: bytes) -> bytes:
    """Content behind its transfer encoding and the blank line."""
    encoding = feed.choice((b"7bit", b"base64", b"quoted-printable", b"8bit", b"7bit"))
    if encoding == b"base64":
        content = base64.encodebytes(content)
    if encoding == b"quoted-printable":
        content = quopri.encodestring(content)
    return b"Content-Transfer-Encoding: " + encoding + b"\n\n" + content
