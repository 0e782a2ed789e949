"""`run`: the daemon, one pass, the virtual clock, the demo."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    CONFIG,
    FINDINGS,
    USAGE,
    Config,
    State,
    fail,
    moment,
    open_database,
    read_config,
    say,
    state_path,
)

if TYPE_CHECKING:
    from campaigns.bootstrap import Read
    from campaigns.clock import Clock
    from store.engine import Store


def register(app: typer.Typer) -> None:
    """Add `run`."""
    app.command("run")(run)


def run(
    demo: Annotated[bool, typer.Option("--demo", help="mit Beispieldaten auf der Demo-Uhr")] = False,
    once: Annotated[bool, typer.Option("--once", help="ein voller Durchgang, dann Ende")] = False,
    virtual: Annotated[str | None, typer.Option("--virtual", help="virtuelle Uhr ab diesem Zeitpunkt")] = None,
    until: Annotated[str | None, typer.Option("--until", help="bis zu diesem Zeitpunkt")] = None,
    with_web: Annotated[bool, typer.Option("--with-web", help="öffentliche Seiten im selben Prozess")] = False,
    config: Config = None,
    state: State = None,
) -> None:
    """Der Dienst."""
    from commands.log import set_up
    from store.engine import AlreadyRunning

    set_up(quiet=demo)
    read, folder = read_config(config), state_path(state)
    if (virtual is None) != (until is None):
        fail("--virtual und --until gehören zusammen.", USAGE)
    store = open_database(read, folder)
    with ExitStack() as stack:
        stack.callback(store.close)
        try:
            if store.is_sqlite:
                from store.engine import sole_daemon

                stack.enter_context(sole_daemon(folder))
        except AlreadyRunning as error:
            fail(str(error), FINDINGS)
        if demo:
            from commands.demo import demo as play_demo

            asyncio.run(play_demo(read, folder, store, once=once, with_web=with_web))
        elif virtual is not None and until is not None:
            _refuse_real_carriers(read)
            asyncio.run(_virtual(read, folder, store, virtual, until))
        else:
            asyncio.run(_real(read, folder, store, once=once, with_web=with_web))


def _refuse_real_carriers(read: Read) -> None:
    from channels.email.smtp_settings import is_loopback

    mail = read.settings.email
    if mail.carrier == "smtp" and not is_loopback(mail.smtp.host):
        fail(
            f'Mit virtueller Uhr wird nicht an {mail.smtp.host} gesendet: erlaubt sind carrier = "folder", '
            'carrier = "recording" und ein Mailserver auf diesem Rechner.',
            CONFIG,
        )


async def _virtual(read: Read, folder: Path, store: Store, start: str, end: str) -> None:
    from campaigns.bootstrap import build, carrier_of, mailboxes_of
    from campaigns.clock import VirtualClock
    from campaigns.courier import Courier
    from campaigns.play import play
    from daemon import Daemon

    clock = VirtualClock(moment(start, "--virtual"))
    last = moment(end, "--until")
    house = build(read, folder, store, clock)
    courier = Courier(house, carrier_of(house, read.settings), read.settings.email.connections)
    daemon = Daemon(house, courier, mailboxes_of(read.settings, folder), seconds=_seconds(read))
    daemon.register()
    try:
        await daemon.once()
        claimed = await play(house, courier, daemon.name, clock, last)
    finally:
        await daemon.close()
    say(f"Gespielt bis {last.isoformat()}: {claimed} fällige Berührungen bearbeitet.")


async def _real(read: Read, folder: Path, store: Store, *, once: bool, with_web: bool) -> None:
    from campaigns.bootstrap import build, carrier_of, mailboxes_of
    from campaigns.clock import SystemClock
    from campaigns.courier import Courier
    from commands.serve import serving
    from daemon import Daemon

    clock: Clock = SystemClock()
    house = build(read, folder, store, clock)
    courier = Courier(house, carrier_of(house, read.settings), read.settings.email.connections)
    daemon = Daemon(house, courier, mailboxes_of(read.settings, folder), seconds=_seconds(read))
    daemon.register()
    if once:
        try:
            await daemon.once()
        finally:
            await daemon.close()
        return
    async with serving(house, read.settings, on=with_web):
        await daemon.run()


def _seconds(read: Read) -> tuple[int, int]:
    return read.settings.daemon.tick_seconds, read.settings.daemon.inbox_seconds
