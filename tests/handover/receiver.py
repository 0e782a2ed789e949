"""A receiver of webhooks on loopback that behaves as its script says: well, badly, slowly, endlessly."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Act = Callable[[socket.socket], None]


@dataclass
class Receiver:
    """`script` says what becomes of each request, the last act of it of all that follow; `got` are the requests."""

    port: int
    script: list[Act]
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"

    def next_act(self) -> Act:
        with self.lock:
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]


def answer(status: int, *headers: str, body: bytes = b"ok") -> Act:
    def act(peer: socket.socket) -> None:
        head = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close", *headers]
        peer.sendall("\r\n".join([*head, "", ""]).encode() + body)

    return act


def endless(peer: socket.socket) -> None:
    """200, and then bytes for as long as somebody reads them."""
    peer.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    until = time.monotonic() + 20
    with suppress(OSError):
        while time.monotonic() < until:
            peer.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")


def hang(peer: socket.socket) -> None:
    peer.settimeout(20)
    with suppress(OSError):
        peer.recv(1)


def drip(peer: socket.socket) -> None:
    """A header that never ends, one byte at a time: each byte is in time, the whole never is."""
    with suppress(OSError):
        for one in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 400:
            peer.sendall(bytes([one]))
            time.sleep(0.05)


def big_header(peer: socket.socket) -> None:
    with suppress(OSError):
        peer.sendall(b"HTTP/1.1 200 OK\r\nX-Big: " + b"x" * 4_000_000 + b"\r\n\r\n")


def cut(peer: socket.socket) -> None:
    peer.sendall(b"HTTP/1.1 2")


def garbage(peer: socket.socket) -> None:
    peer.sendall(b"220 mail.example ESMTP\r\n\r\n")


@contextmanager
def receiver(*script: Act) -> Iterator[Receiver]:
    """Listens while the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    one = Receiver(listener.getsockname()[1], list(script))

    def serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_talk, args=(one, peer), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _talk(one: Receiver, peer: socket.socket) -> None:
    with peer, suppress(OSError):
        peer.settimeout(10)
        raw = b""
        while b"\r\n\r\n" not in raw:
            raw += peer.recv(65_536)
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            body += peer.recv(65_536)
        act = one.next_act()
        with one.lock:
            one.got.append((first, headers, body))
        act(peer)
