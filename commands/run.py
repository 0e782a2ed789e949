"""`run`: the daemon, one pass, the virtual clock, the demo."""

from __future__ import annotations

import asyncio
import sys
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    CONFIG,
    FINDINGS,
    USAGE,
    Config,
    State,
    config_path,
    configured,
    fail,
    moment,
    open_database,
    played_clock,
    read_config,
    refuse_demo,
    say,
    state_path,
)

if TYPE_CHECKING:
    from campaigns.bootstrap import Read
    from campaigns.clock import Clock
    from campaigns.house import House
    from campaigns.service.carrier_list import CarrierList
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

    if (virtual is None) != (until is None):
        fail("--virtual und --until gehören zusammen.", USAGE)
    if virtual is not None and (demo or with_web):
        fail("--virtual spielt ohne Pause bis --until; --demo und --with-web passen nicht dazu.", USAGE)
    span = _span(virtual, until) if virtual and until else None
    set_up(quiet=demo or span is not None)
    read, folder = read_config(config), state_path(state)
    if span is not None:
        _refuse_real_carriers(read)
        _refuse_real_shop(read)
    store = open_database(read, folder)
    with ExitStack() as stack, configured(folder):
        try:
            if store.is_sqlite:
                from store.engine import sole_daemon

                stack.enter_context(sole_daemon(folder))
        except AlreadyRunning as error:
            fail(str(error), FINDINGS)
        if demo:
            from commands.demo import demo as play_demo

            asyncio.run(play_demo(read, folder, store, once=once, with_web=with_web))
        elif span is not None:
            asyncio.run(_virtual(read, folder, store, *span))
        else:
            asyncio.run(_real(config_path(config), read, folder, store, once=once, with_web=with_web))


def _refuse_real_carriers(read: Read) -> None:
    from channels.email.smtp_settings import is_loopback

    mail = read.settings.email
    if mail.carrier == "smtp" and not is_loopback(mail.smtp.host):
        fail(
            f'Mit virtueller Uhr wird nicht an {mail.smtp.host} gesendet: erlaubt sind carrier = "folder", '
            'carrier = "recording" und ein Mailserver auf diesem Rechner.',
            CONFIG,
        )


def _refuse_real_shop(read: Read) -> None:
    shop = read.settings.letter.shop
    if shop.kind in ("sftp", "s3"):
        fail(
            f'Mit virtueller Uhr bekommt keine Druckerei Briefe ([letter.shop] kind = "{shop.kind}"): erlaubt sind '
            '"folder" und "drop".',
            CONFIG,
        )


def _span(virtual: str, until: str) -> tuple[datetime, datetime]:
    start, end = moment(virtual, "--virtual"), moment(until, "--until")
    if end < start:
        fail(f"--until: {until} liegt vor --virtual {virtual}.", USAGE)
    return start, end


async def _virtual(read: Read, folder: Path, store: Store, start: datetime, end: datetime) -> None:
    """Play from `start` to `end`. The state lives on this clock from then on, so that what follows fits in time."""
    from campaigns.bootstrap import build
    from campaigns.carriers import carrier_of
    from campaigns.clock import VirtualClock
    from campaigns.courier import Courier
    from campaigns.mailboxes import mailboxes_of
    from campaigns.play import play
    from daemon import Daemon
    from store import decisions, operation

    played = played_clock(store)
    if played is not None and played.now() > start:
        start = played.now().astimezone(start.tzinfo)
        end = max(start, end)
        sys.stderr.write(f"Der Zustand ist schon bis {start.isoformat()} gespielt; es geht dort weiter.\n")
    clock = VirtualClock(start)
    house = build(read, folder, store, clock, without_list=True)
    courier = Courier(house, carrier_of(house, read.settings), in_turn=True)
    daemon = Daemon(house, courier, mailboxes_of(read.settings, folder), seconds=_seconds(read))
    _notice_restored(house)
    daemon.register()
    try:
        await daemon.once()
        await play(house, courier, daemon.name, clock, end)
    finally:
        await daemon.close()
        with store.write() as connection:
            operation.set_switch(connection, operation.PLAYED_UNTIL, clock.now().isoformat(), clock.now())
    with store.read() as connection:
        made = sum(1 for _ in decisions.history(connection, since=start, until=end))
    say(f"Gespielt bis {end.isoformat()}: {made} Entscheidungen.")


