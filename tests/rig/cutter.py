"""A TCP proxy on a loopback port that cuts its connections when told, or makes them stall without a word."""

from __future__ import annotations

import contextlib
import random
import selectors
import socket
import struct
import threading
import time
from types import TracebackType
from typing import Self

_NOW = struct.pack("ii", 1, 0)
"""SO_LINGER with 0 seconds: the peer gets a reset, not a farewell."""


class Cutter:
    """Forwards to `port`. `stalled` while set: octets are taken from the server and kept (a half-open connection)."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.stalled = threading.Event()
        self.taken = 0
        self._left: int | None = None
        self._answers = False
        self.passed = {"ours": 0, "answers": 0}
        self.delay = 0.0
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        while self.cut(random.Random(0)):
            pass

    def cut_after(self, octets: int | None, *, answers: bool = False) -> None:
        """Let so many octets of the clients (or of the server) through over all connections, then end each; None: no end.

        `delay` seconds before each piece make a slow line; `passed` counts the octets of both directions.
        """
        self._answers, self._left = answers, octets

    def cut(self, dice: random.Random) -> bool:
        """End one living connection, by a reset or by an end of file; False when there is none."""
        with self._lock:
            if not self._pairs:
                return False
            client = dice.choice(list(self._pairs))
            server = self._pairs.pop(client)
        with contextlib.suppress(OSError):
            if dice.random() < 0.5:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NOW)
        for end in (client, server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        return True

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
            except OSError:
                client.close()
                continue
            self.taken += 1
            with self._lock:
                self._pairs[client] = server
            threading.Thread(target=self._forward, args=(client, server), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        other = {client: server, server: client}
        with selectors.DefaultSelector() as selector, contextlib.suppress(OSError, ValueError, KeyError):
            for end in other:
                selector.register(end, selectors.EVENT_READ)
            while not self._ended.is_set():
                for ready, _ in selector.select(timeout=0.2):
                    source = ready.fileobj
                    assert isinstance(source, socket.socket)
                    data = source.recv(65_536)
                    if not data:
                        raise ConnectionResetError
                    if source is server and self.stalled.is_set():
                        continue
                    time.sleep(self.delay)
                    self.passed["ours" if source is client else "answers"] += len(data)
                    if source is (server if self._answers else client) and self._left is not None:
                        data, self._left = data[: self._left], max(self._left - len(data), 0)
                    if data:
                        other[source].sendall(data)
                    if self._left == 0:
                        raise ConnectionResetError
        with self._lock:
            self._pairs.pop(client, None)
        for end in other:
            end.close()
