"""An IMAP server that answers as told: what no real server can be made to say."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

GREETING = b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n"
GOOD = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n",
    b"EXAMINE": b"* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 9] x\r\n* 0 EXISTS\r\n",
    b"UID SEARCH": b"* SEARCH\r\n",
}
"""Untagged lines by the beginning of a command; each is followed by OK."""


@dataclass
class Script:
    """`lines` are untagged answers by the beginning of a command, `ends` tagged ones other than OK.

    `octet_seconds` is the pause behind each octet of the answers to `trickles_on`. `said` are the commands that came,
    `sessions` their connections. Without a `greeting` it hangs up at once; from `falls_silent_on` it listens and never
    says another word.
    """

    lines: dict[bytes, bytes] = field(default_factory=lambda: dict(GOOD))
    ends: dict[bytes, bytes] = field(default_factory=dict)
    greeting: bytes = GREETING
    octet_seconds: float = 0.0
    trickles_on: bytes = b"\0"
    hangs_up_on: bytes = b"\0"
    falls_silent_on: bytes = b"\0"
    said: list[bytes] = field(default_factory=list)
    sessions: int = 0

    def serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError), client.makefile("rwb") as file:
            self.sessions += 1
            if not self.greeting:
                return
            file.write(self.greeting)
            file.flush()
            while line := file.readline():
                tag, _, command = line.strip().partition(b" ")
                self.said.append(command or tag)
                if command == b"IDLE":
                    file.write(b"+ idling\r\n")
                    file.flush()
                if command.startswith(self.hangs_up_on):
                    return
                if command.startswith(self.falls_silent_on):
                    self.said += [further.strip() for further in file]
                    return
                if command != b"IDLE":
                    self._answer(file.write, file.flush, tag, command)

    def _answer(self, write: Callable[[bytes], int], flush: Callable[[], None], tag: bytes, command: bytes) -> None:
        untagged = next((lines for start, lines in self.lines.items() if command.startswith(start)), b"")
        end = next((words for start, words in self.ends.items() if command.startswith(start)), b"OK done")
        answer = untagged + tag + b" " + end + b"\r\n"
        if not command.startswith(self.trickles_on):
            write(answer)
            flush()
            return
        for octet in answer:
            write(bytes((octet,)))
            flush()
            time.sleep(self.octet_seconds)


@contextlib.contextmanager
def scripted_imap(script: Script) -> Iterator[int]:
    """Serve on a free loopback port (yielded), each connection in a thread of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    clients: list[socket.socket] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                clients.append(client)
                threading.Thread(target=script.serve, args=(client,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        for end in (listener, *clients):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
