"""`why CONTACT`: for each touch, what was decided and by which rules; also for what did not happen."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from commands.options import USAGE, Config, Json, State, emit, fail, moment, open_house, say

_WORDS = {
    "send": "gesendet",
    "postpone": "verschoben",
    "skip": "ausgelassen",
    "stop": "beendet",
    "hold": "angehalten",
    "holdout": "Vergleichsgruppe",
}


_STATES = {
    "open": "Aufgabe offen",
    "done": "Aufgabe erledigt",
    "expired": "Aufgabe nicht erledigt, Zeit abgelaufen",
    "withdrawn": "Aufgabe zurückgezogen",
    "batched": "Brief wartet auf die Druckerei",
    "exported": "Brief an die Druckerei übergeben",
    "recalled": "Brief zurückgerufen",
    "uncertain": "ungewiss, ob gesendet",
    "stopped": "beendet",
    "failed": "gescheitert",
}
"""What became of a touch says more than the decision it began with."""


def register(app: typer.Typer) -> None:
    """Add `why`."""
    app.command("why")(why)


def why(
    contact: Annotated[str, typer.Argument(help="Kennung des Kontakts")],
    step: Annotated[str | None, typer.Option("--step", help="nur SEQUENZ/SCHRITT")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Stand zu diesem Zeitpunkt")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Warum hat diese Person das bekommen, oder warum nicht?"""
    from campaigns.why import explain

    house = open_house(config, state)
    answer = explain(house, contact, step=step, at=moment(at, "--at") if at else None)
    if answer is None:
        fail(f"Den Kontakt {contact} gibt es nicht.", USAGE)
    if json:
        emit(answer)
        return
    say(f"{contact}, Stand {answer['as_of']}")
    if not answer["touches"]:
        nothing = f"Zum Schritt {step}" if step else "Für diese Person"
        say(f"  {nothing} ist nichts geplant und nichts geschehen.")
    for touch in answer["touches"]:
        _tell(touch)


def _tell(touch: dict[str, Any]) -> None:
    from campaigns.reason_words import reason_words

    word = _STATES.get(touch["state"]) or _WORDS.get(touch["decision"], "geplant")
    until = f" bis {touch['until']}" if touch["until"] else ""
    say(f"\n{touch['sequence']}/{touch['step']}: {word}{until} (Stand: {touch['state']}, fällig {touch['due']})")
    if touch["reason"]:
        say(f"  Grund: {reason_words(touch['reason'])}")
    for channel in touch["channels_tried"]:
        say(f"  {channel['channel']}: {channel['verdict']} durch {channel['rule']}: {channel['reason']}")
    for gate in touch["gates"]:
        values = ", ".join(f"{key}={value}" for key, value in (gate["values"] or {}).items())
        say(f"    {gate['n']:>2}. {gate['rule']} ({gate['statute']}): {gate['verdict']} {values}".rstrip())
    for cap in touch["caps"]:
        figures = f"{cap['count']} von {cap['max']} in {cap['window']} Tagen"
        say(f"    Obergrenze {cap['per']}: {figures}, sonst {cap['outcome']}")
