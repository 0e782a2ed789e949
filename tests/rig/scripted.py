"""An aiosmtpd server that answers as told and keeps every octet it got, to see what had arrived at which moment."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP = "drop"
"""As an answer: cut the connection instead of answering."""


@dataclass
class Script:
    """Answers per verb (empty = accept), and what arrived. `body_octets` counts what came after a 354."""

    mail: str = ""
    rcpt: str = ""
    data: str = ""
    after_dot: str = ""
    pipelining: bool = True
    size: int | None = None
    login: tuple[str, str] | None = None
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    body_octets: int = 0
    sessions: int = 0
    logins: list[str] = field(default_factory=list)

    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802  # aiosmtpd's hook names
        words = base64.b64decode(args[1]).decode().rstrip("\x01").split("\x01")
        good = self.login is not None and words == [f"user={self.login[0]}", f"auth=Bearer {self.login[1]}"]
        self.logins.append(f"xoauth2 {good}")
        return AuthResult(success=good, handled=False)

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's hook names
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], *(["250-PIPELINING"] if self.pipelining else []), responses[-1]]

    async def handle_MAIL(  # noqa: N802  # the same
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.mail:
            return self.mail
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802  # the same
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.rcpt == DROP:
            _cut(server)
            return "421 gone"
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # the same
        if self.after_dot != DROP and self.after_dot:
            return self.after_dot
        self.mails.append(bytes(envelope.original_content or b""))
        self.recipients += envelope.rcpt_tos
        if self.after_dot == DROP:
            _cut(server)
        return "250 2.0.0 Ok"


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class _Watched(SMTP):
    """Counts octets between 354 and the final dot as they arrive, not when the line is read."""

    def __init__(self, script: Script, **options: Any) -> None:
        self._script = script
        self._in_body = False
        super().__init__(script, **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._script.sessions += 1
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._in_body:
            self._script.body_octets += len(data)
        super().data_received(data)

    async def push(self, status: Any) -> None:
        text = status if isinstance(status, str) else status.decode()
        self._in_body = text.startswith("354")
        await super().push(status)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # aiosmtpd's method
        if self._script.data:
            await self.push(self._script.data)
        else:
            await super().smtp_DATA(arg)


@contextlib.asynccontextmanager
async def scripted(script: Script, tls: ssl.SSLContext | None = None, *, starttls: bool = False) -> AsyncIterator[int]:
    """Serve on a free loopback port (yielded), in the running loop. `tls`: implicit, or offered with `starttls`."""

    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and script.login == (data.login.decode(), data.password.decode())
        script.logins.append(f"password {good}")
        return AuthResult(success=good, handled=False)

    options: dict[str, Any] = {"data_size_limit": script.size or 33_554_432, "enable_SMTPUTF8": False}
    if starttls:
        options |= {"tls_context": tls, "require_starttls": True}
    if script.login is not None:
        options |= {"authenticator": authenticate, "auth_require_tls": False}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: _Watched(script, loop=loop, **options), "127.0.0.1", 0, ssl=None if starttls else tls
    )
    async with server:
        yield int(server.sockets[0].getsockname()[1])
