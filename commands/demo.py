"""`run --demo`: the sample company on a fixed clock, the same on every machine and day."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.bootstrap import Read, build
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.house import House
from campaigns.importing import apply
from campaigns.mailboxes import folder_mailbox
from campaigns.play import play
from channels.email.folder import FolderCarrier
from channels.letter.shop import KeptHere
from commands.demo_events import Arrival, arrivals_from, arrive, first_morning
from commands.demo_report import Morning, day, live, tell, tell_morning
from commands.options import CONFIG, fail, say
from commands.run import erase_again
from commands.serve import serving
from daemon import Daemon
from store import operation, people
from store.engine import Store

DEMO_START = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Monday morning; the dates in samples/ are fixed to it."""

FIRST_WEEKS = timedelta(days=22, hours=10)
"""Up to the Tuesday evening after the calls of day 21 have become tasks."""


async def demo(configured: Read, folder: Path, store: Store, *, once: bool, with_web: bool) -> None:
    """Import the samples, play the first weeks, then live on: one demo hour a second until Ctrl-C.

    Whatever the configuration says, the demo writes mails into a folder and reads replies from one.
    """
    with store.read() as connection:
        played = operation.switch(connection, operation.PLAYED_UNTIL)
        empty = people.is_empty(connection)
    if played is None and not empty:
        fail(
            f"{folder} ist keine Demo, sondern enthält eigene Daten. Für die Demo: --state mit einem neuen Ordner.",
            CONFIG,
        )
    clock = VirtualClock(datetime.fromisoformat(played) if played else DEMO_START)
    house = replace(build(configured, folder, store, clock), shop=KeptHere())  # no letter shop prints a demo
    erase_again(house)
    if played is None:
        _activate(house)
        tell_morning(house, _import_samples(house))
    else:
        say(f"Es geht weiter, wo die Demo aufgehört hat: {day(clock.now())}. Nichts wird wiederholt.")
    courier = Courier(house, FolderCarrier(folder / "mail"), in_turn=True)
    daemon = Daemon(house, courier, (folder_mailbox(folder / "inbox"),), seconds=(1, 1))
    daemon.register()
    arrivals = arrivals_from(clock.now())
    try:
        await _to(daemon, clock, max(clock.now(), DEMO_START + FIRST_WEEKS), arrivals)
        tell(house, folder)
        if not once:
            async with serving(lambda: house, configured.settings, on=with_web):
                live(house, configured.settings.web, with_web=with_web)
                await _live(daemon, clock, arrivals)
    finally:
        await daemon.close()


def _activate(house: House) -> None:
    """The demo's carrier is a folder and its addresses are reserved: nothing can reach anybody."""
    with house.store.write() as connection:
        operation.set_switch(connection, operation.ACTIVATED, operation.DEMO, house.clock.now())
    _remember(house)


def _remember(house: House) -> None:
    """How far the demo has come, so that the next start goes on there."""
    now = house.clock.now()
    with house.store.write() as connection:
        operation.set_switch(connection, operation.PLAYED_UNTIL, now.isoformat(), now)


def _import_samples(house: House) -> list[Morning]:
    morning = first_morning(house.clock.now())
    return [Morning(name, file, apply(house, file), later) for name, file, later in morning]


async def _to(daemon: Daemon, clock: VirtualClock, until: datetime, arrivals: deque[Arrival]) -> None:
    """Play to `until`; on the way the samples arrive at their moments."""
    while arrivals and arrivals[0].at <= until:
        await _play(daemon, clock, arrivals[0].at)
        arrive(daemon.house, arrivals.popleft(), daemon.house.state / "inbox")
        await daemon.once()
    await _play(daemon, clock, until)


async def _play(daemon: Daemon, clock: VirtualClock, until: datetime) -> None:
    await daemon.once()
    await play(daemon.house, daemon.courier, daemon.name, clock, until, after_jump=lambda: _remember(daemon.house))


async def _live(daemon: Daemon, clock: VirtualClock, arrivals: deque[Arrival]) -> None:
    """One demo hour a second until a signal."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    while not stopping.is_set():
        await _to(daemon, clock, clock.now() + timedelta(hours=1), arrivals)
        try:
            await asyncio.wait_for(stopping.wait(), timeout=1)
        except TimeoutError:
            continue
    say(f"\nAngehalten am {day(clock.now())} (Demo-Uhr). Beim nächsten Start geht es hier weiter.")
