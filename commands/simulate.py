"""`simulate --until DATE`: what would be decided, with nobody answering."""

from __future__ import annotations

import asyncio
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.options import (
    Config,
    Json,
    State,
    emit,
    moment,
    open_database,
    played_clock,
    read_config,
    say,
    state_path,
)


def register(app: typer.Typer) -> None:
    """Add `simulate`."""
    app.command("simulate")(simulate)


def simulate(
    until: Annotated[str, typer.Option("--until", help="bis zu diesem Tag oder Zeitpunkt")],
    start: Annotated[str | None, typer.Option("--from", help="ab diesem Zeitpunkt, sonst ab jetzt")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Vorschau: was entschieden würde, wenn niemand antwortet. Nichts verlässt das Haus."""
    from campaigns.clock import SystemClock
    from campaigns.simulate import simulate as run_simulation
    from campaigns.touch_json import summary, touch_object

    read, folder = read_config(config), state_path(state)
    store = open_database(read, folder)
    clock = played_clock(store) or SystemClock()
    first = moment(start, "--from") if start else clock.now()
    rows = asyncio.run(run_simulation(read, folder, store, first, moment(until, "--until")))
    zone = ZoneInfo(read.settings.daemon.timezone)
    objects = [touch_object(row, read.catalog.sequences, zone) for row in rows]
    total = summary(objects)
    if json:
        for item in [*objects, total]:
            emit(item)
        return
    for item in objects:
        what = f"{item['decision']:<9} {item['channel'] or '–':<8} {item['reason'] or ''}"
        say(f"{item['at'][:16]}  {item['contact']:<12} {item['sequence']}/{item['step']:<18} {what}")
    words = ", ".join(f"{number} × {word}" for word, number in total["decisions"].items())
    say(f"\n{total['touches']} Entscheidungen für {total['contacts']} Personen: {words}")
