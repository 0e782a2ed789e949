"""From a request to a JSON object: bounded before it is read, and read by everybody in the same way."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request

from campaigns.api.answer import Fault, Refused

MAX_BODY: Final = 262_144
MAX_DEPTH: Final = 8
MAX_ROWS: Final = 100
"""Of a list of reports in one call."""
BODY_SECONDS: Final = 20.0
_MAX_DIGITS: Final = 30
_JSON: Final = re.compile(r'application/json(\s*;\s*charset="?utf-8"?)?\s*', re.IGNORECASE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


async def body_of(request: Request) -> bytes:
    """The bytes of a body of at most MAX_BODY. Refused with 415, 413, 408 or 400 otherwise, before it is in memory."""
    if not _JSON.fullmatch(request.headers.get("content-type", "")) or "content-encoding" in request.headers:
        raise Refused(
            Fault("Content-Type", "Erwartet wird JSON in UTF-8, nicht gepackt.", ("application/json",)),
            status=415,
            error="unsupported_media_type",
        )
    with suppress(ValueError):
        if int(request.headers.get("content-length", "0")) > MAX_BODY:
            raise _too_big()
    taken = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                taken += part
                if len(taken) > MAX_BODY:
                    raise _too_big()
    except TimeoutError:
        raise Refused(status=408, error="timeout", message="Der Inhalt kam nicht rechtzeitig an.") from None
    except ClientDisconnect:
        raise Refused(status=400, error="cut", message="Der Inhalt kam nicht vollständig an.") from None
    return bytes(taken)


def _too_big() -> Refused:
    return Refused(status=413, error="too_big", message=f"Der Inhalt ist zu groß; erlaubt sind {MAX_BODY} Bytes.")


def value_of(body: bytes) -> dict[str, Any] | list[Any]:
    """The JSON object in a body, or a list of 1 to MAX_ROWS of something.

    Refused (400) for anything else, also for a key that stands twice (RFC 8259 4).
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _unreadable("Der Inhalt ist kein UTF-8.") from None
    if _depth(text) > MAX_DEPTH:
        raise _unreadable("Der Inhalt ist zu tief verschachtelt.")
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole, parse_float=Decimal
        )
    except (ValueError, ArithmeticError):
        raise _unreadable("Der Inhalt ist kein JSON.") from None
    if isinstance(value, dict) or (isinstance(value, list) and 1 <= len(value) <= MAX_ROWS):
        return value
    raise _unreadable(f"Erwartet wird ein Objekt, {{…}}, oder eine Liste mit höchstens {MAX_ROWS} davon.")


def _unreadable(why: str) -> Refused:
    return Refused(status=400, error="unreadable", message=f"{why} Nichts wurde übernommen.")


def _depth(text: str) -> int:
    """How deep brackets stand in brackets, outside of strings: a parser by recursion must not find that out itself."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return 0
    depth = most = 0
    inside = escaped = False
    for one in text:
        if inside:
            inside = escaped or one != '"'
            escaped = one == "\\" and not escaped
        elif one == '"':
            inside = True
        elif one in "[{":
            depth += 1
            most = max(most, depth)
        elif one in "]}":
            depth -= 1
    return most


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if _SURROGATE.search(name) or (isinstance(value, str) and _SURROGATE.search(value)):
            raise _unreadable("Im Inhalt steht ein halbes Zeichen (Surrogat).")
        if name in found:
            raise _unreadable("Ein Feld steht zweimal im selben Objekt.")
        found[name] = value
    return found


def _no_number(_word: str) -> Any:
    raise ValueError


def _whole(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError
    return int(text)
