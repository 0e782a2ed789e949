"""Telling another system of an event over HTTPS: signed (Standard Webhooks), bounded, to public addresses only.

The name of the target is resolved here and the connection goes to the address that was looked at, so that a name which
changes in between (DNS rebinding) reaches nothing inside the house. No redirect is followed, no answer is read.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Literal
from urllib.parse import urlsplit, urlunsplit

import httpx2
from standardwebhooks import Webhook

from handover.cards import Notice, slack, teams

MAX_BODY: Final = 20_000
"""Bytes; what Standard Webhooks recommends as the most."""
STEP_S: Final = 5.0
TOTAL_S: Final = 10.0
"""So long one try may take in all, however slowly the other side drips."""
_MAX_RETRY_AFTER: Final = 86_400
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out for the internet (RFC 4291 2.4); what lies outside may be somebody's own translation."""

Kind = Literal["standard", "teams", "slack"]


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody who wants to hear of `events`. `secrets` sign, the newest first; `url` may itself be a secret.

    `link` is where a person finds the thing, with {task}, {contact}, {cancellation}, {reply}; empty for nowhere.
    """

    id: str
    kind: Kind
    events: frozenset[str]
    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    link: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One event: `data` are external ids and a link, `notice` is the same for colleagues' eyes."""

    id: str
    type: str
    at: datetime
    data: Mapping[str, Any]
    notice: Notice


class Verdict(StrEnum):
    """What a try says: TAKEN, this message REFUSED, the target DOWN (or set up wrongly), it wants no more (GONE)."""

    TAKEN = "taken"
    REFUSED = "refused"
    DOWN = "down"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a try ended: status of HTTP (0: no answer), our word for it, seconds that the target asks us to wait."""

    verdict: Verdict
    code: int = 0
    detail: str = ""
    retry_after: int = 0


class Forbidden(Exception):
    """The name of the target leads to an address that we do not call."""


class Postman:
    """Carries messages; one for a process. Close it in the loop that it was used in."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        # A connection is used once: the pool knows addresses, and two targets may share one under different names.
        self._client = httpx2.AsyncClient(
            verify=tls or ssl.create_default_context(),
            timeout=STEP_S,
            follow_redirects=False,
            trust_env=False,  # a proxy from the environment would resolve the name itself
            limits=httpx2.Limits(max_keepalive_connections=0),
        )

    async def deliver(self, target: Target, message: Message, now: datetime) -> Receipt:
        """Try once. Never raises for what the other side does."""
        body = body_of(target.kind, message)
        if len(body) > MAX_BODY:
            return Receipt(Verdict.REFUSED, detail="too_big")
        try:
            async with asyncio.timeout(TOTAL_S):
                return await self._post(target, body, headers_of(target, message, body, now))
        except TimeoutError:
            return Receipt(Verdict.DOWN, detail="timeout")
        except Forbidden as reason:
            return Receipt(Verdict.DOWN, detail=str(reason))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError) as error:
            return Receipt(Verdict.DOWN, detail=_word(error))

    async def _post(self, target: Target, body: bytes, headers: Mapping[str, str]) -> Receipt:
        parts = urlsplit(target.url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = await _looked_at(host, port, loopback=parts.scheme == "http")
        literal = f"[{address}]" if ":" in address else address
        request = self._client.build_request(
            "POST",
            urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, "")),
            content=body,
            headers={**headers, "Host": parts.netloc},
            extensions={"sni_hostname": host},  # also the name that the certificate has to carry
        )
        response = await self._client.send(request, stream=True)
        try:
            return _receipt(response.status_code, response.headers.get("retry-after", ""))
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Give back what is open."""
        await self._client.aclose()


def body_of(kind: Kind, message: Message) -> bytes:
    """The bytes that are sent, in JSON: they are what is signed."""
    if kind == "teams":
        value = teams(message.notice)
    elif kind == "slack":
        value = slack(message.notice)
    else:
        at = message.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        value = {"type": message.type, "timestamp": at, "data": dict(message.data)}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(target: Target, message: Message, body: bytes, now: datetime) -> dict[str, str]:
    """What goes with the body; each secret signs, so that the other side may change to a new one when it likes."""
    headers = {"Content-Type": "application/json", "User-Agent": "wiedersehen"}
    if target.kind != "standard":
        return headers
    at = now.astimezone(UTC)
    signatures = (Webhook(secret).sign(message.id, at, body.decode()) for secret in target.secrets)
    return headers | {
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


_THIS_ONE = frozenset({400, 409, 411, 413, 414, 415, 422, 431})
"""Answers that are about this message; any other that is no success is about the target as a whole."""


def _receipt(code: int, retry_after: str) -> Receipt:
    if 200 <= code < 300:  # noqa: PLR2004 (the class of success, RFC 9110 15.3)
        return Receipt(Verdict.TAKEN, code)
    if code == 410:  # noqa: PLR2004 (Gone: Standard Webhooks has the receiver unsubscribe so)
        return Receipt(Verdict.GONE, code, "gone")
    seconds = int(retry_after) if re.fullmatch(r"[0-9]{1,9}", retry_after) else 0
    verdict = Verdict.REFUSED if code in _THIS_ONE else Verdict.DOWN
    detail = "redirect" if 300 <= code < 400 else f"http_{code}"  # noqa: PLR2004 (RFC 9110 15.4)
    return Receipt(verdict, code, detail, min(seconds, _MAX_RETRY_AFTER))


async def _looked_at(host: str, port: int, *, loopback: bool) -> str:
    """The first address of a host when all of them may be called: public ones, or with `loopback` our own machine."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise Forbidden("no_address")
    for address in addresses:
        one = ipaddress.ip_address(address.partition("%")[0])
        if one.is_loopback is not loopback or not (loopback or is_public(one)):
            raise Forbidden("private_address")
    return addresses[0]


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """False for everything inside a house or a machine, also where an IPv6 address carries it."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            carried = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if address.teredo is not None:
            return False
        if carried is not None:
            return is_public(carried)
        if address not in _UNICAST:
            return False
    return address.is_global and not address.is_multicast


def _word(error: Exception) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return "timeout"
    if isinstance(error, socket.gaierror):
        return "no_address"
    if isinstance(error.__cause__ or error.__context__, ssl.SSLError) or isinstance(error, ssl.SSLError):
        return "tls"
    return {"ConnectError": "refused", "RemoteProtocolError": "cut", "ReadError": "cut", "WriteError": "cut"}.get(
        type(error).__name__, "failed"
    )
