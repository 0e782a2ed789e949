"""Machine-readable parts: delivery status (RFC 3464), feedback reports (RFC 5965), receipts (RFC 8098)."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import HeaderParser

from flufl.bounce import all_failures

from replies.body import Part, children_of, decoded
from replies.headers import address_in, all_first, clean_address
from replies.notices import ses
from replies.notices.machine import ROBOT_FROM
from replies.reply import MachineReport, RecipientReport

MAX_RECIPIENTS = 200
MAX_GUESS_LINES = 5_000
"""flufl.bounce tries some fifty patterns on every line."""
_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_TYPES = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers", "message/rfc822-headers"}
)
_CODE = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_FEEDBACK = re.compile(r"^feedback-type\s{0,3}:", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(r"^(?:final-recipient|original-recipient|action|status)\s{0,3}:", re.IGNORECASE | re.MULTILINE)


def read(root: Message, parts: list[Part], text: str) -> MachineReport:
    """What the structure says, without a guess; each part guarded, a broken block costs only itself."""
    recipients: list[RecipientReport] = []
    feedback: dict[str, str] = {}
    returned: dict[str, str] = {}
    disposition = ""
    for part in parts:
        if part.embedded:
            continue
        if part.content_type in _STATUS_TYPES:
            recipients += _blocks(part.message)
        elif part.content_type == "message/feedback-report":
            feedback = feedback or _fields(_flat(part.message))
        elif part.content_type == "message/disposition-notification":
            disposition = disposition or _fields(_flat(part.message)).get("disposition", "")
        elif part.content_type in _RETURNED_TYPES:
            returned = returned or _returned(part.message)
    if not recipients and _FIELD.search(text):
        # Some systems write the DSN fields into a plain text part.
        recipients = _split_blocks(text)
    if not recipients and ROBOT_FROM.search(str(root.get("from", ""))[:400]):
        # A gateway wraps another system's report into one of its own; a person who hands one on stays a person.
        recipients = [
            report for part in parts if part.content_type in _STATUS_TYPES for report in _blocks(part.message)
        ]
    event = ses.read_event(text)
    return MachineReport(
        recipients=tuple(recipients[:MAX_RECIPIENTS]),
        feedback=feedback or _feedback_in_text(text),
        returned=event.returned if event else returned or _returned_in_text(text),
        disposition=disposition,
    )


def _feedback_in_text(text: str) -> dict[str, str]:
    found = _FEEDBACK.search(text)
    return _fields(text[found.start() :]) if found else {}


def _blocks(message: Message) -> list[RecipientReport]:
    if message.is_multipart():
        fields = [all_first(block) for block in children_of(message)[:MAX_RECIPIENTS]]
        return [report for report in map(_report, fields) if report]
    return _split_blocks(decoded(message))


def _split_blocks(text: str) -> list[RecipientReport]:
    blocks = re.split(r"\n[ \t]{0,20}\n", text)[:MAX_RECIPIENTS]
    return [report for report in (_report(_fields(block)) for block in blocks if _FIELD.search(block)) if report]


def _report(fields: dict[str, str]) -> RecipientReport | None:
    if not ({"final-recipient", "original-recipient"} & fields.keys() or {"action", "status"} <= fields.keys()):
        return None
    status = _CODE.search(fields.get("status", ""))
    return RecipientReport(
        recipient=_address(fields.get("final-recipient", "")) or _address(fields.get("x-actual-recipient", "")),
        original=_address(fields.get("original-recipient", "")),
        action=fields.get("action", "").split("(")[0].strip().casefold()[:20],
        status=status.group(1) if status else "",
        diagnostic=fields.get("diagnostic-code", "") or fields.get("x-supplementary-info", ""),
    )


def _address(value: str) -> str | None:
    """`rfc822;a@b` (RFC 3464 2.3.2), also without type, with angle brackets or an X.400 type we cannot use."""
    plain = value.split(";", 1)[-1].strip()
    return clean_address(plain) if " " not in plain and "@" in plain else address_in(plain)


def _fields(text: str) -> dict[str, str]:
    try:
        return all_first(HeaderParser().parsestr(text.lstrip("\r\n")[:65_536]))
    except (ValueError, IndexError, TypeError, RecursionError):
        return {}


def _flat(message: Message) -> str:
    if message.is_multipart():
        return "\n".join(f"{key}: {value}" for block in children_of(message)[:5] for key, value in block.raw_items())
    return decoded(message)


def _returned(message: Message) -> dict[str, str]:
    inner = children_of(message)
    if inner:
        return all_first(inner[0])
    return _fields(decoded(message))


_ID_IN_TEXT = re.compile(r"^[ \t>]{0,10}message-id:\s{0,5}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)


def _returned_in_text(text: str) -> dict[str, str]:
    found = _ID_IN_TEXT.search(text)
    return {"message-id": found.group(1)} if found else {}


def guess(root: Message) -> tuple[str, ...]:
    """flufl.bounce knows a zoo of old text bounces but raises on odd mails: a guess, wrapped."""
    try:
        temporary, permanent = all_failures(root)
        found = [item.decode("utf-8", "replace") for item in (*permanent, *temporary)]
    except Exception:  # noqa: BLE001 - it raises what its detectors raise: LookupError, AttributeError, UnicodeError ...
        return ()
    cleaned = (clean_address(address) for address in sorted(found))
    return tuple(address for address in cleaned if address)
