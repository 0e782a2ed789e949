"""`run --demo`: the sample company on a fixed clock, the same on every machine and day."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.bootstrap import Read, build, folder_mailbox
from campaigns.clock import VirtualClock
from campaigns.courier import Courier
from campaigns.house import House
from campaigns.importing import apply
from campaigns.imports import ImportFile, read
from campaigns.play import play
from channels.email.folder import FolderCarrier
from commands.options import CONFIG, fail, say
from commands.serve import serving
from daemon import Daemon
from store import decisions, operation, people, tasks
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
    house = build(configured, folder, store, clock)
    if played is None:
        _activate(house)
        _import_samples(house)
    else:
        say(f"Es geht weiter, wo die Demo aufgehört hat: {_day(clock.now())}. Nichts wird wiederholt.")
    courier = Courier(house, FolderCarrier(folder / "mail"), connections=4)
    daemon = Daemon(house, courier, (folder_mailbox(folder / "inbox"),), seconds=(1, 1))
    daemon.register()
    try:
        await _to(daemon, clock, max(clock.now(), DEMO_START + FIRST_WEEKS))
        _tell(house, folder)
        if not once:
            async with serving(house, configured.settings, on=with_web):
                _next_steps(configured, folder, with_web=with_web)
                await _live(daemon, clock)
    finally:
        await daemon.close()


def _activate(house: House) -> None:
    """The demo's carrier is a folder and its addresses are reserved: nothing can reach anybody."""
    with house.store.write() as connection:
        operation.set_switch(connection, operation.ACTIVATED, "demo", house.clock.now())
    _remember(house)


def _remember(house: House) -> None:
    """How far the demo has come, so that the next start goes on there."""
    now = house.clock.now()
    with house.store.write() as connection:
        operation.set_switch(connection, operation.PLAYED_UNTIL, now.isoformat(), now)


def _import_samples(house: House) -> None:
    say(f"Demo-Uhr: {_day(DEMO_START)}. Beispieldaten der erfundenen {house.company.name}:")
    for kind in _ORDER:
        file = read(kind, _SAMPLES / f"{kind}.csv")
        if not isinstance(file, ImportFile):
            raise TypeError(str(file))
        done = apply(house, file)
        say(f"  {kind:<14} {done.new:>4} eingelesen, {len(file.rejects) + len(done.refused)} abgelehnt")


async def _to(daemon: Daemon, clock: VirtualClock, until: datetime) -> None:
    await daemon.once()
    await play(daemon.house, daemon.courier, daemon.name, clock, until, after_jump=lambda: _remember(daemon.house))


async def _live(daemon: Daemon, clock: VirtualClock) -> None:
    """One demo hour a second until a signal."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    while not stopping.is_set():
        await _to(daemon, clock, clock.now() + timedelta(hours=1))
        try:
            await asyncio.wait_for(stopping.wait(), timeout=1)
        except TimeoutError:
            continue
    say(f"\nAngehalten am {_day(clock.now())} (Demo-Uhr). Beim nächsten Start geht es hier weiter.")


def _tell(house: House, folder: Path) -> None:
    with house.store.read() as connection:
        rows = list(decisions.history(connection))
        open_tasks = tasks.listing(connection)
    sent = Counter((row["channel"], row["purpose"] == "contract") for row in rows if row["decision"] == "send")
    mails = sum(number for (channel, _), number in sent.items() if channel == "email")
    receipts = sum(1 for row in rows if row["decision"] == "send" and row["step"] == "receipt")
    say(f"\nGespielt bis {_day(house.clock.now())}:")
    say(f"  {receipts:>4} Kündigungen bestätigt (Eingang, Datum, Uhrzeit, Vertragsende; § 312k Abs. 4 BGB)")
    say(
        f"  {mails:>4} Mails in {folder / 'mail'}, davon {sent['email', True]} zum Vertrag und {sent['email', False]} Werbung"
    )
    say(
        f"  {sum(n for (c, _), n in sent.items() if c == 'letter'):>4} Briefe, die Listen liegen in {house.letters.folder}"
    )
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


def _next_steps(configured: Read, folder: Path, *, with_web: bool) -> None:
    say("\nWas Sie jetzt ansehen können (in einem zweiten Terminal):")
    say(
        "  Marketing:    sequences/winback.toml ändern, dann wiedersehen check und wiedersehen simulate --until 2027-09-01"
    )
    say("  Betreuung:    wiedersehen tasks list")
    say(f"  Betrieb:      wiedersehen status; Mails in {folder / 'mail'}")
    say("  Datenschutz:  wiedersehen why K-1001")
    if with_web:
        say(
            f"  Abmeldeseite: http://{configured.settings.web.host}:{configured.settings.web.port}/ (Link in jeder Werbemail)"
        )
    say("Eine Demo-Stunde vergeht je Sekunde. Strg-C hält an.")


def _day(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo("Europe/Berlin"))
    names = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    return f"{names[local.weekday()]}, {local:%d.%m.%Y, %H:%M} Uhr"
