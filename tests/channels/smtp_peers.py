"""Ways to send one mail over SMTP to a peer that behaves as a test wants."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

from channels.channel import Mail, Receipt
from channels.email.smtp import SmtpCarrier
from tests.channels.mails import mail_for
from tests.contracts.houses import settings
from tests.rig.scripted import Script, scripted


async def yes() -> bool:
    return True


def send(script: Script, *mails: Mail, **options: Any) -> list[Receipt]:
    async def main() -> list[Receipt]:
        async with scripted(script) as port:
            carrier = SmtpCarrier(settings(port, **options))
            receipts = [await carrier.transmit(mail, yes) for mail in mails or (mail_for(),)]
            await carrier.close()
            return receipts

    return asyncio.run(main())


def against(
    peer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]], **options: Any
) -> Receipt:
    """One mail to a peer that is no SMTP server we know."""

    async def main() -> Receipt:
        server = await asyncio.start_server(peer, "127.0.0.1", 0)
        carrier = SmtpCarrier(settings(server.sockets[0].getsockname()[1], **options))
        try:
            return await carrier.transmit(mail_for(), yes)
        finally:
            await carrier.close()
            server.close()

    return asyncio.run(main())


def talker(*answers: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]:
    """A peer that greets, and answers each read with the next of `answers`; b"" hangs up."""

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            writer.write(b"220 hello\r\n")
            for answer in answers:
                await reader.read(65536)
                if not answer:
                    return
                writer.write(answer)
                await writer.drain()
            await asyncio.sleep(0.3)

    return peer


EHLO = b"250-x\r\n250 PIPELINING\r\n"
GO_AHEAD = b"250 ok\r\n250 ok\r\n354 go\r\n"
