"""IDLE (RFC 2177) as a hint that there is mail. It reads nothing and decides nothing: polling goes on without it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from replies.connection import FAULTS, cut, drop
from replies.reply import LoginRefused, MailboxError

RENEW_S = 25 * 60.0
"""RFC 2177: a server may log out who idles for 30 minutes."""
FIRST_REST_S = 1.0
LONGEST_REST_S = 300.0
REFUSED_REST_S = 3600.0
"""After a refused login: providers lock accounts after some ten tries."""
EARLY_S = 0.05
"""So long before its time a wait may be over, where clocks are coarse."""
STEADY_S = 60.0
"""A connection that lived so long was a good one: the next rest is the shortest again."""


class IdleWatch:
    """A thread with a connection of its own, started at once.

    `connect` opens a logged-in client, `wake` is called from the thread: after new mail, and whenever an IDLE begins,
    because nobody watched until then. It ends by itself where the server has no IDLE.
    """

    def __init__(
        self,
        connect: Callable[[], Any],
        folder: str,
        wake: Callable[[], None],
        account: str,
        renew_s: float = RENEW_S,
    ) -> None:
        self._connect, self._folder, self._wake, self._renew_s = connect, folder, wake, renew_s
        self._client: Any = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"idle-{account}", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """False after `stop`, and where the server has no IDLE."""
        return self._thread.is_alive()

    def stop(self, patience_s: float = 5.0) -> None:
        """End it. A connection that is just being opened is given up after `patience_s`, the process may end."""
        self._stopping.set()
        client = self._client
        if client is not None:
            cut(client)
        self._thread.join(patience_s)

    def _run(self) -> None:
        rest = FIRST_REST_S
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                if not self._watch():
                    return
            except LoginRefused:
                rest = REFUSED_REST_S
            except (MailboxError, *FAULTS):
                steady = time.monotonic() - began >= STEADY_S
                rest = FIRST_REST_S if steady else min(rest * 2, LONGEST_REST_S)
            self._stopping.wait(rest)

    def _watch(self) -> bool:
        """Until the connection breaks (raises) or `stop`. False when the server cannot idle."""
        client = self._client = self._connect()
        try:
            if not client.has_capability("IDLE"):
                return False
            client.select_folder(self._folder, readonly=True)
            while not self._stopping.is_set():
                self._idle(client)
            return False
        finally:
            self._client = None
            drop(client)

    def _idle(self, client: Any) -> None:
        """One IDLE, ended by us before the server loses patience."""
        client.idle()
        # Also what came between the opening of the folder and now: Dovecot tells of that half a minute later.
        self._hint()
        until = time.monotonic() + self._renew_s
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            lines = client.idle_check(timeout=left)
            if not lines and time.monotonic() < until - EARLY_S:
                # The library keeps the end of a connection to itself and would answer so for ever, at once.
                raise ConnectionResetError
            if any(_is_arrival(line) for line in lines):
                self._hint()
        if not self._stopping.is_set():
            client.idle_done()

    def _hint(self) -> None:
        if not self._stopping.is_set():
            self._wake()


def _is_arrival(line: object) -> bool:
    return isinstance(line, tuple) and b"EXISTS" in line
