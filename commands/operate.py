"""`pause`, `resume`, `activate`, `status`, `migrate`, `uncertain`, `web`: the sysadmin's commands."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

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
    refuse_demo,
    say,
    state_path,
)

if TYPE_CHECKING:
    from campaigns.house import House

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
    from campaigns.backups.restored import restored_at
    from store import operation

    house = open_house(config, state, without_list=True)
    with house.store.write() as connection:
        # What waits after a restore waits as a whole: pausing must never let anything go.
        all_of_it = everything or restored_at(connection) is not None
        operation.set_switch(connection, operation.PAUSED, "all" if all_of_it else "advertising", house.clock.now())
        operation.clear_switch(connection, operation.PAUSE_REASON)
        operation.audit(connection, "paused", house.clock.now(), None, {"all": all_of_it})
    if all_of_it:
        text = "Angehalten: alles, auch Vertragspost und Eingangsbestätigungen."
    else:
        text = "Angehalten: Werbung. Vertragspost geht weiter hinaus (mit --all auch diese nicht)."
    text += "\nWas gerade übertragen wird, kommt noch an. Antworten werden weiter gelesen. Weiter: wiedersehen resume"
    answer({"paused": "all" if all_of_it else "advertising"}, text, json=json)


def resume(
    held: Annotated[bool, typer.Option("--held", help="auch Angehaltenes noch einmal versuchen")] = False,
    nothing_sent: Annotated[
        bool, typer.Option("--nothing-sent", help="nach Rücksicherung: seither ging nichts hinaus, also alles senden")
    ] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Weiter nach pause; mit --held auch das, was ein Mensch ansehen sollte."""
    from campaigns.backups.restored import restored_at, take_in, take_over
    from store import operation, touches

    house = open_house(config, state, without_list=True)
    with house.store.read() as connection:
        restored = restored_at(connection) is not None
    trouble = house.list_trouble() if restored else None
    if trouble is not None:
        # Whom the backup has brought back after an erasure is recognised with the key alone: nothing goes to her.
        fail(trouble, CONFIG)
    if restored and held and not nothing_sent:
        fail("Erst wiedersehen resume, dann die angehaltene Vertragspost ansehen, dann resume --held.", USAGE)
    if restored and not nothing_sent:
        take_in(house)
    with house.store.write() as connection:
        now = house.clock.now()
        left_out = take_over(house, connection, nothing_left=nothing_sent)
        waiting = touches.counts(connection).get("held", 0)
        operation.clear_switch(connection, operation.PAUSED)
        operation.clear_switch(connection, operation.PAUSE_REASON)
        operation.set_switch(connection, operation.COUNTED_FROM, now.isoformat(), now)
        released = touches.release_held(connection, now) if held or (restored and nothing_sent) else 0
        operation.audit(connection, "resumed", now, None, {"held": released, "left_out": left_out})
    words = "Es geht weiter; Fälliges geht beim nächsten Takt hinaus."
    if left_out:
        words += f"\n{left_out} Werbeschritte aus der Lücke sind ausgelassen: sie gingen vielleicht schon hinaus."
    if restored and waiting and not nothing_sent:
        words += "\nVertragspost aus der Lücke bleibt angehalten; nach einem Blick darauf: wiedersehen resume --held"
    if released:
        words += f"\n{released} Angehaltene werden noch einmal versucht."
    answer({"paused": None, "released": released, "left_out": left_out}, words, json=json)


