"""Parsing in a limited process that lives long: a poison mail costs that process, never the daemon."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from replies import codec
from replies.parse import rescue
from replies.reply import Parsed
from replies.worker import HEADER

WALL_SECONDS = 15.0
"""Longest silence of the child; its CPU is limited to 2 s a mail, the rest is a loaded machine."""
MAX_ANSWER = 64 * 1024 * 1024
_ROOT = str(Path(__file__).resolve().parents[1])
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from replies.worker import main; main()"
_KILLED = "Die Mail hat die Grenze für Rechenzeit oder Speicher überschritten und wurde beiseitegelegt."
_NO_CHILD = "Die Mail konnte nicht gelesen werden: Der Leseprozess startet nicht."


class _ChildError(Exception):
    """The child died, stalled or wrote nonsense."""


class Parser:
    """One child process behind a lock, so threads may share a parser; a context manager, or close()."""

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def parse(self, raw: bytes) -> Parsed:
        """The mail taken apart; a value with `quarantined` set when the child gave up. Never raises."""
        with self._lock:
            try:
                return codec.loads(self._ask(raw))
            except (OSError, _ChildError, ValueError, KeyError, TypeError) as error:
                self._kill()
                reason = _NO_CHILD if isinstance(error, OSError) and not isinstance(error, BrokenPipeError) else _KILLED
                return rescue(raw, reason)

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while there is none."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the child. A later parse starts a new one."""
        with self._lock:
            self._kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, raw: bytes) -> bytes:
        process = self._running()
        _send(process, HEADER.pack(len(raw)) + raw, self._wall_seconds)
        return _receive(process, self._wall_seconds)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._kill()
        # -I: no user site, no PYTHON* variables, no current directory on the path.
        self._process = subprocess.Popen(  # noqa: S603 - own interpreter and own constant program
            [sys.executable, "-I", "-c", _PROGRAM, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        if _receive(self._process, self._wall_seconds) != b"ready":
            raise _ChildError
        return self._process

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()


def _send(process: subprocess.Popen[bytes], data: bytes, patience: float) -> None:
    view = memoryview(data)
    descriptor = _descriptor(process.stdin)
    while view:
        _, writable, _ = select.select([], [descriptor], [], patience)
        if not writable:
            raise _ChildError
        view = view[os.write(descriptor, view) :]


def _receive(process: subprocess.Popen[bytes], patience: float) -> bytes:
    size = HEADER.unpack(_exactly(process, HEADER.size, patience))[0]
    if size > MAX_ANSWER:
        raise _ChildError
    return _exactly(process, size, patience)


def _exactly(process: subprocess.Popen[bytes], size: int, patience: float) -> bytes:
    descriptor = _descriptor(process.stdout)
    data = bytearray()
    while len(data) < size:
        readable, _, _ = select.select([descriptor], [], [], patience)
        if not readable:
            raise _ChildError
        piece = os.read(descriptor, min(size - len(data), 1 << 20))
        if not piece:
            raise _ChildError
        data += piece
    return bytes(data)


def _descriptor(pipe: object) -> int:
    if not hasattr(pipe, "fileno"):
        raise _ChildError
    return int(pipe.fileno())
