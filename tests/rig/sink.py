"""A counting SMTP sink with faults, standalone: `python tests/rig/sink.py --port N --log FILE`.

Every mail it takes responsibility for becomes one line `message-id recipient` in the log, written with one os.write on
an O_APPEND file BEFORE the answer goes out. So after a kill -9 of either side the log knows what was accepted. Standard
library only: it must run as its own process with any interpreter.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(rb"<([^>]*)>")


@dataclass(frozen=True)
class Faults:
    """What goes wrong. `delay` seconds before the answer to the dot, or until the file `until` is there.

    Shares are between 0 and 1, texts as answered.
    """

    delay: float = 0.0
    until: Path | None = None
    refuse_rcpt: str = ""
    after_dot: str = ""
    share: float = 1.0
    drop_after_dot: float = 0.0
    drop_in_body: float = 0.0
    pipelining: bool = True
    seed: int = 0


class Session(asyncio.Protocol):
    """One connection. Understands EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT, pipelined or not."""

    def __init__(self, log: int, faults: Faults, dice: random.Random) -> None:
        self._log, self._faults, self._dice = log, faults, dice
        self._buffer = bytearray()
        self._recipients: list[bytes] = []
        self._in_body = self._busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say("220 sink.test ESMTP")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._work()

    def _work(self) -> None:
        while not self._busy:
            if self._in_body:
                end = self._buffer.find(b"\r\n.\r\n")
                if self._hit(self._faults.drop_in_body):
                    self._transport.abort()
                if end < 0 or self._transport.is_closing():
                    return
                mail = bytes(self._buffer[: end + 2])
                del self._buffer[: end + 5]
                self._take(mail)
            else:
                end = self._buffer.find(b"\r\n")
                if end < 0 or self._transport.is_closing():
                    return
                line = bytes(self._buffer[:end])
                del self._buffer[: end + 2]
                self._command(line)

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            extensions = ["sink.test", *(["PIPELINING"] if self._faults.pipelining else []), "SIZE 20000000"]
            self._say("\r\n".join(f"250-{name}" for name in extensions) + "\r\n250 8BITMIME")
        elif verb in (b"MAIL", b"RSET", b"NOOP", b"HELO"):
            self._recipients.clear()
            self._say("250 2.0.0 Ok")
        elif verb == b"RCPT":
            self._rcpt(line)
        elif verb == b"DATA" and self._recipients:
            self._in_body = True
            self._say("354 go ahead")
        elif verb == b"QUIT":
            self._say("221 2.0.0 Bye")
            self._transport.close()
        else:
            self._say("503 5.5.1 bad sequence or unknown command")

    def _rcpt(self, line: bytes) -> None:
        if self._faults.refuse_rcpt and self._hit(self._faults.share):
            self._say(self._faults.refuse_rcpt)
            return
        match = _ADDRESS.search(line)
        self._recipients.append(match[1] if match else b"?")
        self._say("250 2.1.5 Ok")

    def _take(self, mail: bytes) -> None:
        self._in_body = False
        if self._faults.after_dot and self._hit(self._faults.share):
            self._answer(self._faults.after_dot)
            return
        match = _MESSAGE_ID.search(mail)
        for recipient in self._recipients:
            os.write(self._log, b"%b %b\n" % (match[1] if match else b"?", recipient))
        self._recipients.clear()
        if self._hit(self._faults.drop_after_dot):
            self._transport.abort()
            return
        self._answer("250 2.0.0 Ok: queued")

    def _answer(self, line: str) -> None:
        if not self._faults.delay and self._faults.until is None:
            self._say(line)
            return
        self._busy = True
        asyncio.get_running_loop().call_later(self._faults.delay, self._late, line)

    def _late(self, line: str) -> None:
        if self._faults.until is not None and not self._faults.until.exists():
            asyncio.get_running_loop().call_later(0.02, self._late, line)
            return
        self._busy = False
        if not self._transport.is_closing():
            self._say(line)
            self._work()

    def _hit(self, share: float) -> bool:
        return share >= 1.0 or (share > 0.0 and self._dice.random() < share)

    def _say(self, line: str) -> None:
        self._transport.write(f"{line}\r\n".encode("ascii"))


async def serve(port: int, log: Path, faults: Faults) -> None:
    """Listen on 127.0.0.1 until SIGTERM; prints the port (0 = any free one) as its first line."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    dice = random.Random(faults.seed)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(descriptor, faults, dice), "127.0.0.1", port, backlog=512)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await ended.wait()


class Sink:
    """The sink as a child process. `flags` are those of the command line, e.g. ["--drop-after-dot", "0.01"]."""

    def __init__(self, log: Path, flags: Sequence[str] = (), port: int = 0) -> None:
        self.log = log
        command = [sys.executable, __file__, "--port", str(port), "--log", str(log), *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def accepted(self) -> list[str]:
        """Message-IDs in order of acceptance, duplicates included."""
        return [line.split(" ", 1)[0] for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=0, help="0 = any free port; the port is printed")
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds between the dot and its answer")
    parser.add_argument("--until", type=Path, metavar="FILE", help="the answer to the dot waits for this file")
    parser.add_argument("--refuse-rcpt", default="", metavar="LINE", help='e.g. "550 5.1.1 unknown"')
    parser.add_argument("--after-dot", default="", metavar="LINE", help='e.g. "451 4.3.0 later"; nothing is logged')
    parser.add_argument("--share", type=float, default=1.0, help="share of mails the two above meet")
    parser.add_argument("--drop-after-dot", type=float, default=0.0, metavar="SHARE", help="accepted, answer lost")
    parser.add_argument("--drop-in-body", type=float, default=0.0, metavar="SHARE", help="cut while the body arrives")
    parser.add_argument("--no-pipelining", dest="pipelining", action="store_false")
    parser.add_argument("--seed", type=int, default=0)
    options = vars(parser.parse_args())
    port, log = options.pop("port"), options.pop("log")
    asyncio.run(serve(port, log, Faults(**options)))


if __name__ == "__main__":
    main()
