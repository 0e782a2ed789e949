"""A sending loop that hangs must lose its watchdog: with a real mail server that falls silent, and a blocked loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import structlog

from campaigns.bootstrap import Read, build, open_store, read
from campaigns.carriers import carrier_of
from campaigns.clock import SystemClock
from campaigns.courier import Courier
from channels.channel import Carrier, Go, Mail, Outcome, Receipt
from daemon import Daemon
from tests.deploy.firm import Firm
from tests.rig.service import Notified


@pytest.fixture
def notified(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notified]:
    """A manager that wants a sign of life every fifth of a second."""
    heard = Notified()
    monkeypatch.setenv("NOTIFY_SOCKET", str(heard.path))
    monkeypatch.setenv("WATCHDOG_USEC", "400000")
    yield heard
    heard.close()


@contextlib.contextmanager
def silent_relay() -> Iterator[int]:
    """Greets, answers EHLO, and never says another word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    peer, _ = server.accept()
                    held.append(peer)
                    peer.sendall(b"220 silent\r\n")
                    peer.recv(1000)
                    peer.sendall(b"250-silent\r\n250 PIPELINING\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            for peer in held:
                peer.close()


def live(firm: Firm, seconds: float, stalled_after: float, carrier: Callable[[Read], Carrier | None]) -> list[str]:
    """The daemon itself in this process for so many seconds; the events it logged."""
    configured = read(firm.config)
    assert isinstance(configured, Read)
    store = open_store(configured.settings, firm.state)
    house = build(configured, firm.state, store, SystemClock())

    async def run() -> None:
        courier = Courier(house, carrier(configured) or carrier_of(house, configured.settings))
        daemon = Daemon(house, courier, (), seconds=(1, 60), stalled_after=stalled_after)
        daemon.register()
        asyncio.get_running_loop().call_later(seconds, daemon.stopping.set)
        await daemon.run()

    structlog.reset_defaults()  # a command that ran before may have asked for silence
    with structlog.testing.capture_logs() as logged:
        asyncio.run(run())
    store.close()
    return [str(entry["event"]) for entry in logged]


def longest_gap(notified: Notified) -> float:
    moments = [at for at, fields in notified.came if "WATCHDOG" in fields and "EXTEND_TIMEOUT_USEC" not in fields]
    return max(later - earlier for earlier, later in pairwise(moments))


def smtp(firm: Firm, port: int, timeout_seconds: int) -> None:
    text = firm.config.read_text(encoding="utf-8")
    for old, new in (
        ('carrier = "folder"', 'carrier = "smtp"'),
        ("port = 587", f"port = {port}"),
        ('tls = "required"', 'tls = "off"'),
        ("timeout_seconds = 60", f"timeout_seconds = {timeout_seconds}"),
    ):
        text = text.replace(old, new, 1)
    firm.config.write_text(text, encoding="utf-8")


def test_a_relay_that_falls_silent_costs_the_watchdog_and_its_end_brings_it_back(
    firm: Firm, notified: Notified
) -> None:
    with silent_relay() as port:
        smtp(firm, port, timeout_seconds=6)
        firm.cancels()
        logged = live(firm, 10, 1.5, lambda _: None)
    assert 3.5 < longest_gap(notified) < 6.5  # from 1.5 seconds of silence to the command's own patience of 6
    assert logged.count("tick_stalled") == 1
    assert logged.count("relay_unreachable") == 1
    assert firm.receipts("planned") == {"K-1"}  # nothing was said to the person: it waits for its next try


def test_patience_that_is_no_fault_keeps_the_watchdog(firm: Firm, notified: Notified) -> None:
    with silent_relay() as port:
        smtp(firm, port, timeout_seconds=3)
        firm.cancels()
        logged = live(firm, 5, 60, lambda _: None)
    assert longest_gap(notified) < 1.5
    assert "tick_stalled" not in logged


class Blocking:
    """A carrier that holds the event loop itself, as a library would that waits where it must not."""

    name = "blocking"

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        del mail
        await go()
        time.sleep(4)  # noqa: ASYNC251 (the fault at hand)
        return Receipt(Outcome.ACCEPTED, 250)

    async def close(self) -> None:
        """Nothing is open."""


def test_a_blocked_loop_costs_the_watchdog(firm: Firm, notified: Notified) -> None:
    firm.cancels()
    live(firm, 6, 60, lambda _: Blocking())
    assert longest_gap(notified) > 3.5
