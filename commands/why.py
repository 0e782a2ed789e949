"""`why CONTACT`: for each touch, what was decided and by which rules; also for what did not happen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.options import FINDINGS, USAGE, Config, Json, State, configured, emit, fail, moment, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House


def register(app: typer.Typer) -> None:
    """Add `why`."""
    app.command("why")(why)


def why(
    contact: Annotated[str, typer.Argument(help="Kontaktkennung, E-Mail-Adresse, Rufnummer oder LinkedIn-Profil")],
    step: Annotated[str | None, typer.Option("--step", help="nur SEQUENZ/SCHRITT")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Stand zu diesem Zeitpunkt")] = None,
    everything: Annotated[bool, typer.Option("--all", help="jede geprüfte Regel mit ihren Werten")] = False,
    letter: Annotated[
        bool, typer.Option("--letter", help="als Antwort auf eine Beschwerde, für den Briefbogen")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="mit --letter: in diese Datei (.html oder Text)", show_default=False)
    ] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Warum hat diese Person das bekommen, oder warum nicht?"""
    from campaigns.why import explain
    from commands.whom import the_one
    from commands.why_text import PLANNED, details, listed, summary

    house = open_house(config, state, existing=True, without_list=True)
    as_of = moment(at, "--at") if at else None
    contact_pk, name = the_one(house, contact)
    _known_step(house, name, step)
    if (letter or out is not None) and as_of is not None:
        fail("--letter zeigt den Stand von jetzt, ohne --at.", USAGE)
    if letter or out is not None:
        _letter(house, contact_pk, step, out, json=json)
        return
    answer = explain(house, name, step=step, at=as_of)
    if answer is None:
        fail(f"Den Kontakt {name} gibt es nicht.", FINDINGS)
    if json:
        emit(answer)
        return
    zone = ZoneInfo(house.timezone)
    _tell_person(house, contact_pk, as_of or house.clock.now(), listed(answer, zone))
    touches = sorted(answer["touches"], key=lambda touch: touch["at"] or touch["due"])
    if not touches:
        nothing = f"Zum Schritt {step}" if step else "Für diese Person"
        say(f"\n{nothing} ist nichts geplant und nichts geschehen.")
    for touch in touches:
        say(f"\n{summary(touch, zone)}")
        for line in details(touch, zone, everything=everything):
            say(f"  {line}")
    if any(touch["decision"] is None and touch["state"] in PLANNED for touch in touches):
        say("\nWas geplant ist, wird unmittelbar vor dem Versand noch einmal gegen alle Regeln geprüft.")
    if touches and not everything:
        say(f"\nJede geprüfte Regel mit ihren Werten: wiedersehen why {name} --all")


def _tell_person(house: House, contact_pk: int, as_of: datetime, listed: Iterable[str]) -> None:
    from campaigns.evidence.standing import standing
    from campaigns.evidence.words import when
    from commands.person_text import addresses, consents, heading, objections, origin, restriction

    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        person = standing(connection, house, contact_pk, as_of)
    say(f"Stand: {when(as_of, zone)}")
    say(heading(person.contact, house.default_brand))
    for line in restriction(person, zone):
        say(line)
    for line in addresses(person):
        say(f"  {line}")
    say(origin(person, zone))
    for line in (*objections(person, zone), *consents(person, zone), *listed):
        say(line)


def _known_step(house: House, name: str, step: str | None) -> None:
    """A step that no sequence has and that this person never had is a slip: exit 2, with what there is."""
    from campaigns.why import explain

    if step is None:
        return
    answer = explain(house, name) or {"touches": []}
    hers = sorted({f"{touch['sequence']}/{touch['step']}" for touch in answer["touches"]})
    known = {f"{sequence.name}/{one.id}" for sequence in house.sequences.values() for one in sequence.steps}
    if step in known or step in hers:
        return
    beside = sorted(known - set(hers))
    fail(
        f"--step: den Schritt „{step}“ gibt es nicht; gemeint ist SEQUENZ/SCHRITT.\n"
        f"Bei {name}: {', '.join(hers) or 'keine'}\nSonst: {', '.join(beside) or 'keine'}",
        USAGE,
    )


def _letter(house: House, contact_pk: int, step: str | None, out: Path | None, *, json: bool) -> None:
    from campaigns.rights.complaint import complaint
    from commands.papers import give
    from store import written

    if json:
        fail("--letter ist zum Lesen; für Maschinen: why ohne --letter mit --json.", USAGE)
    with configured(house.state):  # an Art. 15 copy stands behind it, and what is on the list is found by its hash
        document = complaint(house, contact_pk, step=step)
    if document is None:
        fail(f"Zum Schritt {step} ist für diese Person nichts geplant und nichts geschehen.", FINDINGS)
    give(house, document, out, written.LETTER, contact_pk=contact_pk)
