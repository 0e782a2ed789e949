"""`consent list|proof`: what a person has agreed to, and the whole proof of it."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import Config, Json, State, account, emit, open_house, say

consent = App(help="Einwilligungen und ihr Nachweis")


def register(app: typer.Typer) -> None:
    """Add `consent`."""
    app.add_typer(consent, name="consent")


@consent.command("list")
def list_(
    contact: Annotated[str, typer.Argument(help="Kennung des Kontakts, E-Mail-Adresse oder Rufnummer")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Alle Einwilligungen einer Person, und ob sie heute tragen."""
    from campaigns.evidence.standing import standing
    from commands.person_text import consents, heading, objections
    from commands.proof_text import consent_json
    from commands.whom import the_one

    house = open_house(config, state)
    contact_pk, _ = the_one(house, contact)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        person = standing(connection, house, contact_pk, house.clock.now())
    if json:
        for consented in person.consents:
            emit(consent_json(consented, zone))
        return
    say(heading(person.contact, house.default_brand))
    for line in (*objections(person, zone), *consents(person, zone)):
        say(line)


@consent.command("proof")
def proof(
    what: Annotated[str, typer.Argument(metavar="ID", help="Kennung der Einwilligung, oder des Kontakts: alle")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Der ganze Nachweis: Wortlaut, Weg, jede Verwendung, Widerruf, Frist, und was daran fehlt."""
    from campaigns.evidence.proof import proofs
    from commands.proof_text import existing_json, existing_lines, lines, proof_json
    from commands.whom import the_one
    from store import operation, people, permissions

    house = open_house(config, state)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        known = permissions.consents(connection, external_id=what)
    contact_pk = known[0].contact_pk if known else the_one(house, what, kind="Die Einwilligung oder den Kontakt")[0]
    with house.store.read() as connection:
        found, existing = proofs(connection, house, contact_pk, what if known else None)
        name = people.contact(connection, contact_pk)[0].external_id
    with house.store.write() as connection:
        # When a proof was presented is part of the proof (§ 7a UWG: "unverzüglich").
        data = {"consents": [one.consented.stored.consent.external_id for one in found], "by": account()}
        operation.audit(connection, "proof_shown", house.clock.now(), name, data)
    if json:
        for one in found:
            emit(proof_json(one, house, zone))
        if existing is not None:
            emit(existing_json(existing, zone))
        return
    for one in found:
        for line in lines(one, house, zone):
            say(line)
    if existing is not None:
        for line in existing_lines(existing, zone):
            say(line)
    if not found and existing is None:
        say("Von dieser Person liegt keine Einwilligung vor, und nichts wurde auf eine gestützt.")
