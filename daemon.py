"""The process: APScheduler as alarm clock, one asyncio loop, signals, systemd. What is due stands in the database.

The scheduler holds a handful of recurring in-memory jobs and nothing else; a missed tick is made up by the next one.
"""

from __future__ import annotations

import asyncio
import gc
import os
import runpy
import signal
import socket
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from campaigns.arrivals import arrivals
from campaigns.clock import SystemClock
from campaigns.courier import Courier
from campaigns.dispatch import dispatch
from campaigns.export import export_letters
from campaigns.house import House
from campaigns.housekeeping import expire_tasks, rescue
from campaigns.inbox import poll
from campaigns.play import run_pass
from replies.child import Parser
from replies.reply import Mailbox
from store import operation, touches

log = structlog.get_logger()

HEARTBEAT_SECONDS = 10
DEAD_AFTER_SECONDS = 60
STALLED_AFTER_SECONDS = 900
"""Longer than the longest wait that is no fault: ten minutes for the answer to a mail (RFC 5321 4.5.3.2.6)."""


@dataclass(slots=True)
class Watch:
    """Other daemons' heartbeats as seen on our own monotonic clock: skewed host clocks never matter."""

    seen: dict[str, tuple[int, float]] = field(default_factory=dict)

    def alive(self, beats: dict[str, int], now: float) -> set[str]:
        """Daemons whose counter has moved within DEAD_AFTER_SECONDS, or that we have not watched long enough."""
        for name, beat in beats.items():
            if self.seen.get(name, (-1, 0.0))[0] != beat:
                self.seen[name] = (beat, now)
        return {name for name in beats if now - self.seen[name][1] < DEAD_AFTER_SECONDS}


class Daemon:
    """One running process. `start` and `run` never return before a signal; `once` makes one full pass."""

    def __init__(
        self, house: House, courier: Courier, mailboxes: tuple[Mailbox, ...], *, seconds: tuple[int, int]
    ) -> None:
        self.name = str(uuid.uuid4())
        self.house = house
        self.courier = courier
        self.mailboxes = mailboxes
        self.parser = Parser()
        self.tick_seconds, self.inbox_seconds = seconds
        self.stopping = asyncio.Event()
        self._watch = Watch()
        self._progress = time.monotonic()
        self._locks: dict[str, asyncio.Lock] = {}

    def register(self) -> None:
        """Make ourselves known and take over what dead daemons left. On SQLite the lock says that all others are."""
        keep_for_good()
        with self.house.store.write() as connection:
            operation.register_daemon(connection, self.name, socket.gethostname(), os.getpid(), self.house.clock.now())
        rescue(self.house, self._alive())

    async def once(self) -> None:
        """One full pass: replies first, then everything that is due."""
        await self._inbox()
        await run_pass(self.house, self.courier, self.name)

    async def run(self) -> None:
        """Tick until a signal; then finish what is in flight and give claims back."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        scheduler = AsyncIOScheduler(timezone="UTC")
        # The machine's clock, not the house's: it is the one APScheduler lives by. First run now, not in an interval.
        at_once = SystemClock().now()
        for name, job, seconds in self._jobs():
            scheduler.add_job(
                job,
                "interval",
                seconds=seconds,
                id=name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                next_run_time=at_once,
            )
        scheduler.start()
        notify("READY=1\nSTATUS=Wiedersehen läuft")
        log.info("daemon_started", daemon=self.name)
        await self.stopping.wait()
        notify("STOPPING=1")
        scheduler.shutdown(wait=False)
        await self._drain()

    def _jobs(self) -> tuple[tuple[str, Callable[[], object], int], ...]:
        return (
            ("tick", self._guarded("tick", self._tick), self.tick_seconds),
            ("inbox", self._guarded("inbox", self._inbox), self.inbox_seconds),
            ("export", self._guarded("export", self._export), 30),
            ("heartbeat", self._guarded("heartbeat", self._heartbeat), HEARTBEAT_SECONDS),
        )

    def _guarded(self, name: str, job: Callable[[], object]) -> Callable[[], object]:
        """A job that fails is logged and comes again; it never takes the others or the process down."""
        self._locks[name] = asyncio.Lock()

        async def guarded() -> None:
            if self.stopping.is_set():
                return
            async with self._locks[name]:
                try:
                    await job()  # type: ignore[misc] # every job is a coroutine function
                except Exception:
                    log.exception("job_failed", job=name)

        return guarded

    async def _tick(self) -> None:
        try:
            await asyncio.to_thread(arrivals, self.house)
            await asyncio.to_thread(expire_tasks, self.house)
            await dispatch(self.house, self.courier, self.name, self._goes_on)
        finally:
            # Nothing of ours is in flight now: what is still claimed was left behind by a fault.
            await asyncio.to_thread(self._give_back)
        self._progress = time.monotonic()

    def _goes_on(self) -> bool:
        self._progress = time.monotonic()
        return not self.stopping.is_set()

    def _give_back(self) -> None:
        with self.house.store.write() as connection:
            left = touches.rescue_claims(connection, [self.name])
        if left:
            log.warning("claims_given_back", number=left)

    async def _inbox(self) -> None:
        await asyncio.to_thread(poll, self.house, self.mailboxes, self.parser)

    async def _export(self) -> None:
        await asyncio.to_thread(export_letters, self.house)

    async def _heartbeat(self) -> None:
        """Only a loop that makes progress beats: a hung sender must lose its claims and its watchdog."""
        if time.monotonic() - self._progress > STALLED_AFTER_SECONDS:
            log.error("tick_stalled", daemon=self.name)
            return
        with self.house.store.write() as connection:
            operation.beat(connection, self.name)
        notify("WATCHDOG=1")
        await asyncio.to_thread(rescue, self.house, self._alive())

    def _alive(self) -> set[str]:
        if self.house.store.is_sqlite:
            return {self.name}
        with self.house.store.read() as connection:
            beats = touches.heartbeats(connection)
        return self._watch.alive(beats, time.monotonic()) | {self.name}

    async def _drain(self) -> None:
        for lock in self._locks.values():
            await lock.acquire()
        await self.close()
        log.info("daemon_stopped", daemon=self.name)

    async def close(self) -> None:
        """Give back claims and connections, in that order."""
        await self.courier.close()
        with self.house.store.write() as connection:
            touches.rescue_claims(connection, [self.name])
            operation.forget_daemon(connection, self.name)
        for mailbox in self.mailboxes:
            mailbox.close()
        self.parser.close()


def keep_for_good() -> None:
    """Everything built so far lives as long as the process: no garbage collection need look at it again.

    A batch of cases and mails makes 100,000 objects that reference counting frees; Python's default would search all
    of them, and every module, for cycles some hundred times a batch: a tenth of the time of a mail.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def notify(message: str) -> None:
    """One datagram to systemd (sd_notify(3)); nothing happens without NOTIFY_SOCKET."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.connect("\0" + address[1:] if address.startswith("@") else address)
        sock.sendall(message.encode())


if __name__ == "__main__":
    # `python daemon.py` is `wiedersehen run`: the command line is started as its own program, not imported from below.
    sys.argv[1:1] = ["run"]
    runpy.run_module("commands.main", run_name="__main__")
