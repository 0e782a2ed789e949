"""`pause`, `resume`, `activate`, `status`, `migrate`, `uncertain`, `web`: the sysadmin's commands."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from commands.german import App
from commands.options import (
    COMMON,
    CONFIG,
    FINDINGS,
    OK,
    USAGE,
    Config,
    Json,
    State,
    answer,
    configured,
    emit,
    fail,
    open_house,
    read_config,
    say,
    state_path,
)

uncertain = App(help="Sendungen, deren Schicksal niemand kennt")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("pause")(pause)
    app.command("resume")(resume)
    app.command("activate")(activate)
    app.command("status")(status)
    app.command("migrate")(migrate)
    app.command("web")(web)
    app.add_typer(uncertain, name="uncertain")


def pause(
    everything: Annotated[bool, typer.Option("--all", help="auch Vertragspost")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Anhalten: Werbung, mit --all alles. Gilt vor der nächsten Freigabe."""
    from store import operation

    house = open_house(config, state)
    with house.store.write() as connection:
        operation.set_switch(connection, operation.PAUSED, "all" if everything else "advertising", house.clock.now())
        operation.audit(connection, "paused", house.clock.now(), None, {"all": everything})
    text = "Angehalten: alles." if everything else "Angehalten: Werbung. Vertragspost geht weiter hinaus."
    answer({"paused": "all" if everything else "advertising"}, text, json=json)


def resume(
    held: Annotated[bool, typer.Option("--held", help="auch Angehaltenes noch einmal versuchen")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Weiter nach pause; mit --held auch das, was ein Mensch ansehen sollte."""
    from store import operation, touches

    house = open_house(config, state)
    now = house.clock.now()
    with house.store.write() as connection:
        operation.clear_switch(connection, operation.PAUSED)
        released = touches.release_held(connection, now) if held else 0
        operation.audit(connection, "resumed", now, None, {"held": released})
    words = f"Es geht weiter; {released} Angehaltene werden noch einmal versucht." if held else "Es geht weiter."
    answer({"paused": None, "released": released}, words, json=json)


def activate(config: Config = None, state: State = None, json: Json = False) -> None:
    """Freischalten: ab jetzt gehen Mails an die Empfänger, Briefe und Aufgaben sind echt."""
    from store import operation

    house = open_house(config, state)
    with house.store.write() as connection:
        operation.set_switch(connection, operation.ACTIVATED, house.clock.now().isoformat(), house.clock.now())
        operation.audit(connection, "activated", house.clock.now(), None, {})
    answer({"activated": True}, "Freigeschaltet. Einen laufenden Dienst bitte neu starten.", json=json)


def status(config: Config = None, state: State = None, json: Json = False) -> None:
    """Wie es steht."""
    from campaigns.status import status_of

    facts = status_of(open_house(config, state))
    if json:
        emit(facts)
        return
    for name, value in facts.items():
        say(f"{name}: {value}")


def migrate(config: Config = None, state: State = None, json: Json = False) -> None:
    """Das Schema der Datenbank auf den Stand dieses Programms bringen."""
    from campaigns.bootstrap import open_store
    from store.migrate import current, newest, upgrade

    read = read_config(config)
    folder = state_path(state)
    with configured(folder):
        store = open_store(read.settings, folder)
    COMMON.opened.append(store)
    before = current(store)
    if before is not None and before > newest():
        fail(f"Das Schema der Datenbank ({before}) ist neuer als dieses Programm ({newest()}).", CONFIG)
    upgrade(store)
    answer({"before": before, "schema": newest()}, f"Schema: {before or 'leer'} -> {newest()}", json=json)


def web(config: Config = None, state: State = None) -> None:
    """Die öffentlichen Seiten als eigener Prozess."""
    from commands.serve import server_of

    house = open_house(config, state)
    asyncio.run(server_of(house, read_config(config).settings).serve())


@uncertain.command("list")
def list_uncertain(config: Config = None, state: State = None, json: Json = False) -> None:
    """Alle ungewissen Sendungen."""
    from campaigns.ruling_json import plain
    from store import touches

    house = open_house(config, state)
    with house.store.read() as connection:
        rows = touches.uncertain(connection)
    for row in rows:
        if json:
            emit(plain(row))
        else:
            say(f"{row['send_id']}  {row['contact']:<12} {row['sequence']}/{row['step']} ({row['purpose']})")
    if not rows and not json:
        say("Keine ungewissen Sendungen.")
    raise typer.Exit(FINDINGS if rows else OK)


@uncertain.command("settle")
def settle(
    send_id: str,
    outcome: Annotated[str, typer.Option("--outcome", help="sent oder failed")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine ungewisse Sendung klären; es wird nichts noch einmal gesendet."""
    from store import operation, touches

    if outcome not in ("sent", "failed"):
        fail("--outcome: erlaubt ist sent (kam an) oder failed (kam nicht an).", USAGE)
    house = open_house(config, state)
    with house.store.write() as connection:
        done = touches.settle_uncertain(connection, send_id, outcome, house.clock.now())
        if done:
            data = {"send_id": send_id, "as": outcome}
            operation.audit(connection, "uncertain_settled", house.clock.now(), None, data)
    if not done:
        fail(f"{send_id} ist nicht ungewiss.", FINDINGS)
    answer({"send_id": send_id, "state": outcome}, f"Geklärt: {send_id} = {outcome}", json=json)
