"""`run --demo`: the sample company on a fixed clock, the same on every machine and day."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commands.options import say
from commands.serve import serving

if TYPE_CHECKING:
    from campaigns.bootstrap import Read
    from campaigns.clock import VirtualClock
    from campaigns.house import House
    from store.engine import Store

DEMO_START = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Monday morning; the dates in samples/ are fixed to it."""

FIRST_WEEKS = timedelta(days=22, hours=10)
"""Up to the Tuesday evening after the calls of day 21 have become tasks."""
_SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_ORDER = ("customers", "consents", "objections", "activities", "cancellations")
"""Consents and objections first: a cancellation is judged by what was known when it came."""

_DECISIONS = {
    "send": "gesendet oder übergeben",
    "postpone": "verschoben",
    "skip": "ausgelassen",
    "stop": "nicht begonnen oder beendet",
    "hold": "angehalten, ein Mensch muss schauen",
    "holdout": "Vergleichsgruppe, wird nie angeschrieben",
}


async def demo(read: Read, folder: Path, store: Store, *, once: bool, with_web: bool) -> None:
    """Import the samples, play the first weeks, then live on: one demo hour a second until Ctrl-C."""
    from campaigns.bootstrap import build, carrier_of, mailboxes_of
    from campaigns.clock import VirtualClock
    from campaigns.courier import Courier
    from daemon import Daemon
    from store import operation

    with store.read() as connection:
        played = operation.switch(connection, operation.PLAYED_UNTIL)
    clock = VirtualClock(datetime.fromisoformat(played) if played else DEMO_START)
    house = build(read, folder, store, clock)
    if played is None:
        _activate(house)
        _import_samples(house)
    else:
        say(f"Es geht weiter, wo die Demo aufgehört hat: {_day(clock.now())}. Nichts wird wiederholt.")
    courier = Courier(house, carrier_of(house, read.settings), read.settings.email.connections)
    daemon = Daemon(house, courier, mailboxes_of(read.settings, folder), seconds=(1, 1))
    daemon.register()
    try:
        await _to(daemon, house, courier, clock, max(clock.now(), DEMO_START + FIRST_WEEKS))
        _tell(house, folder)
        if not once:
            async with serving(house, read.settings, on=with_web):
                _next_steps(house, read, folder, with_web=with_web)
                await _live(daemon, house, courier, clock)
    finally:
        await daemon.close()


def _activate(house: House) -> None:
    """The demo's carrier is a folder and its addresses are reserved: nothing can reach anybody."""
    from store import operation

    now = house.clock.now()
    with house.store.write() as connection:
        operation.set_switch(connection, operation.ACTIVATED, "demo", now)
        operation.set_switch(connection, operation.PLAYED_UNTIL, now.isoformat(), now)


def _import_samples(house: House) -> None:
    from campaigns.importing import apply
    from campaigns.imports import ImportFile, read

    say(f"Demo-Uhr: {_day(DEMO_START)}. Beispieldaten der erfundenen {house.company.name}:")
    for kind in _ORDER:
        file = read(kind, _SAMPLES / f"{kind}.csv")
        if not isinstance(file, ImportFile):
            raise RuntimeError(str(file))
        done = apply(house, file)
        say(f"  {kind:<14} {done.new:>4} eingelesen, {len(file.rejects) + len(done.refused)} abgelehnt")


async def _to(daemon: object, house: House, courier: object, clock: VirtualClock, until: datetime) -> None:
    from campaigns.courier import Courier
    from campaigns.play import play
    from daemon import Daemon
    from store import operation

    assert isinstance(daemon, Daemon) and isinstance(courier, Courier)  # noqa: S101, PT018 (imported lazily: narrows the types)
    await daemon.once()
    await play(house, courier, daemon.name, clock, until)
    with house.store.write() as connection:
        operation.set_switch(connection, operation.PLAYED_UNTIL, clock.now().isoformat(), clock.now())


