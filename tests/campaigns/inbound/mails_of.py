"""Mails as they come to a house, taken in the way the daemon takes them in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from campaigns.inbound.poll import take_in
from replies.child import Parser
from replies.reply import RawMail
from store.tables import desk, inbound, runs
from tests.campaigns.house_of import HouseOf, minimal, step

AUTHSERV = "mx.nordlicht-software.example"
MAILS = minimal(step("mail", "day = 1"), step("later", "day = 20"))


def came(one: HouseOf, parser: Parser, raw: bytes) -> None:
    assert take_in(one.house, RawMail("folder:inbox", "INBOX", 1, 0, raw, one.clock.now()), parser)


def words(
    text: str, sender: str = "k1@kunde1.example", *, cites: str = "", to: str = "team@nordlicht.example", **headers: str
) -> bytes:
    """A mail that a person wrote; two with the same words differ by their Message-ID."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"From: Anna <{sender}>", f"To: {to}", f"Message-ID: <{abs(hash((text, sender, cites, to)))}@x.example>"]
    lines += [f"In-Reply-To: <{cites}>"] if cites else []
    lines += [] if "Subject" in headers else ["Subject: Re: Neues"]
    return ("\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", text]) + "\r\n").encode()


def returned(
    recipient: str, message_id: str, status: str, diagnostic: str, action: str = "failed", n: int = 0
) -> bytes:
    """A delivery status notification (RFC 3464) about the mail with this Message-ID."""
    return (
        "From: MAILER-DAEMON@mx.kunde.test\r\nTo: team@nordlicht.example\r\nSubject: Delivery Status\r\n"
        f"Message-ID: <b{n}-{message_id}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="G"\r\n\r\n'
        "--G\r\nContent-Type: text/plain\r\n\r\nSee below\r\n"
        "--G\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.kunde.test\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {diagnostic}\r\n"
        f"--G\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\n--G--\r\n"
    ).encode()


def last(one: HouseOf, *names: str) -> Any:
    """Columns of the newest reply, a single one bare."""
    columns = inbound.reply.c
    row = one.rows(select(*(columns[name] for name in names)).order_by(columns.id.desc()))[0]
    return row[0] if len(names) == 1 else row


def tasks_of(one: HouseOf, *names: str) -> list[tuple[object, ...]]:
    columns = desk.task.c
    return one.rows(select(*(columns[name] for name in names)).order_by(columns.id))


def mailed(one: HouseOf, contact: str = "K-1", **changes: object) -> str:
    """A customer has got the mail of day 1; its Message-ID."""
    one.consenting(contact, **changes)
    one.play(days=1, hours=4)
    columns = runs.touch.c
    found = one.rows(select(columns.message_id).where(columns.step == "mail").order_by(columns.id.desc()))
    return str(found[0][0])
