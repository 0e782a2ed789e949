"""How sure we are who wrote. A From line proves nothing; a stop acts all the same, a yes does not (V8, V9).

Two proofs, neither enough alone for a yes: the mail cites what only its receiver knows (Message-ID, code, signed link),
and our own mail server vouches for the sender's domain. Only the topmost Authentication-Results is read: those below
came with the mail, and anybody can write them (RFC 8601 section 5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from replies.reply import Parsed
from store.replies import Match

CONFIRMED = "confirmed"
"""Both: what may change something to the person's disadvantage, or begin something, needs this."""
TOKEN = "token"  # noqa: S105 (a word, no secret)
AUTHENTICATED = "authenticated"
UNCONFIRMED = "unconfirmed"

_CITED = frozenset({"references", "token"})
"""A letter's code is short enough to be guessed: it finds the person, and proves nothing."""
_MAX = 8_192
_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_RESULT = re.compile(r"\s*(dmarc|dkim)\s*=\s*([a-z]+)\b(.*)", re.DOTALL)
_PROPERTY = re.compile(r"\bheader\.(from|d|i)\s*=\s*([^\s;]+)")


def trust_of(parsed: Parsed, match: Match, authserv_id: str) -> str:
    """confirmed, token, authenticated or unconfirmed. `authserv_id` casefolded; empty: nobody is authenticated."""
    cited = match.by in _CITED
    proven = is_authenticated(parsed.headers, parsed.from_address, authserv_id)
    if cited and proven:
        return CONFIRMED
    return TOKEN if cited else AUTHENTICATED if proven else UNCONFIRMED


def is_authenticated(headers: Mapping[str, str], sender: str | None, authserv_id: str) -> bool:
    """True when our own server found DMARC, or a DKIM signature of the sender's domain, to pass."""
    value = headers.get("authentication-results", "")[:_MAX].casefold()
    domain = (sender or "").rpartition("@")[2].casefold()
    if not authserv_id or not domain or not value:
        return False
    named, *results = _without_comments(value).split(";")
    words = named.split()
    if not words or words[0] != authserv_id or words[1:] not in ([], ["1"]):
        return False
    found = [match.groups() for match in map(_RESULT.fullmatch, results) if match]
    if any(method == "dmarc" and result not in {"pass", "none"} for method, result, _ in found):
        return False  # whatever else passed was not aligned with what people see as the sender
    return any(result == "pass" and _aligned(method, rest, domain) for method, result, rest in found)


def _aligned(method: str, rest: str, domain: str) -> bool:
    """DMARC names the From domain itself; a signature may be that of a domain above it, never of a sister."""
    named = {key: value.rpartition("@")[2].strip("\"'") for key, value in _PROPERTY.findall(rest)}
    if method == "dmarc":
        return named.get("from") == domain
    signed = named.get("d") or named.get("i") or ""
    return "." in signed and (domain == signed or domain.endswith(f".{signed}"))


def _without_comments(value: str) -> str:
    """Without comments and quoted strings, so that nothing inside them is taken for a result."""
    value = _QUOTED.sub("", value)
    for _ in range(20):
        shorter = _COMMENT.sub(" ", value)
        if shorter == value:
            return value
        value = shorter
    return ""
