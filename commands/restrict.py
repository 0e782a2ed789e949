"""`restrict CONTACT`: a person's data is stored and not used (Art. 18 DSGVO), and how that ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, fail, moment, open_house

if TYPE_CHECKING:
    from campaigns.house import House
    from campaigns.rights.restriction import Restricted


def register(app: typer.Typer) -> None:
    """Add `restrict`."""
    app.command("restrict")(restrict)


def restrict(
    contact: Annotated[str, typer.Argument(help="Kontaktkennung, E-Mail-Adresse, Rufnummer oder LinkedIn-Profil")],
    reason: Annotated[str, typer.Option("--reason", help="warum (Art. 18 Abs. 1 DSGVO)")] = "",
    lift: Annotated[
        bool, typer.Option("--lift", help="die Einschränkung aufheben; vorher erfährt es die Person")
    ] = False,
    told: Annotated[str | None, typer.Option("--told", help="mit --lift: an welchem Tag sie es erfuhr")] = None,
    by: Annotated[str | None, typer.Option("--by", help="wer es tat; sonst das Konto dieser Anmeldung")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Daten einer Person nur noch speichern (Art. 18 DSGVO); mit --lift wieder freigeben."""
    from campaigns.rights import restriction
    from commands.whom import the_one

    if not lift and not reason.strip():
        fail("--reason: Eine Einschränkung braucht einen Grund (Art. 18 Abs. 1 DSGVO).", USAGE)
    if told and not lift:
        fail("--told gehört zu --lift.", USAGE)
    house = open_house(config, state, existing=True)
    contact_pk, name = the_one(house, contact)
    if lift:
        _lift(house, contact_pk, name, told, by or account(), json=json)
        return
    done = restriction.restrict(house, contact_pk, reason.strip(), by or account())
    if done is None:
        fail(f"Die Daten von {name} sind schon eingeschränkt.", FINDINGS)
    text = (
        f"Eingeschränkt: die Daten von {name} werden nur noch gespeichert. Werbeaufgaben sind zurückgezogen, Briefe "
        "zurückgerufen; Geplantes hält die Prüfung vor dem Versand an, außer der Bestätigung einer Kündigung."
    )
    _tell(name, done, text + _recipients(done), json=json, restricted=True)


def _lift(house: House, contact_pk: int, name: str, told: str | None, by: str, *, json: bool) -> None:
    from campaigns.rights import restriction

    if told is None:
        letter = restriction.prepare_lifting(house, contact_pk)
        if letter is None:
            fail(f"Die Daten von {name} sind nicht eingeschränkt.", FINDINGS)
        text = (
            "Noch nicht aufgehoben: erst muss die Person es erfahren (Art. 18 Abs. 3 DSGVO). Dafür liegt jetzt eine "
            f"Aufgabe bereit. Danach: wiedersehen restrict {name} --lift --told TAG\n\n{letter}"
        )
        answer({"contact": name, "restricted": True, "text": letter}, text, json=json)
        return
    day = moment(told, "--told").astimezone(ZoneInfo(house.timezone)).date()
    try:
        done = restriction.lift(house, contact_pk, day, by)
    except ValueError:
        fail(f"--told: {told} liegt vor der Einschränkung oder in der Zukunft.", USAGE)
    if done is None:
        fail(f"Die Daten von {name} sind nicht eingeschränkt.", FINDINGS)
    text = f"Aufgehoben: die Daten von {name} werden wieder verwendet. Widersprüche gelten weiter."
    _tell(name, done, text + _recipients(done), json=json, restricted=False)


def _recipients(done: Restricted) -> str:
    if not done.notices:
        return ""
    names = ", ".join(notice.recipient for notice in done.notices)
    return f"\nZu unterrichten (Art. 19 DSGVO): {names}. Texte: wiedersehen requests show {done.request}"


def _tell(name: str, done: Restricted, text: str, *, json: bool, restricted: bool) -> None:
    value = {
        "contact": name,
        "restricted": restricted,
        "request": done.request,
        "recalled": done.recalled,
        "recipients": [notice.recipient for notice in done.notices],
    }
    answer(value, text, json=json)
