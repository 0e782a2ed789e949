"""`simulate --until DATE`: what would be decided, with nobody answering; one configuration, or two side by side."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

from commands.options import (
    CONFIG,
    USAGE,
    Config,
    Json,
    State,
    config_path,
    emit,
    fail,
    moment,
    open_database,
    played_clock,
    read_config,
    say,
    state_path,
)

if TYPE_CHECKING:
    from campaigns.bootstrap import Read
    from campaigns.forecast import Forecast
    from store.engine import Store


def register(app: typer.Typer) -> None:
    """Add `simulate`."""
    app.command("simulate")(simulate)


@dataclass(frozen=True, slots=True)
class Side:
    """One configuration's future: the objects of the contract and their figures."""

    objects: list[dict[str, Any]]
    figures: Forecast


def simulate(
    until: Annotated[str, typer.Option("--until", help="bis zu diesem Tag oder Zeitpunkt")],
    start: Annotated[str | None, typer.Option("--from", help="ab diesem Zeitpunkt, sonst ab jetzt")] = None,
    config_b: Annotated[
        Path | None, typer.Option("--config-b", help="Ordner mit config.toml, Sequenzen, Texten: zum Vergleich daneben")
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="als hätte noch niemand begonnen, sonst ab der ersten Kündigung")
    ] = False,
    detail: Annotated[bool, typer.Option("--detail", help="eine Zeile je Entscheidung")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Vorschau: was entschieden würde, wenn niemand antwortet. Nichts verlässt das Haus."""
    from campaigns.simulate import copied

    read, folder = read_config(config), state_path(state)
    other = _beside(config_b, config_path(config)) if config_b is not None else None
    store = open_database(read, folder)
    first, last = _span(read, store, start, until, replay=replay)
    with copied(store) as (snapshot, _):
        one = _side(read, folder, snapshot, first, last, replay=replay)
        two = _side(other, folder, snapshot, first, last, replay=replay) if other is not None else None
    if json:
        _emit(one, two)
        return
    _tell(read, store, one, two, (first, last), detail=detail, replay=replay)


def _beside(folder: Path, config: Path) -> Read:
    from campaigns.simulate import read_beside

    if not folder.is_dir():
        fail(f"--config-b: {folder} ist kein Ordner. Gemeint ist ein Ordner mit config.toml, sequences/ usw.", USAGE)
    found = read_beside(folder, config)
    if isinstance(found, tuple):
        fail("\n".join(f"--config-b {problem}" for problem in found), CONFIG)
    return found


def _span(read: Read, store: Store, start: str | None, until: str, *, replay: bool) -> tuple[datetime, datetime]:
    """From when to when; a span that is none ends the command."""
    from campaigns.clock import SystemClock
    from store import simulating

    now = (played_clock(store) or SystemClock()).now()
    first = moment(start, "--from") if start else now
    if replay and start is None:
        with store.read() as connection:
            first = simulating.first_cancellation(connection) or now
    last = moment(until, "--until")
    if last <= first:
        _no_span(first, last, ZoneInfo(read.settings.daemon.timezone), given=start is not None)
    return first, last


def _no_span(first: datetime, last: datetime, zone: ZoneInfo, *, given: bool) -> NoReturn:
    from commands.figures import when

    begin = f"dem Beginn der Vorschau ({when(first, zone)})"
    hint = "--from früher" if given else "--until später"
    fail(f"--until: {when(last, zone)} liegt nicht nach {begin}. Abhilfe: {hint} wählen.", USAGE)


def _side(read: Read, folder: Path, store: Store, first: datetime, last: datetime, *, replay: bool) -> Side:
    from campaigns.forecast import Budget, forecast
    from campaigns.simulate import simulate as run_simulation
    from campaigns.touch_json import touch_object

    done = asyncio.run(run_simulation(read, folder, store, first, last, replay=replay))
    zone = ZoneInfo(read.settings.daemon.timezone)
    objects = [touch_object(row, read.catalog.sequences, zone) for row in done.rows]
    letter = read.settings.letter
    budget = Budget(letter.cost_euro, letter.max_euro_month, first.astimezone(zone).date(), done.spent)
    return Side(objects, forecast(objects, done.owners, budget))


def _emit(one: Side, two: Side | None) -> None:
    from campaigns.touch_json import summary

    if two is None:
        for item in [*one.objects, summary(one.objects)]:
            emit(item)
        return
    both = [item | {"side": side} for side, of in (("a", one), ("b", two)) for item in of.objects]
    order = ("contact", "sequence", "step", "side")
    for item in sorted(both, key=lambda item: (datetime.fromisoformat(item["at"]), *(item[key] for key in order))):
        emit(item)
    emit(
        summary(both)
        | {
            "sides": {"a": summary(one.objects), "b": summary(two.objects)},
            "only_a": sorted(one.figures.people - two.figures.people),
            "only_b": sorted(two.figures.people - one.figures.people),
        }
    )


def _tell(
    read: Read,
    store: Store,
    one: Side,
    two: Side | None,
    span: tuple[datetime, datetime],
    *,
    detail: bool,
    replay: bool,
) -> None:
    from campaigns.touch_json import summary
    from commands import simulate_text
    from store import operation, simulating

    zone = ZoneInfo(read.settings.daemon.timezone)
    files = read.catalog.sequences.values()
    read_first = any(one.release_first or any(step.draft for step in one.steps) for one in files)
    simulate_text.head(span, zone, replay=replay, read_first=read_first)
    with store.read() as connection:
        paused = operation.switch(connection, operation.PAUSED)
    if paused:
        say("Der Dienst ist angehalten; gerechnet ist, als ginge es zu Beginn mit resume weiter.")
    if detail:
        simulate_text.details({"A": one.objects, "B": two.objects} if two else {"": one.objects})
    elif two is None:
        simulate_text.tell(one.figures)
    else:
        with store.read() as connection:
            running = 0 if replay else simulating.underway(connection)
        simulate_text.tell_both(one.figures, two.figures, running)
    for name, side in {"A: ": one, "B: ": two}.items() if two else {"": one}.items():
        if side is not None:
            simulate_text.last_line(name, summary(side.objects))