async def _live(daemon: object, house: House, courier: object, clock: VirtualClock) -> None:
    """One demo hour a second until a signal."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    while not stopping.is_set():
        await _to(daemon, house, courier, clock, clock.now() + timedelta(hours=1))
        try:
            await asyncio.wait_for(stopping.wait(), timeout=1)
        except TimeoutError:
            continue
    say(f"\nAngehalten am {_day(clock.now())} (Demo-Uhr). Beim nächsten Start geht es hier weiter.")


def _tell(house: House, folder: Path) -> None:
    from store import decisions, tasks

    with house.store.read() as connection:
        rows = list(decisions.history(connection))
        open_tasks = tasks.listing(connection)
    sent = Counter((row["channel"], row["purpose"] == "contract") for row in rows if row["decision"] == "send")
    mails = sum(number for (channel, _), number in sent.items() if channel == "email")
    receipts = sum(1 for row in rows if row["decision"] == "send" and row["step"] == "receipt")
    say(f"\nGespielt bis {_day(house.clock.now())}:")
    say(f"  {receipts:>4} Kündigungen bestätigt (Eingang, Datum, Uhrzeit, Vertragsende; § 312k Abs. 4 BGB)")
    say(f"  {mails:>4} Mails in {folder / 'mail'}, davon {sent['email', True]} zum Vertrag und {sent['email', False]} Werbung")
    say(f"  {sum(n for (c, _), n in sent.items() if c == 'letter'):>4} Briefe, die Listen liegen in {house.letters.folder}")
    say(f"  {len(open_tasks):>4} offene Aufgaben für Menschen (Anrufe und LinkedIn)")
    say("\nWas nicht hinausging und warum:")
    quiet = Counter((row["decision"], _reason(row)) for row in rows if row["decision"] != "send")
    for (decision, reason), number in sorted(quiet.items(), key=lambda item: (-item[1], item[0])):
        say(f"  {number:>4} × {_DECISIONS[decision]}: {reason}")


_REASONS = {
    "too_late": "der Tag dieses Schritts ist zu lange her",
    "entered_too_late": "die Kündigung liegt zu lange zurück, niemand beginnt in der Mitte",
    "condition": "der Schritt gilt für andere Kunden",
    "frequency_cap": "Obergrenze erreicht, die Person hatte gerade erst Post",
    "sending_window": "außerhalb der Sendezeit",
    "call_hours": "außerhalb der Anrufzeiten",
    "objection": "Widerspruch gegen Werbung (Art. 21 DSGVO)",
    "email_consent": "keine nachweisbare Einwilligung für E-Mail (§ 7 Abs. 2 Nr. 2 UWG)",
    "default_deny": "keine Rechtsgrundlage auf diesem Weg",
    "existing_customer": "keine Werbung an Bestandskunden ohne alle vier Voraussetzungen (§ 7 Abs. 3 UWG)",
    "letter_interest": "ein Brief ist hier nicht zulässig",
    "phone_consumer": "kein Anruf ohne ausdrückliche Einwilligung (§ 7 Abs. 2 Nr. 1 UWG)",
    "linkedin_message": "keine Einwilligung für Nachrichten in sozialen Netzen",
    "reachable": "keine Adresse auf diesem Weg",
    "letter_budget": "Briefgeld verbraucht",
    "holdout": "zum Messen",
    "superseded": "ein neuerer Schritt ist fällig",
    "no_anchor": "das Vertragsende steht nicht fest",
    "group_busy": "die Person läuft schon in einer Sequenz dieser Gruppe",
}


def _reason(row: dict[str, object]) -> str:
    reason = str(row["reason"])
    if reason.startswith("excluded:"):
        return f"hier wird niemand zurückgewonnen ({reason.removeprefix('excluded:')})"
    if reason.startswith("who:"):
        return f"die Sequenz ist für andere Kunden gedacht ({reason.removeprefix('who:')})"
    return _REASONS.get(reason, reason)


def _next_steps(house: House, read: Read, folder: Path, *, with_web: bool) -> None:
    say("\nWas Sie jetzt ansehen können (in einem zweiten Terminal):")
    say("  Marketing:    sequences/winback.toml ändern, dann wiedersehen check und wiedersehen simulate --until 2027-09-01")
    say("  Betreuung:    wiedersehen tasks list")
    say(f"  Betrieb:      wiedersehen status; Mails in {folder / 'mail'}")
    say("  Datenschutz:  wiedersehen why K-1001")
    if with_web:
        say(f"  Abmeldeseite: http://{read.settings.web.host}:{read.settings.web.port}/ (Link in jeder Werbemail)")
    say("Eine Demo-Stunde vergeht je Sekunde. Strg-C hält an.")


def _day(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo("Europe/Berlin"))
    names = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    return f"{names[local.weekday()]}, {local:%d.%m.%Y, %H:%M} Uhr"
