"""A raw mail taken apart without trusting it: byte limits first, compat32 parser, every field guarded."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser, Parser
from typing import Any

from replies.attached import attachments
from replies.body import MAX_PARTS, content_type_of, parameter, readable, walk
from replies.headers import (
    addresses_of,
    all_first,
    date_of,
    decode_bytes,
    decode_words,
    mailbox_of,
    message_ids,
    raw_values,
)
from replies.notices import dsn, transport
from replies.reply import Parsed
from replies.trimming.quoting import new_words

MAX_HEADER_BLOCK = 65_536
MAX_HEADERS = 200
MAX_SUBJECT = 1_000
_HEADER_NAME = re.compile(rb"^[!-9;-~]{1,76}:")


def fingerprint(raw: bytes) -> str:
    """sha256 hex of the raw mail: the only identity that survives moves, restores and missing Message-IDs."""
    return hashlib.sha256(raw).hexdigest()


def parse_mail(raw: bytes) -> Parsed:
    """Take `raw` apart. Meant for the limited child: hostile input may burn CPU or memory, but raises nothing known."""
    if _is_no_mail(raw):
        return rescue(raw, "Das ist keine Mail: eine Datei ohne Kopfzeilen.")
    data, limits = _bounded(_unix_lines(raw))
    try:
        message = _message(data)
        if message is None:
            return rescue(raw, "Die Mail ist nicht lesbar: ihr Aufbau widerspricht sich.")
        return _parsed(message, fingerprint(raw), limits, data.count(b"\n"))
    except RecursionError:
        head = BytesParser(policy=policy.compat32).parsebytes(data, headersonly=True)
        head.set_payload("")
        reason = "Die Mail ist zu tief verschachtelt."
        return rescue(raw, reason, headers=all_first(head))


def _message(data: bytes) -> Message | None:
    try:
        return BytesParser(policy=policy.compat32).parsebytes(data)
    except TypeError:  # „boundary*“ beside „boundary*0“: the library sorts numbers and None (RFC 2231 3)
        return None


def from_fields(fields: dict[str, Any]) -> Parsed:
    """A mail given as `{id, from, to, subject, date, headers, body}` (decoded text) instead of raw bytes.

    `headers` may hold a list of values. Missing keys are empty; nothing raises.
    """
    lines = [f"{name}: {fields[key]}" for key, name in _FIELD_NAMES.items() if fields.get(key)]
    given = fields.get("headers") or {}
    for name, value in given.items() if isinstance(given, dict) else ():
        if str(name).casefold() not in _FIELD_NAMES:
            several = value if isinstance(value, list) else [value]
            lines += [f"{name}: {' '.join(str(one).split())}" for one in several]
    head = "\n".join(" ".join(line.split()) for line in lines)
    body = str(fields.get("body") or "")
    raw = f"{head}\n\n{body}".encode("utf-8", "surrogatepass")
    block, limits = _bounded(f"{head}\n\n".encode("utf-8", "surrogatepass"))
    message = Parser(policy=policy.compat32).parsestr(block.decode("utf-8", "replace"), headersonly=True)
    declared = _full_type(message)
    for name in ("content-type", "content-transfer-encoding"):
        del message[name]  # the body is decoded already
    message["Content-Type"] = "text/plain; charset=utf-8"
    message.set_payload(body.encode("utf-8", "replace"))
    parsed = _parsed(message, fingerprint(raw), limits, raw.count(b"\n"))
    return replace(parsed, content_type=declared)


_FIELD_NAMES = {"from": "From", "to": "To", "subject": "Subject", "date": "Date"}


def _is_no_mail(raw: bytes) -> bool:
    """A picture, an archive: NUL octets (RFC 5322 4 knows them only in the body) and not one header."""
    head = raw[:4096]
    return b"\0" in head and not _HEADER_NAME.match(head.lstrip(b"\r\n"))


def rescue(raw: bytes, reason: str, headers: dict[str, str] | None = None) -> Parsed:
    """What can be said of a mail that broke the parser, by linear byte searches alone: sender, ids, words.

    The words are searched for an objection even then (Art. 21 Abs. 3 DSGVO knows no parser errors).
    """
    data = _unix_lines(raw[:262_144])
    head, _, body = data.partition(b"\n\n")
    if not _HEADER_NAME.match(head):
        body = data  # without a header its first paragraph is text, and may be the objection
    head = head[:MAX_HEADER_BLOCK]
    sender = _field(head, b"from")
    name, address = mailbox_of(sender)
    text = decode_bytes(body[:MAX_HEADER_BLOCK], "utf-8")
    return Parsed(
        fingerprint=fingerprint(raw),
        message_id=next(iter(message_ids([_field(head, b"message-id")])), None),
        subject=decode_words(_field(head, b"subject")[:MAX_SUBJECT]),
        from_address=address,
        from_name=name,
        references=message_ids([_field(head, b"references"), _field(head, b"in-reply-to")]),
        headers=headers or {},
        text=text,
        new_text=text[:4_000],
        quarantined=reason,
    )


def _parsed(message: Message, digest: str, limits: tuple[str, ...], lines: int) -> Parsed:
    parts = list(walk(message))
    if len(parts) >= MAX_PARTS:
        limits = (*limits, "parts")
    text = readable(parts)
    headers = all_first(message)
    name, address = mailbox_of(next(iter(raw_values(message, "from")), ""))
    parsed = Parsed(
        fingerprint=digest,
        message_id=next(iter(message_ids(raw_values(message, "message-id"))), None),
        subject=headers.get("subject", "")[:MAX_SUBJECT],
        from_address=address,
        from_name=name,
        to=addresses_of(raw_values(message, "to") + raw_values(message, "cc")),
        date=date_of(headers.get("date", "")),
        references=message_ids(raw_values(message, "references") + raw_values(message, "in-reply-to")),
        headers=headers,
        text=text,
        new_text=new_words(text, f"{name} {(address or '').partition('@')[0]}"),
        content_type=_full_type(message),
        report=dsn.read(message, parts, text),
        limits=limits,
        attachments=attachments(parts),
    )
    if lines > dsn.MAX_GUESS_LINES or not transport.wants_guess(parsed):
        return parsed
    return replace(parsed, report=replace(parsed.report, guessed=dsn.guess(message)))


def _full_type(message: Message) -> str:
    report = parameter(message, "report-type")
    plain = content_type_of(message)
    return f"{plain}; report-type={report.casefold()[:40]}" if report else plain


def _unix_lines(raw: bytes) -> bytes:
    # Plain replacements stay linear; CR-only mails exist and would otherwise be one endless header.
    return raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")


def _bounded(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Header block cut to its limits, body untouched. A block without an end is all header."""
    head, gap, body = data.partition(b"\n\n")
    limits: list[str] = []
    if len(head) > MAX_HEADER_BLOCK:
        head = head[: max(head.rfind(b"\n", 0, MAX_HEADER_BLOCK), 0) or MAX_HEADER_BLOCK]
        limits.append("header_bytes")
    starts = [found.start() for found in re.finditer(rb"^(?=[^ \t\n])", head, re.MULTILINE)]
    if len(starts) > MAX_HEADERS:
        head = head[: starts[MAX_HEADERS]].rstrip(b"\n")
        limits.append("headers")
    return head + gap + body, tuple(limits)


def _field(head: bytes, name: bytes) -> str:
    line = rb"^" + name + rb":([^\n]{0,4096}(?:\n[ \t][^\n]{0,4096}){0,20})"
    found = re.search(line, head, re.IGNORECASE | re.MULTILINE)
    return " ".join(decode_bytes(found.group(1), "utf-8").split()) if found else ""
