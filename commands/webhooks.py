"""`webhooks list|enable`: which other systems are told of what happens, and whether they still want to hear it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import USAGE, Config, Json, State, answer, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House

webhooks = App(help="Meldungen an andere Systeme")


def register(app: typer.Typer) -> None:
    """Add `webhooks`."""
    app.add_typer(webhooks, name="webhooks")


@webhooks.command("list")
def list_(config: Config = None, state: State = None, json: Json = False) -> None:
    """Wem etwas gemeldet wird, seit wann, was wartet und wer sich abgemeldet hat."""
    house = open_house(config, state, existing=True, without_list=True)
    found = _facts(house)
    if json:
        for one in found:
            emit(one)
        return
    for one in found:
        say(f"{one['target']}  {_state(one)}")
        say(f"    hört seit {one['since']}: {', '.join(one['events'])}")
    if not found:
        say("Niemandem wird etwas gemeldet. Eingerichtet wird es in config.toml unter [[webhook]].")


@webhooks.command("enable")
def enable(
    target: Annotated[str, typer.Argument(metavar="KENNUNG", help="id des Abschnitts [[webhook]]")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Einem System wieder melden, das sich abgemeldet hatte (HTTP 410); der Dienst läuft weiter."""
    from campaigns.handover import webhooks as told

    house = open_house(config, state, existing=True, without_list=True)
    try:
        changed = told.enable(house, target)
    except told.NoTarget as unknown:
        fail(str(unknown), USAGE)
    words = "ist wieder eingeschaltet und hört, was ab jetzt geschieht" if changed else "war nicht ausgeschaltet"
    answer({"target": target, "enabled": changed}, f"„{target}“ {words}.", json=json)


_LOST_SINCE = timedelta(days=7)


def _facts(house: House) -> list[dict[str, Any]]:
    from campaigns.touch_json import iso
    from store import deliveries

    zone, now = ZoneInfo(house.timezone), house.clock.now()
    with house.store.read() as connection:
        off = deliveries.off(connection)
        return [
            {
                "target": name,
                "events": sorted(kinds),
                "since": iso(deliveries.heard_since(connection, name), zone),
                "off_since": iso(off.get(name), zone),
                "waiting": (does := deliveries.health(connection, name, now - _LOST_SINCE)).waiting,
                "failing": does.failing,
                "lost": does.gave_up,
            }
            for name, kinds in deliveries.known(connection).items()
        ]


def _state(one: dict[str, Any]) -> str:
    if one["off_since"]:
        return f"abgemeldet seit {one['off_since']} (HTTP 410); wieder an: wiedersehen webhooks enable {one['target']}"
    trouble = f", {one['failing']} davon schon vergeblich versucht" if one["failing"] else ""
    lost = f"; {one['lost']} in sieben Tagen verloren" if one["lost"] else ""
    return f"{one['waiting']} Meldungen warten{trouble}{lost}"
