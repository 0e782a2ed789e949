"""Who calls: a signature over the very bytes, or a token. Every source is compared, so that time tells nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from standardwebhooks import Webhook

from campaigns.api.source import Scheme, Source

TOLERANCE: Final = timedelta(minutes=5)
_MAX_SIGNATURES: Final = 10
_ID: Final = re.compile(r"[\x21-\x7e]{1,255}")
_DIGITS: Final = re.compile(r"[0-9]{1,14}")


@dataclass(frozen=True, slots=True)
class Said:
    """What is proven: `uri` is the address as the caller knows it, headers have small letters."""

    method: str
    uri: str
    headers: Mapping[str, str]
    body: bytes


class Doubt(StrEnum):
    """Why somebody is not known: for the journal alone, the caller hears one answer for all."""

    NOTHING = "nothing"
    AMBIGUOUS = "ambiguous"
    TIME = "time"
    SIGNATURE = "signature"


_MARKS: Mapping[Scheme, str] = {
    "standard": "webhook-signature",
    "hubspot": "x-hubspot-signature-v3",
    "bearer": "authorization",
}


def prove(sources: Iterable[Source], said: Said, now: datetime) -> Source | Doubt:
    """The source that has made this call, or why it is nobody's."""
    schemes: list[Scheme] = [scheme for scheme, header in _MARKS.items() if header in said.headers]
    if len(schemes) != 1:
        return Doubt.AMBIGUOUS if schemes else Doubt.NOTHING
    (scheme,) = schemes
    mine = [source for source in sources if source.scheme == scheme]
    return _PROOFS[scheme](mine, said, now)


def key_of(source: Source, headers: Mapping[str, str]) -> str | None:
    """The caller's own name for the call: signed with it (webhook-id) or beside it; None for none."""
    return headers.get("webhook-id" if source.scheme == "standard" else "idempotency-key")


def _standard(sources: list[Source], said: Said, now: datetime) -> Source | Doubt:
    message = said.headers.get("webhook-id", "")
    at = _moment(said.headers.get("webhook-timestamp", ""), 1)
    if at is None or abs(now - at) > TOLERANCE:
        return Doubt.TIME
    try:
        text = said.body.decode()
    except UnicodeDecodeError:
        return Doubt.SIGNATURE
    if not _ID.fullmatch(message):
        return Doubt.SIGNATURE
    given = said.headers["webhook-signature"].split(" ")[:_MAX_SIGNATURES]
    return _match(sources, given, lambda secret: Webhook(secret).sign(message, at, text))


def _bearer(sources: list[Source], said: Said, _now: datetime) -> Source | Doubt:
    scheme, _, token = said.headers["authorization"].partition(" ")
    return _match(sources, [token], lambda secret: secret) if scheme.casefold() == "bearer" else Doubt.SIGNATURE


def _hubspot(sources: list[Source], said: Said, now: datetime) -> Source | Doubt:
    """HubSpot's signature v3: base64 of HMAC-SHA256 over method, address, body and time in milliseconds."""
    stamp = said.headers.get("x-hubspot-request-timestamp", "")
    at = _moment(stamp, 1_000)
    if at is None or abs(now - at) > TOLERANCE:
        return Doubt.TIME
    signed = said.method.encode() + said.uri.encode() + said.body + stamp.encode()

    def sign(secret: str) -> str:
        return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()

    return _match(sources, [said.headers["x-hubspot-signature-v3"]], sign)


_PROOFS: Mapping[Scheme, Callable[[list[Source], Said, datetime], Source | Doubt]] = {
    "standard": _standard,
    "bearer": _bearer,
    "hubspot": _hubspot,
}


def _match(sources: list[Source], given: list[str], sign: Callable[[str], str]) -> Source | Doubt:
    found: Source | Doubt = Doubt.SIGNATURE
    for source in sources:
        for secret in source.secrets:
            expected = sign(secret).encode()
            for one in given:
                if hmac.compare_digest(expected, one.encode()):
                    found = source
    return found


def _moment(text: str, per_second: int) -> datetime | None:
    """Aware UTC of a number of (parts of) seconds since 1970; None for anything else."""
    if not _DIGITS.fullmatch(text):
        return None
    try:
        return datetime.fromtimestamp(int(text) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None
