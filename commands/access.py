"""`access WHO --out DIR`: everything that is held about a person, for her (Art. 15 and 20 DSGVO)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import FINDINGS, Config, Json, State, account, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from store.dossier import Subject


def register(app: typer.Typer) -> None:
    """Add `access`."""
    app.command("access")(access)


def access(
    who: Annotated[str, typer.Argument(help="Kontaktkennung, Adresse jeder Art, oder der Vorgang einer Löschung")],
    out: Annotated[Path, typer.Option("--out", help="Ordner, in den die Auskunft geschrieben wird")],
    portable: Annotated[
        bool, typer.Option("--portable", help="nur was die Person selbst gegeben hat (Art. 20 DSGVO)")
    ] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Auskunft nach Art. 15 DSGVO: eine Seite zum Lesen und eine Datei für Maschinen. Schließt die offene Anfrage."""
    from campaigns.bootstrap import ROOT
    from campaigns.rights.handing_out import hand_out

    house = open_house(config, state, existing=True)
    subject = _subject(house, who)
    done = hand_out(house, subject, out, ROOT / "templates_de", account(), provided_only=portable)
    if json:
        emit(
            {
                "contact": subject.contact,
                "known": subject.contact_pk is not None,
                "files": [str(path) for path in done.files],
                "rows": dict(done.rows),
                "withheld": [one["what"] for one in done.withheld],
                "closed": list(done.closed),
            }
        )
        return
    if subject.contact_pk is None:
        say(f"{who} ist kein Kontakt (mehr). Die Auskunft sagt, was trotzdem gespeichert ist.")
    say(f"Geschrieben: {', '.join(str(path) for path in done.files[:2])}" + _more(len(done.files) - 2))
    say("Bitte vor der Herausgabe lesen: in Gesprächsnotizen können Namen anderer stehen (Art. 15 Abs. 4 DSGVO).")
    for one in done.withheld:
        say(f"Nicht enthalten: {one['what']}")
    for request in done.closed:
        say(f"Vorgang {request} ist damit erledigt.")
    if not done.closed:
        say("Kein offener Vorgang dazu. War es eine Anfrage, tragen Sie sie ein: wiedersehen requests add")


def _subject(house: House, who: str) -> Subject:
    from campaigns.evidence.who import meant, suggestion
    from campaigns.rights.copying import subject_named, subject_of
    from store import people

    with house.store.read() as connection:
        found = meant(connection, house, who)
        if found is not None and len(found.contacts) > 1:
            ids = [people.contact(connection, pk)[0].external_id for pk in found.contacts]
            fail(f"{who} benutzen mehrere: {', '.join(ids)}. Bitte eine Kennung angeben.", FINDINGS)
        if found is not None and found.contacts:
            return subject_of(connection, house, found.contacts[0])
        medium, addresses = (found.medium, found.addresses) if found is not None else (None, ())
        named = subject_named(house, found.address or who if found is not None else who, medium, addresses)
        near = suggestion(connection, who)
    erased = _erased(house, who, named)
    if erased is None and found is None:
        fail(f"Den Kontakt {who} gibt es nicht, und er wurde nicht gelöscht.{near}", FINDINGS)
    return erased or named


def _erased(house: House, who: str, named: Subject) -> Subject | None:
    """Whoever was erased and had this id, address or request; None for nobody."""
    from campaigns.evidence.erased import pseudonyms
    from campaigns.rights.copying import subject_erased
    from store import erasures

    with house.store.read() as connection:
        found = pseudonyms(connection, house, who)
        if len(found) > 1:
            requests = ", ".join(filter(None, (erasures.request_of(connection, one) for one in found)))
            fail(
                f"{who} hatten mehrere, die gelöscht sind. Bitte den Vorgang der Löschung angeben (er steht in der "
                f"Löschbestätigung): {requests}.",
                FINDINGS,
            )
        return subject_erased(connection, named, found[0]) if found else None


def _more(number: int) -> str:
    return f" und {number} {'Mail' if number == 1 else 'Mails'} im Ganzen" if number > 0 else ""
