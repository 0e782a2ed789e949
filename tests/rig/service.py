"""`wiedersehen run` as systemd would start it: a child process with a notify socket, its journal read line by line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tests.docs import events
from tests.rig.machine import fresh_folder
from tests.rig.tool import ROOT

PATIENCE = 60.0


class Notified:
    """A NOTIFY_SOCKET: every datagram with the moment it came, in order."""

    def __init__(self) -> None:
        self.folder = fresh_folder("notify")
        self.path = self.folder / "s"
        self.came: list[tuple[float, dict[str, str]]] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self.path))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            data = self._socket.recv(65536)
            if not data:
                return  # shut down
            fields = dict(line.split("=", 1) for line in data.decode().splitlines())
            self.came.append((time.monotonic(), fields))

    def of(self, name: str) -> list[str]:
        """Every value that `name` has had."""
        return [fields[name] for _, fields in self.came if name in fields]

    def moments(self, name: str) -> list[float]:
        """When `name` came, on the monotonic clock."""
        return [at for at, fields in self.came if name in fields]

    @property
    def status(self) -> str:
        """What `systemctl status` would show now."""
        return self.of("STATUS")[-1] if self.of("STATUS") else ""

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._socket.close()
        shutil.rmtree(self.folder)


class Service:
    """The daemon in a process of its own; `with` waits for READY=1 and ends it with SIGTERM.

    Whatever it writes to stderr must be a documented event, or one of `sentences`.
    """

    def __init__(
        self,
        config: Path,
        state: Path,
        *flags: str,
        env: Mapping[str, str] | None = None,
        wrapper: Sequence[str] = (),
        sentences: Sequence[str] = (),
        program: str = "run",
    ) -> None:
        self.notified = Notified()
        self.lines: list[str] = []
        self._sentences = sentences
        command = [*wrapper, sys.executable, "-m", "commands.main", program, *flags]
        command += ["--config", str(config), "--state", str(state)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "NOTIFY_SOCKET": str(self.notified.path), **(env or {})},
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    @property
    def events(self) -> list[dict[str, Any]]:
        """The journal so far, sentences left out."""
        return [json.loads(line) for line in self.lines if line.startswith("{")]

    def named(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.events if line["event"] == event]

    def wait(self, ready: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            ended = self.process.poll() is not None and not ready()
            assert not ended, f"{what}: the daemon has ended with {self.process.returncode}\n{self._said()}"
            assert time.monotonic() < deadline, f"{what}: not within {PATIENCE:.0f} s\n{self._said()}"
            time.sleep(0.02)

    def wait_event(self, event: str, times: int = 1) -> dict[str, Any]:
        """The `times`-th event of that name."""
        self.wait(lambda: len(self.named(event)) >= times, event)
        return self.named(event)[times - 1]

    def wait_status(self, *words: str) -> str:
        """Until the status line holds all `words`."""
        self.wait(lambda: all(word in self.notified.status for word in words), f"STATUS with {words}")
        return self.notified.status

    def reload(self) -> None:
        """SIGHUP, and wait for the READY=1 that ends a reload begun after it."""
        asked, told = time.monotonic(), self._reloads()
        self.process.send_signal(signal.SIGHUP)

        def done() -> bool:
            begun = [at for at in self.notified.moments("RELOADING") if at > asked]
            return bool(begun) and self.notified.moments("READY")[-1] > begun[0] and self._reloads() > told

        self.wait(done, "READY after SIGHUP")

    def _reloads(self) -> int:
        """How many the journal tells of; a line may come later than the datagram that follows it."""
        return sum(event["event"] in {"reloaded", "reload_refused", "reload_failed"} for event in self.events)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Signal, wait, and check every line of the journal; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        code = self._close()
        known = {name for name, _ in events.documented("Log events")}
        for line in self.lines:
            documented = line.startswith("{") and json.loads(line)["event"] in known
            assert documented or any(words in line for words in self._sentences), self._said()
        return code

    def __enter__(self) -> Self:
        try:
            self.wait(lambda: self.notified.of("READY"), "READY=1")
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        assert self.process.stderr is not None
        if self.process.stderr.closed:
            return
        if kind is None:
            assert self.end() == 0, self._said()
        else:
            self.process.kill()
            self._close()

    def kill(self) -> None:
        """SIGKILL: no chance to say anything."""
        self.process.kill()
        self._close()

    def _close(self) -> int:
        code = self.process.wait(timeout=PATIENCE)
        self._reader.join(10)
        assert self.process.stderr is not None
        self.process.stderr.close()
        self.notified.close()
        return code

    def _said(self) -> str:
        return "\n".join([*self.lines[-25:], *(str(fields) for _, fields in self.notified.came[-8:])])
