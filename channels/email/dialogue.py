"""One mail over an open SMTP session: MAIL, RCPT, DATA up to 354, and then the body and its final dot.

aiosmtplib connects, greets, encrypts and logs in; its transport is then taken over here, because the go-commit has to
stand between the server's 354 and the first byte of the body, which `sendmail` does not allow. When the server
announces PIPELINING the three commands travel together (RFC 2920): one round trip instead of three, in TLS as well.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from dataclasses import dataclass
from typing import cast

import aiosmtplib

_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?")
_REPLY_MAX = 32_768
"""Octets that may be pending unread: a server that streams without end is cut off, not collected."""
_DETAIL_MAX = 500

START_MAIL = 354
OK = range(200, 300)


class Lost(Exception):
    """The session ended without a reply: connection gone, time over, or something that is not SMTP."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer; `verb` is the command it belongs to, `text` its words on one line, bounded."""

    verb: str
    code: int
    text: str


class Dialogue(asyncio.Protocol):
    """The rest of a session, after login. Not for concurrent use; one mail at a time."""

    def __init__(self, transport: asyncio.Transport, extensions: dict[str, str]) -> None:
        self._transport = transport
        self._pipelining = "pipelining" in extensions
        size = extensions.get("size", "")
        self._announces_size = "size" in extensions
        self.size_limit = int(size) if size.isascii() and size.isdigit() else 0
        self._buffer = bytearray()
        self._words: list[bytes] = []
        self._replies: deque[tuple[int, str]] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._fault: str | None = None
        self.mails = 0
        self.last_used = 0.0

    @classmethod
    def take_over(cls, client: aiosmtplib.SMTP) -> Dialogue:
        """Become the protocol of a connected client. The client must not be used any more."""
        transport = cast(asyncio.Transport, client.transport)
        dialogue = cls(transport, client.esmtp_extensions)
        transport.set_protocol(dialogue)
        if transport.is_closing():
            dialogue.connection_lost(None)
        return dialogue

    @property
    def is_open(self) -> bool:
        return self._fault is None and not self._transport.is_closing()

    async def offer(self, sender: str, recipient: str, size: int, wait: float) -> Reply | None:
        """Up to the server's 354. None: it waits for the body. A Reply: it refused, and nothing of the mail has left.

        `size` in octets, `wait` in seconds per reply. Raises Lost when the session ended without any refusal.
        """
        limit = f" SIZE={size}" if self._announces_size else ""
        commands = {"MAIL": f"MAIL FROM:<{sender}>{limit}", "RCPT": f"RCPT TO:<{recipient}>", "DATA": "DATA"}
        if not self._pipelining:
            return await self._one_by_one(commands, wait)
        self._write("".join(f"{command}\r\n" for command in commands.values()))
        refusal: Reply | None = None
        try:
            for verb in commands:
                reply = await self._reply(verb, wait)
                if refusal is None and not _goes_on(reply):
                    refusal = reply
        except Lost:
            if refusal is None:
                raise
            return refusal
        if refusal is not None and _goes_on(reply):
            # RFC 2920 3.1: DATA accepted although nobody is left to receive. Never send a dot into that.
            self.abort("354 after a refusal")
        return refusal

    async def _one_by_one(self, commands: dict[str, str], wait: float) -> Reply | None:
        for verb, command in commands.items():
            self._write(f"{command}\r\n")
            reply = await self._reply(verb, wait)
            if not _goes_on(reply):
                return reply
        return None

    async def deliver(self, raw: bytes, wait: float) -> Reply:
        """The body, dot-stuffed, and the final dot; the server's verdict. Raises Lost: nobody knows what came of it."""
        if not self._replies:  # something said before the body (421 shutting down) is already the verdict
            if not self.is_open:
                raise Lost(self._fault or "connection closed before the body")
            self._transport.write(stuffed(raw))
        elif self._replies[0][0] < 400:  # noqa: PLR2004  # RFC 5321 4.2.1: only 4yz and 5yz mean "not accepted"
            self.abort("a reply nobody asked for")
            raise Lost("a reply nobody asked for")
        reply = await self._reply("BODY", wait)
        if reply.code not in OK and reply.code < 400:  # noqa: PLR2004  # the same
            raise Lost(f"not an answer to the final dot: {reply.code} {reply.text}")
        return reply

    async def reset(self, wait: float) -> bool:
        """RSET: True when the session is alive and clean."""
        try:
            self._write("RSET\r\n")
            return (await self._reply("RSET", wait)).code in OK
        except Lost:
            return False

    async def quit(self, wait: float) -> None:
        """Say goodbye and close, whatever the server answers."""
        try:
            self._write("QUIT\r\n")
            await self._reply("QUIT", wait)
        except Lost:
            pass
        finally:
            self.abort("closed")

    def close_politely(self) -> None:
        """QUIT without waiting for the answer; for sessions that owe us nothing."""
        if self.is_open:
            self._transport.write(b"QUIT\r\n")
            self._fault = "closed"
        self._transport.close()

    def abort(self, reason: str) -> None:
        """Drop the connection at once; what is not yet handed to the kernel is thrown away."""
        if self._fault is None:
            self._fault = reason
        self._transport.abort()
        self._wake()

    def _write(self, command: str) -> None:
        if self._replies:
            self.abort("a reply nobody asked for")
        if not self.is_open:
            raise Lost(self._fault or "connection closed")
        self._transport.write(command.encode("ascii"))

    async def _reply(self, verb: str, wait: float) -> Reply:
        if not self._replies and self._fault is None:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(wait):
                    await self._waiter
            except TimeoutError:
                self.abort(f"no reply to {verb} within {wait:g} s")
            finally:
                self._waiter = None
        if self._replies:
            code, text = self._replies.popleft()
            return Reply(verb, code, text)
        raise Lost(self._fault or "connection lost")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) + sum(map(len, self._words)) > _REPLY_MAX:
            self.abort("reply too long")
            return
        while self._fault is None and (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:end]).rstrip(b"\r")
            del self._buffer[: end + 1]
            self._take(line)

    def _take(self, line: bytes) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            self.abort("not an SMTP reply")
            return
        self._words.append(match[3] or b"")
        if match[2] == b"-":
            return
        text = b" ".join(self._words).decode("utf-8", "replace")
        self._words.clear()
        self._replies.append((int(match[1]), "".join(c if c.isprintable() else " " for c in text)[:_DETAIL_MAX]))
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._fault is None:
            self._fault = f"connection lost{f': {exc}' if exc else ''}"
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _goes_on(reply: Reply) -> bool:
    return reply.code == START_MAIL if reply.verb == "DATA" else reply.code in OK


def stuffed(raw: bytes) -> bytes:
    """The octets for the wire: CRLF at the end, leading dots doubled (RFC 5321 4.5.2), the final dot."""
    end = b"" if raw.endswith(b"\r\n") else b"\r\n"
    first = b"." if raw.startswith(b".") else b""
    return b"%b%b%b.\r\n" % (first, raw.replace(b"\r\n.", b"\r\n.."), end)
