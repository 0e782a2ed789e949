"""`tasks snooze|hand-over|away`: work that rests or changes hands."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, fail, moment, open_house
from commands.task_found import Task, find


def register(tasks: App) -> None:
    """Add the commands to `tasks`."""
    tasks.command("snooze")(snooze)
    tasks.command("hand-over")(hand_over)
    tasks.command("away")(away)


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

    for one in (giver, taker):
        _address(one)
    if giver.casefold() == taker.casefold():
        fail("Das ist zweimal dieselbe Person; erlaubt sind zwei verschiedene Adressen.", USAGE)
    house = open_house(config, state, existing=True, without_list=True)
    moved = moves.hand_over(house, giver, taker, account())
    words = f"{_many(len(moved))} von {giver} an {taker} gegeben."
    answer({"from": giver, "to": taker, "tasks": moved}, words, json=json)


def away(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="E-Mail-Adresse der Person, die abwesend ist")],
    first: Annotated[str, typer.Option("--from", help="erster Tag: 2026-12-01")],
    last: Annotated[str, typer.Option("--to", help="letzter Tag: 2026-12-14")],
    deputy: Annotated[
        str | None, typer.Option("--deputy", help="wer vertritt; sonst deputy aus [[person]], sonst lead")
    ] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine Abwesenheit eintragen: offene Aufgaben gehen an die Vertretung und danach zurück."""
    from campaigns.desk import moves
    from tasks.absence import Absence, holder

    for one in (person, *([deputy] if deputy else [])):
        _address(one)
    begins, ends = _day(first, "--from"), _day(last, "--to")
    if ends < begins:
        fail("--to: Der letzte Tag liegt vor dem ersten.", USAGE)
    if deputy is not None and deputy.casefold() == person.casefold():
        fail("--deputy: Niemand vertritt sich selbst.", USAGE)
    house = open_house(config, state, existing=True, without_list=True)
    absence = Absence(person, begins, ends, deputy)
    moved = moves.be_away(house, absence, account())
    does = holder(person.casefold(), begins, (absence,), house.team)
    alone = does.casefold() == person.casefold()
    who = "Niemand vertritt: Aufgaben bleiben liegen. Geben Sie --deputy an." if alone else f"Es vertritt {does}."
    words = f"{person} ist abwesend vom {begins:%d.%m.%Y} bis {ends:%d.%m.%Y}. {who} {_many(len(moved))} übergeben."
    told = {"person": person, "from": begins.isoformat(), "to": ends.isoformat(), "deputy": None if alone else does}
    answer(told | {"tasks": moved}, words, json=json)


def _address(value: str) -> None:
    if "@" not in value.strip("@"):
        fail(f"„{value}“ ist keine E-Mail-Adresse; erwartet wird zum Beispiel jana@firma.example.", USAGE)


def _day(text: str, name: str) -> date:
    from sequences.calendar import local_day

    return local_day(moment(text, name), "Europe/Berlin")


def _many(number: int) -> str:
    return "1 Aufgabe" if number == 1 else f"{number or 'Keine'} Aufgaben"
