"""What the demo prints: what came in, five stories, what left, what did not and why, and what to look at next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.house import House
from campaigns.importing import Imported
from campaigns.imports import ImportFile, Sign
from campaigns.reason_words import DECISIONS, reason_words
from campaigns.settings.sections import Web
from campaigns.tokens import STATUS
from commands.demo_stories import stories
from commands.options import say
from store import cancellations, decisions, people, tasks

_WIDTH = 120
_REASONS_SHOWN = 8
_SHOWN = "K-1035"

NEXT = (
    ("Marketing", "reach; sequences/winback.toml ändern, dann check --diff", "marketing"),
    ("Betreuung", "tasks list; replies list --review", "betreuung"),
    ("Betrieb", "status; doctor", "betrieb"),
    ("Datenschutz", "why K-1076; audit verify", "datenschutz"),
)
"""Who, the commands to try, and the page of docs/handbuch."""


@dataclass(frozen=True, slots=True)
class Morning:
    """One file of the first morning: what it held, what came of it, and how many of its rows come later."""

    name: str
    file: ImportFile
    done: Imported
    later: int


def tell_morning(house: House, morning: list[Morning]) -> None:
    """The files with their figures, the first rejected row of each, and what the CRMs say about permissions."""
    say(f"Demo-Uhr: {day(house.clock.now())}. Beispieldaten der erfundenen {house.company.name}:")
    for one in morning:
        if one.later or one.file.kind == "customers":
            say(f"  {one.name:<23} {one.done.new:>4} eingelesen, {_rejected(one)}")
    smooth = [one for one in morning if not one.later and one.file.kind != "customers"]
    say(f"  {', '.join(f'{one.name} {one.done.new}' for one in smooth)}: {_rejected(*smooth)}")
    tallies = [tally for one in morning for tally in one.done.tallies]
    hints, objections = (
        sum(tally.people for tally in tallies if tally.sign is sign) for sign in (Sign.HINT, Sign.OPT_OUT)
    )
    say(f"  Im CRM steht: {hints} × Werbung ja (ein Hinweis, keine Einwilligung), {objections} × nein (gilt sofort)")


def _rejected(*files: Morning) -> str:
    """How many rows were not taken, the first of them with its reason, and how many are still to come."""
    rejects = [reject for one in files for reject in one.file.refused(one.done.refused).rejects]
    later = sum(one.later for one in files)
    first = [f"; Zeile {reject.line}: {reject.column or ''}: {reject.reason}" for reject in rejects[:1]]
    coming = f", {later} kommen in den nächsten Wochen" if later else ""
    return f"{len(rejects)} abgelehnt{coming}{''.join(first)}"


def tell(house: House, folder: Path) -> None:
    """The stories and the figures so far; the same on every machine."""
    say(f"\nGespielt bis {day(house.clock.now())}. Fünf Geschichten, erzählt aus der Datenbank:")
    for number, story in enumerate(stories(house), 1):
        say(f"{number}. {story.title} (wiedersehen why {story.contact})")
        for line in story.lines:
            for part in wrap(line, _WIDTH, initial_indent="   ", subsequent_indent="     "):
                say(part)
    with house.store.read() as connection:
        rows = list(decisions.history(connection))
        open_tasks = tasks.listing(connection)
    _figures(house, folder, rows, len(open_tasks))
    _silences(rows)
    say("\nWas Sie als Nächstes ansehen können (in einem zweiten Terminal, mit .venv/bin/wiedersehen):")
    for who, commands, page in NEXT:
        say(f"  {who + ':':<13} {commands:<58} docs/handbuch/{page}.md")


def live(house: House, web: Web, *, with_web: bool) -> None:
    """What is different while the demo lives on."""
    if with_web:
        base = f"http://{web.host}:{web.port}"
        say(f"  Abmeldeseite: {base}/abmelden/… (der Link steht in jeder Werbemail)")
        say(f"  Kündigen und widerrufen: {base}/kuendigen und {base}/widerrufen")
        status = f"{base}/mein-stand/{_token(house)}"
        say(f"  Stand einer Kündigung ({_SHOWN}, der Link steht in jeder Vertragsmail): {status}")
    say("Eine Demo-Stunde vergeht je Sekunde. Strg-C hält an.")


def _token(house: House) -> str:
    """Of the status page of one sample customer."""
    with house.store.read() as connection:
        pk = people.contact_pk(connection, _SHOWN)
        found = cancellations.newest(connection, pk) if pk is not None else None
    return house.tokens.sign(STATUS, found.cancellation.external_id) if found else "…"


def _figures(house: House, folder: Path, rows: Iterable[dict[str, Any]], open_tasks: int) -> None:
    sent = [row for row in rows if row["decision"] == "send"]
    mails = [row for row in sent if row["channel"] == "email"]
    contract = sum(row["purpose"] == "contract" for row in mails)
    letters = sum(row["channel"] == "letter" for row in sent)
    receipts = sum(row["step"] == "receipt" for row in sent)
    say("\nWas hinausging:")
    say(f"  {receipts:>4} Kündigungen bestätigt (Eingang, Datum, Uhrzeit, Vertragsende; § 312k Abs. 4 BGB)")
    say(f"  {len(mails):>4} Mails in {shown(folder / 'mail')}: {contract} zum Vertrag, {len(mails) - contract} Werbung")
    say(f"  {letters:>4} Briefe, die Listen liegen in {shown(house.letters.folder)}")
    say(f"  {open_tasks:>4} offene Aufgaben für Menschen (Anrufe, Antworten, LinkedIn, Post von Hand)")


def _silences(rows: Iterable[dict[str, Any]]) -> None:
    """Why somebody heard nothing, by the number of people. Steps that were meant for others are no silence."""
    quiet: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["decision"] != "send" and row["reason"] != "condition" and not row["reason"].startswith("who:"):
            quiet[row["decision"], reason_words(row["reason"])].add(row["contact"])
    ordered = sorted(quiet.items(), key=lambda item: (-len(item[1]), item[0]))
    say("\nWas nicht hinausging, bei wie vielen Menschen und warum:")
    for (decision, reason), whom in ordered[:_REASONS_SHOWN]:
        say(f"  {len(whom):>4} × {DECISIONS[decision]}: {reason}")
    if len(ordered) > _REASONS_SHOWN:
        say(f"       und {len(ordered) - _REASONS_SHOWN} seltenere Gründe: wiedersehen report touches")


def shown(path: Path) -> str:
    """A path as people type it: relative to where they are, when it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def day(moment: datetime) -> str:
    """A moment as people say it."""
    local = moment.astimezone(ZoneInfo("Europe/Berlin"))
    names = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    return f"{names[local.weekday()]}, {local:%d.%m.%Y, %H:%M} Uhr"
