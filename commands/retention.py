"""`retention`: what has been kept long enough; the daemon does the same each day."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.options import Config, Json, State, account, emit, open_house, say


def register(app: typer.Typer) -> None:
    """Add `retention`."""
    app.command("retention")(retention)


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was fällig ist")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Löschen, dessen Aufbewahrungsfrist vorbei ist. Der Dienst tut dasselbe jeden Tag von selbst."""
    from campaigns.retention.due import CATEGORIES, look
    from campaigns.retention.job import retain
    from commands.figures import number

    house = open_house(config, state)
    zone = ZoneInfo(house.timezone)
    if dry_run:
        with house.store.read() as connection:
            found = look(house, connection)
    else:
        found = retain(house, by=account())
    if json:
        for due in found:
            oldest = due.oldest.astimezone(zone).isoformat() if due.oldest else None
            state_now = {"category": due.category, "number": due.number, "oldest": oldest}
            emit({**state_now, "enabled": due.on, "dry_run": dry_run})
        return
    some = [due for due in found if due.number]
    say("Fällig ist:" if dry_run else "Gelöscht:")
    for due in some:
        age = f", das älteste vom {due.oldest.astimezone(zone):%d.%m.%Y}" if due.oldest else ""
        off = "" if due.on else " (nur gezählt: [retention] enabled = false)"
        say(f"  {number(due.number)} × {CATEGORIES[due.category]}{age}{off}")
    if not some:
        say("  nichts.")
