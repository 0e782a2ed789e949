"""Mails for the tests of replies: built from words, as people and machines send them."""

from __future__ import annotations

from typing import Any

from replies.classify import classify
from replies.parse import from_fields
from replies.reply import Classified

SENT = "Mon, 03 Aug 2026 10:00:00 +0200"


def reply(body: str, subject: str = "AW: Ihr Zugang", **headers: str) -> Classified:
    """The classification of an answer to our mail, sent on Monday, 3 August 2026."""
    fields: dict[str, Any] = {
        "from": "Jana Köhler <jana@kunde.test>",
        "to": "team@firma.test",
        "subject": subject,
        "date": SENT,
        "headers": {
            "In-Reply-To": "<tag1@firma.test>",
            **{key.replace("_", "-"): value for key, value in headers.items()},
        },
        "body": body,
    }
    return classify(from_fields(fields))


def dsn(*blocks: str, notice: str = "Die Zustellung ist gescheitert.", returned: str = "") -> bytes:
    """A delivery status notification with one block per recipient."""
    parts = "\n\n".join(("Reporting-MTA: dns; mx.firma.test", *blocks))
    return (
        "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.firma.test>\nTo: team@firma.test\n"
        "Subject: Undelivered Mail Returned to Sender\nDate: Mon, 03 Aug 2026 10:00:00 +0200\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n\n'
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{notice}\n"
        f"--b\nContent-Type: message/delivery-status\n\n{parts}\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: <tag1@firma.test>\nTo: jana@kunde.test\nSubject: Ihr Zugang\n\n{returned}\n--b--\n"
    ).encode()


def block(address: str, status: str, diagnostic: str = "", action: str = "failed", original: str = "") -> str:
    """One per-recipient block of RFC 3464."""
    lines = [f"Original-Recipient: rfc822;{original}"] if original else []
    lines += [f"Final-Recipient: rfc822; {address}", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, f"Diagnostic-Code: smtp; {diagnostic}"] if diagnostic else lines)


def complaint(feedback_type: str, recipient: str = "jana@kunde.test") -> bytes:
    """An ARF report (RFC 5965)."""
    return (
        "From: fbl@provider.test\nTo: fbl@firma.test\nSubject: FW: Ihr Zugang\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThis is an email abuse report.\n"
        f"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: {feedback_type}\nUser-Agent: P/1\nVersion: 1\n"
        f"Original-Rcpt-To: {recipient}\n\n"
        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <tag1@firma.test>\nTo: [redacted]\nSubject: Ihr Zugang\n\nHallo\n--b--\n"
    ).encode()
