"""A sending loop that hangs must lose its watchdog: with a real mail server that falls silent, and a blocked loop."""

from __future__ import annotations

import asyncio
import contextlib
import math
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
from tests.rig import machine
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
def silent_relay(silent_from: list[float]) -> Iterator[int]:
    """Greets, answers EHLO, and never says another word; `silent_from` is when that begins."""
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
                    silent_from.append(time.monotonic())

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            for peer in held:
                peer.close()


def live(
    firm: Firm, stalled_after: float, enough: Callable[[list[str]], bool], carrier: Carrier | None = None
) -> list[str]:
    """The daemon itself in this process until the events it logged are `enough`; those events."""
    configured = read(firm.config)
    assert isinstance(configured, Read)
    store = open_store(configured.settings, firm.state)
    house = build(configured, firm.state, store, SystemClock())

    def so_far() -> list[str]:
        return [str(entry["event"]) for entry in logged]

    async def run() -> None:
        courier = Courier(house, carrier or carrier_of(house, configured.settings))
        daemon = Daemon(house, courier, (), seconds=(1, 60), stalled_after=stalled_after)
        daemon.register()

        async def end() -> None:
            try:
                await asyncio.to_thread(machine.wait_until, lambda: enough(so_far()), "enough")
            finally:
                daemon.stopping.set()

        ending = asyncio.create_task(end())
        await daemon.run()
        await ending

    structlog.reset_defaults()  # a command that ran before may have asked for silence
    with structlog.testing.capture_logs() as logged:
        asyncio.run(run())
    store.close()
    return so_far()


def signs(notified: Notified) -> list[float]:
    """When the manager heard a sign of life that asks for nothing."""
    return [at for at, fields in notified.came if "WATCHDOG" in fields and "EXTEND_TIMEOUT_USEC" not in fields]


def longest_gap(notified: Notified) -> float:
    return max(later - earlier for earlier, later in pairwise(signs(notified)))


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
    known: list[int] = []

    def back(logged: list[str]) -> bool:
        if "relay_unreachable" in logged and not known:
            known.append(len(signs(notified)))
        return bool(known) and len(signs(notified)) > known[0] + 2

    with silent_relay([]) as port:
        smtp(firm, port, timeout_seconds=8)
        firm.cancels()
        logged = live(firm, 4, back)
    assert longest_gap(notified) > 3.5  # from 4 seconds of silence to the command's own patience of 8
    assert len(signs(notified)) > known[0] + 2
    # Once for a standstill, not with each of twenty signs that stay away; a slow machine stands still before it, too.
    assert 1 <= logged.count("tick_stalled") < 5
    assert logged.count("relay_unreachable") == 1
    assert firm.receipts("planned") == {"K-1"}  # nothing was said to the person: it waits for its next try


def test_patience_that_is_no_fault_keeps_the_watchdog(firm: Firm, notified: Notified) -> None:
    silent_from: list[float] = []
    with silent_relay(silent_from) as port:
        smtp(firm, port, timeout_seconds=4)
        firm.cancels()
        logged = live(firm, 60, lambda logged: "relay_unreachable" in logged)
    during = [at for at in signs(notified) if silent_from[0] < at < silent_from[0] + 3.9]
    assert len(during) > 3  # of about twenty
    assert "tick_stalled" not in logged


class Blocking:
    """A carrier that holds the event loop itself, as a library would that waits where it must not."""

    name = "blocking"
    woken = math.inf

    async def transmit(self, mail: Mail, go: Go) -> Receipt:
        del mail
        await go()
        time.sleep(2.5)  # noqa: ASYNC251 (the fault at hand)
        self.woken = time.monotonic()
        return Receipt(Outcome.ACCEPTED, 250)

    async def close(self) -> None:
        """Nothing is open."""


def test_a_blocked_loop_costs_the_watchdog(firm: Firm, notified: Notified) -> None:
    firm.cancels()
    carrier = Blocking()
    live(firm, 60, lambda _: any(at > carrier.woken for at in signs(notified)), carrier)
    assert longest_gap(notified) > 2.3
