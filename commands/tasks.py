"""`tasks list|show|done|export`: the work of the people who speak with customers."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, answer, emit, fail, open_house, say

tasks = App(help="Aufgaben für Menschen")


def register(app: typer.Typer) -> None:
    """Add `tasks`."""
    app.add_typer(tasks, name="tasks")


@tasks.command("list")
def list_(
    state: State = None,
    config: Config = None,
    everything: Annotated[bool, typer.Option("--all", help="auch erledigte")] = False,
    json: Json = False,
) -> None:
    """Offene Aufgaben, die dringendste zuerst."""
    from store import tasks as stored

    house = open_house(config, state)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        rows = stored.listing(connection, None if everything else "open")
    for row in rows:
        if json:
            emit(_json(row, zone))
        else:
            due = f"{row['due_at'].astimezone(zone):%d.%m.%Y %H:%M}"
            say(f"{due}  {row['kind']:<12} {row['external_id']}  {row['title']}")
    if not rows and not json:
        say("Keine offenen Aufgaben.")


@tasks.command("show")
def show(task: str, config: Config = None, state: State = None, json: Json = False) -> None:
    """Briefing und Leitfaden einer Aufgabe."""
    from store import tasks as stored

    house = open_house(config, state)
    with house.store.read() as connection:
        row = stored.show(connection, task)
    if row is None:
        fail(f"Die Aufgabe {task} gibt es nicht.", FINDINGS)
    if json:
        emit(_json(row, ZoneInfo(house.timezone)) | {"brief": row["brief"], "guide": row["guide"]})
        return
    say(f"{row['title']}\n\n{row['brief']}\n\n{row['guide']}")


@tasks.command("done")
def done(
    task: str,
    outcome: Annotated[str, typer.Option("--outcome", help="Ergebnis: reached, not_reached, no_interest, objection …")],
    by: Annotated[str, typer.Option("--by", help="wer")] = "",
    note: Annotated[str, typer.Option("--note", help="Notiz")] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Ergebnis einer Aufgabe eintragen; die Sequenz geht weiter."""
    from campaigns.housekeeping import finish_task
    from store import tasks as stored
    from tasks.kinds import Outcome, outcomes_of

    house = open_house(config, state)
    with house.store.read() as connection:
        row = stored.show(connection, task)
    if row is None:
        fail(f"Die Aufgabe {task} gibt es nicht.", FINDINGS)
    allowed = outcomes_of(row["kind"])
    if outcome not in allowed:
        fail(f"--outcome: „{outcome}“ gibt es hier nicht; erlaubt ist {', '.join(allowed)}.", USAGE)
    if not finish_task(house, task, Outcome(outcome), by, note):
        fail(f"Die Aufgabe {task} ist nicht offen.", FINDINGS)
    answer({"task_id": task, "state": "done", "outcome": outcome}, f"Eingetragen: {task} = {outcome}", json=json)


@tasks.command("export")
def export(file: Path, config: Config = None, state: State = None, json: Json = False) -> None:
    """Offene Aufgaben als CSV für das CRM; ohne Briefing."""
    from campaigns.imports import guarded
    from store import tasks as stored

    house = open_house(config, state)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        rows = stored.listing(connection)
    columns = ("task_id", "title", "kind", "due_at", "assigned_to", "contact")
    with file.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(columns)
        for row in rows:
            item = _json(row, zone)
            writer.writerow([guarded(str(item[name] or "")) for name in columns])
    answer({"file": str(file), "tasks": len(rows)}, f"{len(rows)} Aufgaben in {file}", json=json)


def _json(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "task_id": row["external_id"],
        "contact": row["contact"],
        "kind": row["kind"],
        "channel": row["channel"] or None,
        "state": row["state"],
        "title": row["title"],
        "assigned_to": row["assignee"],
        "due_at": row["due_at"].astimezone(zone).isoformat(),
        "expires_at": row["expires_at"].astimezone(zone).isoformat() if row["expires_at"] else None,
        "sample": row["sample"],
    }
