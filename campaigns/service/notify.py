"""sd_notify(3): what systemd is told. Nothing happens without NOTIFY_SOCKET."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_SLOWEST = 10.0
_EXTENSION = 15.0
_MICROSECONDS = 1_000_000


def notify(message: str) -> None:
    """One datagram. Never waits and never fails: a manager that is busy or gone must not stop the sending."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.settimeout(0)
        sock.connect("\0" + address[1:] if address.startswith("@") else address)
        sock.sendall(message.encode())


def ready(status: str) -> None:
    """Started, or done with reloading."""
    notify(f"READY=1\nSTATUS={_line(status)}")


def reloading(status: str) -> None:
    """A reload has begun; systemd pairs it with the READY that follows by the monotonic clock."""
    notify(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1_000}\nSTATUS={_line(status)}")


def stopping(status: str) -> None:
    """The end has begun."""
    notify(f"STOPPING=1\nSTATUS={_line(status)}")


def still_busy(seconds: float) -> None:
    """Starting, reloading or stopping goes on: give it `seconds` more. Also a sign of life for the watchdog."""
    notify(f"EXTEND_TIMEOUT_USEC={int(seconds * _MICROSECONDS)}\nWATCHDOG=1")


@asynccontextmanager
async def busy(limit: float) -> AsyncIterator[None]:
    """While the block runs systemd is patient, for `limit` seconds at most: what hangs for ever is killed by it."""

    async def ask() -> None:
        until = time.monotonic() + limit
        while time.monotonic() < until:
            still_busy(_EXTENSION)
            await asyncio.sleep(_EXTENSION / 3)

    asking = asyncio.create_task(ask())
    try:
        yield
    finally:
        asking.cancel()


def status(sentence: str) -> None:
    """The line that `systemctl status` shows."""
    notify(f"STATUS={_line(sentence)}")


def alive() -> None:
    """Feed the watchdog."""
    notify("WATCHDOG=1")


def pulse_seconds() -> float:
    """How often to give a sign of life: half of WatchdogSec, at most every 10 seconds.

    sd_watchdog_enabled(3): $WATCHDOG_PID, when set, says whose watchdog it is.
    """
    limit, owner = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID")
    if not limit.isdigit() or int(limit) == 0 or (owner is not None and owner != str(os.getpid())):
        return _SLOWEST
    return min(_SLOWEST, int(limit) / _MICROSECONDS / 2)


def _line(sentence: str) -> str:
    return " ".join(sentence.split())
