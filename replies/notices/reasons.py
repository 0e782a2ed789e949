"""Why a delivery failed: the words first, then status and SMTP code, the first digit last and never for hard or soft.

In real bounces the first digit of Status calls five of six soft bounces hard. Hard is only what says that the address
or its host does not exist, has moved or accepts nothing; 5.7.x is a quarrel about us, never the recipient's fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from replies.notices import reason_words as words_for


class Side(StrEnum):
    """Whose matter it is: the recipient's address, us as sender, or the way between."""

    RECIPIENT = "recipient"
    SENDER = "sender"
    WAY = "way"


@dataclass(frozen=True, slots=True)
class Reason:
    """One row of the table. `hard` ends the address; only a recipient's reason can."""

    name: str
    side: Side
    hard: bool = False


_UNDEFINED = Reason("undefined", Side.WAY)
_DELAYED = Reason("delayed", Side.WAY)
_POLICY = Reason("policy", Side.SENDER)
REASONS = {
    reason.name: reason
    for reason in (
        Reason("authentication", Side.SENDER),
        Reason("blocked", Side.SENDER),
        Reason("spam", Side.SENDER),
        Reason("rate_limit", Side.SENDER),
        Reason("relay_denied", Side.SENDER),
        Reason("mailbox_full", Side.RECIPIENT),
        Reason("not_accepting", Side.RECIPIENT, hard=True),
        Reason("host_unknown", Side.RECIPIENT, hard=True),
        Reason("moved", Side.RECIPIENT, hard=True),
        Reason("user_unknown", Side.RECIPIENT, hard=True),
        Reason("suspended", Side.RECIPIENT),
        Reason("suppressed", Side.RECIPIENT),
        Reason("too_big", Side.SENDER),
        Reason("content", Side.SENDER),
        _POLICY,
        Reason("loop", Side.WAY),
        Reason("expired", Side.WAY),
        Reason("unavailable", Side.WAY),
        _DELAYED,
        _UNDEFINED,
    )
}
"""All reasons by name; `suppressed` is said by a sending service alone, of an address on its own list."""

_RULES: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (REASONS[name], re.compile(pattern))
    for name, pattern in (
        ("authentication", words_for.SENDER),
        ("blocked", words_for.BLOCKED),
        ("spam", words_for.SPAM),
        ("rate_limit", words_for.RATE),
        ("relay_denied", words_for.RELAY),
        ("mailbox_full", words_for.MAILBOX_FULL),
        ("unavailable", words_for.PASSING),
        ("not_accepting", words_for.NOT_ACCEPTING),
        ("host_unknown", words_for.HOST_UNKNOWN),
        ("moved", words_for.MOVED),
        ("user_unknown", words_for.USER_UNKNOWN),
        ("suspended", words_for.SUSPENDED),
        ("too_big", words_for.TOO_BIG),
        ("content", words_for.CONTENT),
        ("policy", words_for.POLICY),
        ("loop", words_for.LOOP),
        ("expired", words_for.EXPIRED),
        ("unavailable", words_for.UNAVAILABLE),
    )
)
_BY_STATUS = {
    "1.1": "user_unknown", "1.2": "host_unknown", "1.3": "user_unknown", "1.6": "moved", "1.7": "authentication",
    "1.8": "authentication", "1.10": "not_accepting", "2.1": "suspended", "2.2": "mailbox_full", "2.3": "too_big",
    "3.1": "mailbox_full", "3.4": "too_big", "4.4": "host_unknown", "4.6": "loop", "4.7": "expired",
    "4.310": "host_unknown", "7.23": "authentication", "7.25": "authentication", "7.26": "authentication",
    "7.27": "authentication", "7.509": "authentication",
}  # fmt: skip
"""RFC 3463, RFC 7505 (5.1.10), and what Exchange Online adds; without the first digit."""
_BY_CLASS = {"3": "unavailable", "4": "unavailable", "5": "unavailable", "6": "content", "7": "policy"}
_BY_CODE = {"521": "not_accepting", "551": "moved", "552": "mailbox_full", "556": "not_accepting"}
"""RFC 5321 4.2.3, RFC 7504."""
_TEMPORARY_HARD = frozenset({"4.1.1", "4.1.2", "4.4.4"})
_DENIED_IN_DIRECTORY = re.compile(r"5\.4\.1\b.{0,80}recipient address rejected: access denied")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,2}\.\d{1,3})(?![\d.])")
_SMTP_CODE = re.compile(r"(?<![\d.\w-])([45]\d\d)(?![\d.])")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})
_LOOKED_AT = 4_000
"""Characters of one notice; the reason stands at its beginning."""


def status_in(text: str) -> str:
    """The first RFC 3463 code in a text, empty when it has none."""
    found = _STATUS.search(text[:_LOOKED_AT])
    return found.group(1) if found else ""


def judge(text: str, status: str, action: str) -> Reason:
    """Why one recipient did not get it. `text` is the diagnostic or the notice, `status` the RFC 3463 code."""
    if action == "delayed":
        return _DELAYED
    words = folded(text)
    if _DENIED_IN_DIRECTORY.search(words):
        return REASONS["user_unknown"]  # Exchange Online's directory check words an unknown recipient this way
    code = status or status_in(words)
    reason = from_text(words) or _from_codes(code, words)
    if reason.hard and reason.name != "user_unknown" and code[1:].startswith(".7."):
        return _POLICY
    if reason.hard and code.startswith("4.") and code not in _TEMPORARY_HARD and action != "failed":
        return REASONS["unavailable"]
    return reason


def from_text(words: str) -> Reason | None:
    """The first reason whose words occur in a folded text; None when none does."""
    return next((reason for reason, pattern in _RULES if pattern.search(words)), None)


def folded(text: str) -> str:
    """The beginning of a text as the patterns are spelt: lower case, umlauts spelt out, one blank between words."""
    return " ".join(text[:_LOOKED_AT].casefold().translate(_UMLAUTS).split())


def _from_codes(status: str, words: str) -> Reason:
    """Status in detail, SMTP code, status by class; of the first digit only that a 4 was meant to pass."""
    detail = status[2:]
    found = _SMTP_CODE.search(words)
    code = found.group(1) if found else ""
    name = _BY_STATUS.get(detail) or _BY_CODE.get(code) or _BY_CLASS.get(detail[:1])
    if name is None:
        return REASONS["unavailable"] if status.startswith("4") or code.startswith("4") else _UNDEFINED
    # 4.4.4 alone is a name server that did not answer, no missing host.
    return REASONS["unavailable"] if REASONS[name].hard and status.startswith("4.") else REASONS[name]
