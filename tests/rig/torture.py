"""Kills the daemon at random moments, again and again, and starts it anew. What came of it is judged by tests.rig.oracle.

Each life is a fork of a process that has imported and compiled everything already, so a life costs milliseconds and a
thousand fit into minutes. The child is the daemon itself: its lock, its registration, its rescue, its scheduler, its
SMTP carrier into a real sink process. SIGKILL leaves it no chance to tidy up; what counts is the database and the sink.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import random
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from bench.common import configured, smtp_settings
from bench.population import MONDAY, OFFBOARDING, WINBACK, populate
from campaigns.bootstrap import Read, build, open_store
from campaigns.carriers import carrier_of
from campaigns.clock import SystemClock
from campaigns.courier import Courier
from campaigns.house import House
from campaigns.record import GRACE
from commands.log import set_up
from daemon import Daemon
from sequences.calendar import is_holiday
from sequences.definition import Channel
from store import operation
from store.engine import sole_daemon
from store.migrate import upgrade

_AMID_MAILS = 2 / 3
_LINE = 80
"""Octets that a mail adds to the sink's log, about."""
_STARTED_BY = 3.0
"""Seconds to wait for mails; when everything has left there are none."""
_AFTERMATH = 0.04
PATIENCE = 600.0
"""Seconds that the last, undisturbed life may take."""


class ShiftedClock:
    """The machine's clock, moved to `start` and moved on by `advance`: grace periods pass without waiting for them."""

    def __init__(self, start: datetime) -> None:
        self._shift = start - SystemClock().now()

    def now(self) -> datetime:
        return SystemClock().now() + self._shift

    def advance(self, by: timedelta) -> None:
        self._shift += by


@dataclass(frozen=True, slots=True)
class Plan:
    """How to torture: `longest` seconds a life lasts at most, `jumps` times the clock moves on by the grace."""

    kills: int
    seed: int
    people: int
    connections: int = 8
    batch_size: int = 16
    longest: float = 0.3
    jumps: int = 18


@dataclass(frozen=True, slots=True)
class Scene:
    """The installation under torture."""

    folder: Path
    read: Read
    house: House
    clock: ShiftedClock

    @property
    def sink_log(self) -> Path:
        return self.folder / "sink.log"

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def state(self) -> Path:
        return self.folder / "state"


def scene(folder: Path, port: int, plan: Plan) -> Scene:
    """An activated installation whose people all have one advertising and one contract mail due."""
    smtp = smtp_settings(port, plan.connections)
    read = configured(folder, **smtp, kind="none", batch_size=plan.batch_size, tick_seconds=1)
    state = folder / "state"
    store = open_store(read.settings, state)
    upgrade(store)
    clock = ShiftedClock(MONDAY)
    house = build(read, state, store, clock)
    for sequence in (WINBACK, OFFBOARDING):
        house.templates.prepare(house.sequences[sequence.sequence].step(sequence.step).template, Channel.EMAIL)
    is_holiday(MONDAY.date(), "BE")  # imports the calendars of the whole world, once
    populate(house, plan.people, (WINBACK, OFFBOARDING))
    with store.write() as connection:
        operation.set_switch(connection, operation.ACTIVATED, clock.now().isoformat(), clock.now())
    store.close()  # nothing of a database may cross a fork
    return Scene(folder, read, house, clock)


def kill_again_and_again(place: Scene, plan: Plan) -> list[str]:
    """Run `plan.kills` lives; what children said that ended before they were killed (must be empty)."""
    dice = random.Random(plan.seed)
    every = max(1, plan.kills // (plan.jumps + 1))
    complaints = []
    for number in range(plan.kills):
        if number and number % every == 0 and number // every <= plan.jumps:
            place.clock.advance(GRACE + timedelta(minutes=1))
        child = _fork(place, once=False)
        _wait_to_kill(place, plan, dice)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            complaints.append(f"life {number} ended by itself: {status}")
    return complaints


def _wait_to_kill(place: Scene, plan: Plan, dice: random.Random) -> None:
    """Any moment of a life; two times out of three one after some mails, wherever a slow machine has them."""
    if dice.random() < _AMID_MAILS:
        before, mails = _octets(place.sink_log), dice.randint(1, plan.batch_size * 2)
        wanted = before + mails * _LINE
        deadline = time.monotonic() + _STARTED_BY
        while _octets(place.sink_log) < wanted and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(dice.uniform(0.0, _AFTERMATH))
    else:
        time.sleep(dice.uniform(0.0, plan.longest))


def _octets(path: Path) -> int:
    return path.stat().st_size


def finish(place: Scene) -> list[str]:
    """Lives without a kill until everything that is due has left: the rescued, then their second copies."""
    complaints: list[str] = []
    for _ in range(3):
        place.clock.advance(GRACE + timedelta(minutes=1))
        child = _fork(place, once=True)
        deadline = time.monotonic() + PATIENCE
        while True:
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return [*complaints, f"the last life did not end within {PATIENCE:.0f} s"]
            time.sleep(0.02)
        if status != 0:
            complaints.append(f"an undisturbed life ended with {status}")
    return complaints


def _fork(place: Scene, *, once: bool) -> int:
    child = os.fork()
    if child == 0:
        _life(place, once=once)
    return child


def _life(place: Scene, *, once: bool) -> NoReturn:
    """What `wiedersehen run` does, on this installation's clock. Never returns into the parent's code."""
    code = 70
    try:
        log = os.open(place.folder / "daemon.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 2)
        set_up()
        with sole_daemon(place.state):
            house = dataclasses.replace(place.house, store=open_store(place.read.settings, place.state))
            asyncio.run(_serve(place, house, once=once))
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, it must end this fork and be read in the log
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


async def _serve(place: Scene, house: House, *, once: bool) -> None:
    settings = place.read.settings
    courier = Courier(house, carrier_of(house, settings))
    daemon = Daemon(house, courier, (), seconds=(settings.daemon.tick_seconds, settings.daemon.inbox_seconds))
    daemon.register()
    if not once:
        await daemon.run()
        return
    try:
        await daemon.once()
    finally:
        await daemon.close()