async def _real(config: Path, read: Read, folder: Path, store: Store, *, once: bool, with_web: bool) -> None:
    from campaigns.bootstrap import build
    from campaigns.carriers import carrier_of
    from campaigns.clock import SystemClock
    from campaigns.courier import Courier
    from campaigns.handover.webhooks import Webhooks
    from campaigns.mailboxes import mailboxes_of
    from campaigns.partners import targets_of
    from campaigns.service.reload import Reloader
    from campaigns.service.troubles import FAULTS
    from commands.serve import measured, serving
    from daemon import Daemon

    refuse_demo(store, folder)
    clock: Clock = (played_clock(store) if once else None) or SystemClock()
    _back_to_the_present(store, clock)
    house = build(read, folder, store, clock, without_list=True)
    courier = Courier(house, carrier_of(house, read.settings))
    webhooks = Webhooks(targets_of(read.settings))
    daemon = Daemon(
        house,
        courier,
        mailboxes_of(read.settings, folder),
        seconds=_seconds(read),
        reader=Reloader(config, read, folder, store, clock),
        max_blind=timedelta(hours=read.settings.replies.max_blind_hours),
        webhooks=webhooks,
        carrier_list=_carrier_list(read),
    )
    _notice_restored(house)
    daemon.register()
    webhooks.begin(house)
    if once:
        try:
            await daemon.once()
            await daemon.staff.once()
        finally:
            await daemon.close()
        return
    async with serving(lambda: daemon.house, read.settings, on=with_web), measured(daemon, read.settings):
        await daemon.run()
    if daemon.fatal is not None:
        fail(f"{FAULTS[daemon.fatal]}.", CONFIG)


def _carrier_list(read: Read) -> CarrierList:
    from campaigns.carriers import ses_account_of
    from campaigns.service.carrier_list import CarrierList

    hours = read.settings.email.ses.suppression_hours
    return CarrierList(ses_account_of(read.settings) if hours else None, timedelta(hours=hours))


def _notice_restored(house: House) -> None:
    """Before anything is sent: a database from the past makes everything wait for a person."""
    from campaigns.backups.restored import recognise

    found = recognise(house)
    erase_again(house)
    if (away := house.list_trouble()) is not None:
        sys.stderr.write(
            f"{away}\nBis er zurück ist, gehen nur Vertragspost und Eingangsbestätigungen hinaus, keine Werbung; "
            "Antworten bleiben im Postfach. Danach geht es von selbst weiter.\n"
        )
    if found is not None:
        sys.stderr.write(
            f"Diese Datenbank kam aus einer Sicherung. Alles ist angehalten, {found.held} Vertragsmails warten auf "
            "einen Menschen. Weiter: wiedersehen status, dann wiedersehen resume.\n"
            + ("Listen bei Werbenetzen sind unbekannt und dort ganz zu ersetzen.\n" if found.lists else "")
        )


def erase_again(house: House) -> None:
    """At every start, before anything is sent: what was cut off is finished, nobody comes back with a database."""
    from campaigns.erasing.again import at_start

    erased = at_start(house)
    if erased.again:
        sys.stderr.write(
            f"{erased.again} gelöschte Personen standen wieder in dieser Datenbank; sie sind erneut gelöscht "
            "(erased.list).\n"
        )


def _back_to_the_present(store: Store, clock: Clock) -> None:
    """A live daemon runs on the machine's clock, whatever was played on this state before."""
    from campaigns.clock import SystemClock
    from store import operation

    if isinstance(clock, SystemClock):
        with store.write() as connection:
            operation.clear_switch(connection, operation.PLAYED_UNTIL)


def _seconds(read: Read) -> tuple[int, int]:
    return read.settings.daemon.tick_seconds, read.settings.daemon.inbox_seconds
