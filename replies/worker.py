"""The process that reads hostile mail: limited memory, limited CPU per mail, nothing but its two pipes.

Frames in: 8 bytes length, raw mail. Frames out: 8 bytes length, JSON of replies.codec. It dies at a limit; its parent
replaces it.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import BinaryIO

from replies import codec
from replies.parse import parse_mail, rescue

CPU_SECONDS = 2.0
EXTRA_MEMORY = 256 * 1024 * 1024
HEADER = struct.Struct(">Q")
TOO_MUCH_MEMORY = "Die Mail braucht beim Lesen zu viel Speicher."


def main() -> None:
    """Serve until the parent closes the pipe."""
    # The parent's Ctrl-C is for the parent: it closes the pipe when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever a library prints must not end up between the frames.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # flufl.bounce logs a traceback for each mail that a detector of its stumbles over; nobody reads it here.
    logging.disable(logging.CRITICAL)
    _limit_memory()
    requests = sys.stdin.buffer
    _write(answers, b"ready")
    while (raw := _read(requests)) is not None:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # its signal kills, also inside one long C call
        answer = _answer(raw)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write(answers, answer)


def _answer(raw: bytes) -> bytes:
    try:
        return codec.dumps(parse_mail(raw))
    except MemoryError:
        return codec.dumps(rescue(raw, TOO_MUCH_MEMORY))
    except Exception as error:  # noqa: BLE001 - the email package raises what it raises; the mail is set aside, not lost
        return codec.dumps(rescue(raw, f"Die Mail ist nicht lesbar ({type(error).__name__})."))


def _limit_memory() -> None:
    base = 0
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmSize:"):
            base = int(line.split()[1]) * 1024
    resource.setrlimit(resource.RLIMIT_AS, (base + EXTRA_MEMORY, base + EXTRA_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a customer's mail


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    size = HEADER.unpack(head)[0]
    data = stream.read(size)
    return data if len(data) == size else None


def _write(stream: BinaryIO, data: bytes) -> None:
    view = memoryview(HEADER.pack(len(data)) + data)
    while view:
        view = view[stream.write(view) :]


if __name__ == "__main__":
    main()
