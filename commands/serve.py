"""Listeners: the public pages, in the daemon's process (`run --with-web`) or one of their own (`web`); the figures."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from commands.options import CONFIG, fail
from sequences.grammar.os_errors import german

if TYPE_CHECKING:
    from campaigns.house import House
    from campaigns.settings import Settings
    from daemon import Daemon
    from web.metrics import Gauges
    from web.public.current import ASGIApp


HEAD_SECONDS = 15.0
"""So long a caller may take for the head of a request. What it may take for the body, each application says."""


class _Prompt(H11Protocol):
    """Hangs up on whoever opens a connection and says nothing whole: uvicorn would wait for ever (slow loris)."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """The clock runs from the first byte of a request to the last one of its head."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def _hang_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _Server(uvicorn.Server):
    """A server that leaves signals to the process it lives in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def listening(app: ASGIApp, host: str, port: int, section: str) -> AsyncIterator[None]:
    """Serve `app` while the block runs; it listens before the block begins. A port that is taken ends with 78."""
    config = uvicorn.Config(app, http=_Prompt, access_log=False, log_config=None, timeout_graceful_shutdown=5)
    server = _Server(config)
    task = asyncio.create_task(server.serve([_bound(host, port, section)]))
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def serving(current: Callable[[], House], settings: Settings, *, on: bool) -> AsyncIterator[None]:
    """Serve pages and interface of the `current` house while the block runs; nothing when `on` is False."""
    if not on:
        yield
        return
    from campaigns.partners import sources_of
    from campaigns.secrets import MissingCredential
    from web.site import Site

    try:
        sources = sources_of(settings)
    except MissingCredential as error:
        fail(str(error), CONFIG)
    async with listening(Site(current, sources), settings.web.host, settings.web.port, "web"):
        yield


@asynccontextmanager
async def measured(daemon: Daemon, settings: Settings) -> AsyncIterator[None]:
    """Serve the figures of `daemon` while the block runs; nothing without a port in [metrics]."""
    port = settings.metrics.port
    if port is None:
        yield
        return
    from web.metrics import metrics_app

    async with listening(metrics_app(partial(_gauges, daemon)), settings.metrics.host, port, "metrics"):
        yield


def _gauges(daemon: Daemon) -> Gauges:
    """What the process knows already: a scrape asks no database."""
    from web.metrics import Gauges

    face, now = daemon.face, daemon.house.clock.now()
    read_at = daemon.reading.read_at
    return Gauges(
        figures=face.figures,
        sent={(channel.value, purpose.value): number for (channel, purpose), number in daemon.courier.sent.items()},
        decisions=dict(face.look.decisions),
        replies=dict(face.look.replies),
        troubles=daemon.troubles.names,
        tick_age=daemon.progress.age,
        inbox_age=(now - read_at).total_seconds() if read_at and daemon.mailboxes else None,
        reloaded_at=daemon.hangup.read_at.timestamp(),
        reload_good=daemon.hangup.good,
    )


async def alone(house: House, settings: Settings) -> None:
    """The public pages as a process of their own, until SIGTERM or Ctrl-C."""
    from campaigns.service import notify

    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with serving(lambda: house, settings, on=True):
        notify.ready(f"Abmeldeseiten an {settings.web.host}:{settings.web.port}")
        await ended.wait()
        notify.stopping("wird beendet")


def _bound(host: str, port: int, section: str) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        fail(
            f"An {host}:{port} kann nicht gelauscht werden: {german(error)}. "
            f"Bitte host und port unter [{section}] prüfen, und ob dort schon ein anderes Programm lauscht.",
            CONFIG,
        )
    # asyncio sets this only where a socket names its protocol; without it each answer waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
