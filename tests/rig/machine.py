"""What every private server needs: a folder others may enter, a free port, patience, and an honest skip."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

NOBODY = 65534
"""Unprivileged owner of mailboxes: Postfix refuses to deliver as root, Dovecot refuses root's mail."""

_PATIENCE = 60.0


def need(*programs: str | Path) -> None:
    """Skip when a program is missing; on CI a missing server is a failure, so the promise cannot rot unseen."""
    missing = [str(program) for program in programs if shutil.which(str(program)) is None]
    if missing:
        lacking(f"not installed: {', '.join(missing)}")


def need_root(what: str) -> None:
    if os.geteuid() != 0:
        lacking(f"{what} works only as root")


def lacking(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have the real servers: {reason}")
    pytest.skip(reason)  # visible on a laptop; under CI=true the line above has failed already


def fresh_folder(name: str) -> Path:
    """A short path (unix sockets end at 108 bytes) that unprivileged servers may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix=f"wds-{name}-"))
    folder.chmod(0o755)
    return folder


_PORTS = range(20_000, 32_000)
"""Below those that the kernel gives to outgoing connections: none of them can take a port before its server starts."""


@cache
def _untried() -> tuple[int, Iterator[int]]:
    """A file whose octets stand for ports, and the ports this process has not asked for."""
    path = Path(tempfile.gettempdir()) / f"wds-ports-{os.getuid()}"
    begin = os.getpid() * 101 % len(_PORTS)
    order = itertools.chain(_PORTS[begin:], _PORTS[:begin])
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), order


def free_port() -> int:
    """A port of 127.0.0.1 that belongs to this process until it ends: whatever else runs tests here takes another."""
    file, order = _untried()
    for port in order:
        with contextlib.suppress(OSError), socket.socket() as probe:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)  # the kernel gives it back, also after a kill
            probe.bind(("", port))
            return port
    raise AssertionError("no port is free")


def wait_until(ready: Callable[[], bool], what: str, log: Path | None = None) -> None:
    """Poll until `ready`; on failure show the end of the server's own log."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.02)
    tail = log.read_text(errors="replace")[-3000:] if log is not None and log.exists() else ""
    raise AssertionError(f"{what} did not get ready within {_PATIENCE:.0f} s\n{tail}")


def listening(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def run(command: Sequence[str | Path], **options: object) -> str:
    """Run to the end; the server's words are part of the error."""
    done = subprocess.run(  # type: ignore[call-overload]  # keyword options are passed through
        [str(part) for part in command], check=False, text=True, capture_output=True, **options
    )
    if done.returncode != 0:
        raise AssertionError(f"{command[0]} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return str(done.stdout)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and localhost (certificate, key); it is its own authority."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    need("openssl")
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    run(["openssl", "req", *kind, *names, "-keyout", key, "-out", cert])
    return cert, key
