"""`why CONTACT`: for each touch, what was decided and by which rules; also for what did not happen."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.options import FINDINGS, Config, Json, State, emit, fail, moment, open_house, say


def register(app: typer.Typer) -> None:
    """Add `why`."""
    app.command("why")(why)


def why(
    contact: Annotated[str, typer.Argument(help="Kontaktkennung, E-Mail-Adresse, Rufnummer oder LinkedIn-Profil")],
    step: Annotated[str | None, typer.Option("--step", help="nur SEQUENZ/SCHRITT")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Stand zu diesem Zeitpunkt")] = None,
    everything: Annotated[bool, typer.Option("--all", help="jede geprüfte Regel mit ihren Werten")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Warum hat diese Person das bekommen, oder warum nicht?"""
    from campaigns.evidence.standing import standing
    from campaigns.evidence.words import when
    from campaigns.why import explain
    from commands.person_text import addresses, consents, heading, objections, origin
    from commands.whom import the_one
    from commands.why_text import details, summary

    house = open_house(config, state)
    as_of = moment(at, "--at") if at else None
    contact_pk, name = the_one(house, contact)
    answer = explain(house, name, step=step, at=as_of)
    if answer is None:
        fail(f"Den Kontakt {name} gibt es nicht.", FINDINGS)
    if json:
        emit(answer)
        return
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        person = standing(connection, house, contact_pk, as_of or house.clock.now())
    say(f"Stand: {when(as_of or house.clock.now(), zone)}")
    say(heading(person.contact, house.default_brand))
    for line in addresses(person):
        say(f"  {line}")
    say(origin(person, zone))
    for line in (*objections(person, zone), *consents(person, zone)):
        say(line)
    touches = sorted(answer["touches"], key=lambda touch: touch["at"] or touch["due"])
    if not touches:
        nothing = f"Zum Schritt {step}" if step else "Für diese Person"
        say(f"\n{nothing} ist nichts geplant und nichts geschehen.")
    for touch in touches:
        say(f"\n{summary(touch, zone)}")
        for line in details(touch, zone, everything=everything):
            say(f"  {line}")
    if any(touch["decision"] is None for touch in touches):
        say("\nWas geplant ist, wird unmittelbar vor dem Versand noch einmal gegen alle Regeln geprüft.")
    if touches and not everything:
        say(f"\nJede geprüfte Regel mit ihren Werten: wiedersehen why {name} --all")
