"""What the demo prints: what has happened, what has not and why, and what to look at next."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.reason_words import DECISIONS, reason_words
from campaigns.settings.sections import Web
from commands.options import say
from store import decisions, tasks


def tell(house: House, folder: Path) -> None:
    """The figures so far; the same on every machine."""
    with house.store.read() as connection:
        rows = list(decisions.history(connection))
        open_tasks = tasks.listing(connection)
    sent = Counter((row["channel"], row["purpose"] == "contract") for row in rows if row["decision"] == "send")
    contract, advertising = sent["email", True], sent["email", False]
    posted = sent["letter", True] + sent["letter", False]
    receipts = sum(1 for row in rows if row["decision"] == "send" and row["step"] == "receipt")
    say(f"\nGespielt bis {day(house.clock.now())}:")
    say(f"  {receipts:>4} Kündigungen bestätigt (Eingang, Datum, Uhrzeit, Vertragsende; § 312k Abs. 4 BGB)")
    mails, post = shown(folder / "mail"), shown(house.letters.folder)
    say(f"  {contract + advertising:>4} Mails in {mails}: {contract} zum Vertrag, {advertising} Werbung")
    say(f"  {posted:>4} Briefe, die Listen liegen in {post}")
    say(f"  {len(open_tasks):>4} offene Aufgaben für Menschen (Anrufe, LinkedIn, Post von Hand)")
    say("\nWas nicht hinausging und warum:")
    quiet = Counter((row["decision"], reason_words(row["reason"])) for row in rows if row["decision"] != "send")
    for (decision, reason), number in sorted(quiet.items(), key=lambda item: (-item[1], item[0])):
        say(f"  {number:>4} × {DECISIONS[decision]}: {reason}")


def next_steps(web: Web, folder: Path, *, with_web: bool) -> None:
    """What each kind of user can open next."""
    say("\nWas Sie jetzt ansehen können (in einem zweiten Terminal, mit .venv/bin/wiedersehen):")
    say("  Marketing:    sequences/winback.toml ändern, dann check und simulate --until 2027-09-01")
    say("  Betreuung:    tasks list")
    say(f"  Betrieb:      status; die Mails liegen in {shown(folder / 'mail')}")
    say("  Datenschutz:  why K-1001")
    if with_web:
        say(f"  Abmeldeseite: http://{web.host}:{web.port}/abmelden/… (der Link steht in jeder Werbemail)")
    say("Eine Demo-Stunde vergeht je Sekunde. Strg-C hält an.")


def shown(path: Path) -> str:
    """A path as people type it: relative to where they are, when it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def day(moment: datetime) -> str:
    """A moment as people say it."""
    local = moment.astimezone(ZoneInfo("Europe/Berlin"))
    names = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    return f"{names[local.weekday()]}, {local:%d.%m.%Y, %H:%M} Uhr"