def activate(
    yes: Annotated[bool, typer.Option("--yes", help="nicht nachfragen")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Freischalten: ab jetzt gehen Mails an die Empfänger, Briefe und Aufgaben sind echt."""
    from campaigns.configured import example_traces
    from store import health, operation

    house = open_house(config, state)
    refuse_demo(house.store, state_path(state))
    now = house.clock.now()
    with house.store.read() as connection:
        advertising, rest = health.due(connection, now)
    traces = example_traces(read_config(config).settings)
    if traces:
        sys.stderr.write(f"Vorsicht, noch aus dem Beispiel: {', '.join(traces)}.\n")
    if sys.stdin.isatty() and not yes and not json:
        say(f"Bisher ging jede Mail nur an {house.redirect_to}. Nach der Freischaltung gehen sie an echte Menschen.")
        say(f"Jetzt fällig: {advertising} Werbeschritte, {rest} andere. Sie gehen, soweit erlaubt, sofort hinaus.")
        typer.confirm("Freischalten?", abort=True)
    with house.store.write() as connection:
        operation.set_switch(connection, operation.ACTIVATED, now.isoformat(), now)
        operation.audit(connection, "activated", now, None, {"due": advertising + rest})
    text = (
        f"Freigeschaltet. {advertising + rest} fällige Schritte gehen, soweit erlaubt, ab jetzt an echte Menschen; "
        "ein laufender Dienst folgt sofort. Anhalten: wiedersehen pause --all"
    )
    answer({"activated": True, "due": advertising + rest}, text, json=json)


def status(config: Config = None, state: State = None, json: Json = False) -> None:
    """Wie es steht, und was ein Mensch als Nächstes tun muss."""
    from campaigns.status import status_lines, status_of

    facts = status_of(open_house(config, state, without_list=True))
    if json:
        emit(facts)
        return
    for line in status_lines(facts):
        say(line)


def migrate(config: Config = None, state: State = None, json: Json = False) -> None:
    """Das Schema der Datenbank auf den Stand dieses Programms bringen. Vorher: wiedersehen backup."""
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
    if before == newest():
        text = f"Das Schema ist schon auf dem Stand dieses Programms ({newest()})."
    elif before is None:
        text = f"Die Datenbank ist angelegt, Schema {newest()}."
    else:
        text = f"Schema: {before} → {newest()}. Jetzt darf der Dienst wieder starten."
    answer({"before": before, "schema": newest()}, text, json=json)


def web(config: Config = None, state: State = None) -> None:
    """Die öffentlichen Seiten als eigener Prozess."""
    from commands.log import set_up
    from commands.serve import alone

    set_up()
    house = open_house(config, state, without_list=True)
    asyncio.run(alone(house, read_config(config).settings))


@uncertain.command("list")
def list_uncertain(config: Config = None, state: State = None, json: Json = False) -> None:
    """Alle ungewissen Sendungen, mit der Message-ID zum Suchen im Protokoll des Mailservers."""
    from campaigns.ruling_json import plain
    from store import touches

    house = open_house(config, state, without_list=True)
    with house.store.read() as connection:
        rows = touches.uncertain(connection)
    if json:
        for row in rows:
            emit(plain(row))
    elif rows:
        _tell_uncertain(house, rows)
    else:
        say("Keine ungewissen Sendungen.")
    raise typer.Exit(FINDINGS if rows else OK)


def _tell_uncertain(house: House, rows: list[dict[str, object]]) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(house.timezone)
    say("Niemand weiß, ob diese Mails ankamen: die Verbindung riss ab, bevor der Mailserver geantwortet hat.\n")
    for row in rows:
        at = row["at"]
        when = f"{at.astimezone(zone):%d.%m.%Y, %H:%M:%S Uhr}" if isinstance(at, datetime) else "–"
        kind = "Werbung" if row["purpose"] == "advertising" else "Vertragspost"
        say(f"{when}  an {row['contact']}  {kind}, {row['sequence']}/{row['step']}")
        say(f"    Betreff     {row['subject'] or '–'}")
        say(f"    Message-ID  <{row['message_id']}>")
        say(f"    Kennung     {row['send_id']}\n")
    say("Suchen:   grep 'MESSAGE-ID' /var/log/mail.log   (oder im Protokoll des Anbieters)")
    say("Gefunden: wiedersehen uncertain settle KENNUNG --outcome sent")
    say("Nicht:    wiedersehen uncertain settle KENNUNG --outcome failed   (es wird nichts noch einmal gesendet)")


@uncertain.command("settle")
def settle(
    send_id: str,
    outcome: Annotated[str, typer.Option("--outcome", help="sent (kam an) oder failed (kam nicht an)")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine ungewisse Sendung klären; es wird nichts noch einmal gesendet."""
    from store import operation, touches

    if outcome not in ("sent", "failed"):
        fail("--outcome: erlaubt ist sent (kam an) oder failed (kam nicht an).", USAGE)
    house = open_house(config, state, without_list=True)
    with house.store.write() as connection:
        done = touches.settle_uncertain(connection, send_id, outcome, house.clock.now())
        if done:
            data = {"send_id": send_id, "as": outcome}
            operation.audit(connection, "uncertain_settled", house.clock.now(), None, data)
    if not done:
        fail(f"{send_id} ist nicht ungewiss.", FINDINGS)
    words = "kam an" if outcome == "sent" else "kam nicht an, und es wird nichts noch einmal gesendet"
    answer({"send_id": send_id, "state": outcome}, f"Geklärt: {send_id} {words}.", json=json)
