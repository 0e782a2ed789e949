"""`tasks snooze|hand-over`: work that rests or changes hands; see also task_away."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands import task_away
from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, fail, moment, open_house
from commands.task_found import Task, find
from commands.task_text import address, many


def register(tasks: App) -> None:
    """Add the commands to `tasks`."""
    tasks.command("snooze")(snooze)
    tasks.command("hand-over")(hand_over)
    task_away.register(tasks)


def snooze(
    task: Task,
    until: Annotated[str, typer.Option("--until", help="bis wann: 2026-12-01 oder 2026-12-01T14:00")],
    reason: Annotated[str, typer.Option("--reason", help="warum; steht in der Aufgabe")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine offene Aufgabe ruhen lassen, mit Grund."""
    from campaigns.desk import moves

    at = moment(until, "--until")
    house = open_house(config, state, existing=True, without_list=True)
    row = find(house, task)
    problem = moves.snooze(house, row["external_id"], at, reason)
    if problem is not None:
        fail(f"{problem} Nichts wurde eingetragen.", FINDINGS)
    local = at.astimezone(ZoneInfo(house.timezone))
    done = {"task_id": row["external_id"], "snoozed_until": local.isoformat(), "reason": reason}
    answer(done, f"Ruht bis {local:%d.%m.%Y, %H:%M} Uhr: {reason}", json=json)


def hand_over(
    giver: Annotated[str, typer.Argument(metavar="VON", help="E-Mail-Adresse, deren offene Aufgaben gehen")],
    taker: Annotated[str, typer.Argument(metavar="AN", help="E-Mail-Adresse, die sie bekommt")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Alle offenen Aufgaben einer Person endgültig einer anderen geben."""
    from campaigns.desk import moves
    from campaigns.desk.naming import Nobody

    for one in (giver, taker):
        address(one)
    if giver.casefold() == taker.casefold():
        fail("Das ist zweimal dieselbe Person; erlaubt sind zwei verschiedene Adressen.", USAGE)
    house = open_house(config, state, existing=True, without_list=True)
    try:
        moved = moves.hand_over(house, giver, taker, account())
    except Nobody as problem:
        fail(f"{problem} Keine Aufgabe ging an jemand anderen.", USAGE)
    words = f"{many(len(moved))} von {giver} an {taker} gegeben."
    answer({"from": giver, "to": taker, "tasks": moved}, words, json=json)
