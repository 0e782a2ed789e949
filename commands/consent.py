"""`consent list|proof|presume`: what a person has agreed to, its whole proof, and the reason of a business call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from store.retained import Item

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
    from campaigns.evidence.presuming import presumptions
    from campaigns.evidence.proof import consent_json
    from campaigns.evidence.standing import standing
    from commands.person_text import consents, heading, objections, restriction
    from commands.presumption_text import presumption_json, presumption_lines
    from commands.whom import the_one

    house = open_house(config, state, existing=True)
    contact_pk, _ = the_one(house, contact)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        person = standing(connection, house, contact_pk, house.clock.now())
        presumed = list(presumptions(connection, house, contact_pk, person))
    if json:
        for consented in person.consents:
            emit(consent_json(consented, zone))
        for one in presumed:
            emit(presumption_json(one, person.contact.external_id, zone))
        return
    say(heading(person.contact, house.default_brand))
    for line in (
        *restriction(person, zone),
        *objections(person, zone),
        *consents(person, zone),
        *presumption_lines(presumed, zone),
    ):
        say(line)


@consent.command("proof")
def proof(
    what: Annotated[
        str, typer.Argument(metavar="ID", help="Kennung der Einwilligung; oder Kontakt, Adresse, Vorgang: alle")
    ],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Der ganze Nachweis: Wortlaut, Weg, jede Verwendung, Widerruf, Frist, und was daran fehlt."""
    from campaigns.evidence.erased import kept_consents
    from campaigns.evidence.proof import proof_json, proofs
    from commands.proof_text import existing_json, existing_lines, lines
    from commands.whom import the_one
    from store import consents, operation, people

    house = open_house(config, state, existing=True)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        known = consents.consents(connection, external_id=what)
        kept = [] if known else kept_consents(connection, house, what)
    if kept:
        _show_kept(house, what, kept, zone, json=json)
        return
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
        for line in lines(proof_json(one, house, zone), zone):
            say(line)
    if existing is not None:
        for line in existing_lines(existing, zone):
            say(line)
    if not found and existing is None:
        say("Von dieser Person liegt keine Einwilligung vor, und nichts wurde auf eine gestützt.")


@consent.command("presume")
def presume_(
    contact: Annotated[str, typer.Argument(help="Kennung des Kontakts, E-Mail-Adresse oder Rufnummer")],
    reason: Annotated[str, typer.Option("--reason", help="concrete: konkrete Umstände; anderes wird abgelehnt")],
    facts: Annotated[str, typer.Option("--facts", help="die Umstände vor dem Anruf, mit Datum und Quelle")],
    offer: Annotated[str, typer.Option("--offer", help="was am Telefon angeboten wird")],
    by: Annotated[str, typer.Option("--by", help="wer den Anruf freigibt")],
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Den Grund eines Anrufs bei einer Firma festhalten und freigeben (§ 7 Abs. 2 Nr. 1 UWG)."""
    from campaigns.evidence.presuming import REASONS, NotPresumed, presume
    from commands.presumption_text import presumption_json
    from commands.whom import the_one

    if reason not in REASONS:
        fail(f"--reason: „{reason}“ gibt es nicht; erlaubt ist {', '.join(REASONS)}.", USAGE)
    house = open_house(config, state, existing=True)
    contact_pk, name = the_one(house, contact)
    try:
        done = presume(house, contact_pk, reason=reason, facts=facts, offer=offer, by=by, account=account())
    except NotPresumed as refused:
        fail(str(refused), FINDINGS)
    told = (
        f"Festgehalten und freigegeben: {name}, {done.external_id}. Ein Widerspruch hebt es sofort auf, eine Kündigung "
        "danach auch. Ansehen: wiedersehen consent list"
    )
    answer(presumption_json(done, name, ZoneInfo(house.timezone)), f"{told} {name}", json=json)


def _show_kept(house: House, what: str, kept: Sequence[Item], zone: ZoneInfo, *, json: bool) -> None:
    """The proof that outlived the erasure of its person: for an authority, and for nothing else."""
    from commands.proof_text import kept_json, lines
    from store import operation

    with house.store.write() as connection:
        data = {"consents": [what], "by": account(), "retained": True}
        operation.audit(connection, "proof_shown", house.clock.now(), None, data)
    for item in kept:
        told = kept_json(item)
        if json:
            emit(told)
            continue
        for line in lines(told, zone):
            say(line)
