"""Values as templates may print them: one line, no control characters, empty means unknown. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from campaigns.rendering.german import german_date, german_time

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MAX_VALUE = 4_000
"""Characters of one value; words received may have ten times as many."""


def clean(key: str, value: object) -> object:
    """No control or direction characters, no line breaks (but in the words received), empty means unknown."""
    if not isinstance(value, str):
        return value
    if key in _WORDS_RECEIVED:
        text = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()
        limit = MAX_VALUE * 10
        return (text if len(text) <= limit else f"{text[:limit]} […]") or None
    # Most values are clean; isprintable refuses every control, direction and line character and every odd space.
    clean = value.isprintable() and "  " not in value and value.strip() == value
    text = value if clean else " ".join(_CONTROL.sub("", value).split())
    return text[:MAX_VALUE] or (value if key in _MAY_BE_EMPTY and value == "" else None)


_MAY_BE_EMPTY = frozenset({"sender_register", "sender_partner"})
_WORDS_RECEIVED = frozenset({"cancellation_text", "consent_text", "declared_text"})
"""Words that are repeated as they were declared, line by line (§ 312k Abs. 4, § 356a BGB)."""


def day_words(day: date | None) -> str | None:
    return german_date(day) if day is not None else None


def lines_of(text: str | None) -> tuple[str, ...]:
    """The words received, line by line: Outlook on Windows knows no `white-space`, its lines need their own <br>."""
    cleaned = clean("cancellation_text", text or "")
    return tuple(line.strip() for line in cleaned.split("\n")) if isinstance(cleaned, str) else ()


def moment_words(moment: datetime, tz: tzinfo) -> str:
    """3. Dezember 2026 um 14:05 Uhr (MEZ)."""
    day, time, zone = german_time(moment, tz)
    return f"{day} um {time} Uhr ({zone})"
