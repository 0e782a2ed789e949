"""`audience export|list|confirm`: lists of hashed addresses for an advertising network, and who comes out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from campaigns.reason_words import PLATFORMS
from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.audiences.exporting import Refusal, Written
    from campaigns.house import House
    from contacts.medium import Platform
    from store.audiences import Export

audience = App(help="Listen für Werbenetze: nur wer dieses Netz in der Einwilligung nennt")

_LEAST = {"linkedin": 300, "meta": 100}
"""Rows below which the network takes no list, as its help says."""


def register(app: typer.Typer) -> None:
    """Add `audience`."""
    app.add_typer(audience, name="audience")


@audience.command("export")
def export(
    platform: Annotated[str, typer.Option("--platform", help="Werbenetz: linkedin, google oder meta")],
    out: Annotated[Path, typer.Option("--out", help="Datei (CSV), die geschrieben wird")],
    removed: Annotated[
        bool, typer.Option("--removed", help="statt der Liste: wer aus der Liste des Werbenetzes herausmuss")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="wer sie schreibt, sonst Ihr Konto")] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Schreibt SHA-256-Prüfsummen der Adressen aller, deren Einwilligung dieses Werbenetz nennt; keine Namen."""
    from campaigns.audiences.exporting import Refusal, export_list, export_removals

    network = _network(platform)
    if out.is_dir():
        fail(f"--out: {out} ist ein Ordner; erlaubt ist eine Datei, etwa {out / 'liste.csv'}.", USAGE)
    house = open_house(config, state, existing=True)
    done = (export_removals if removed else export_list)(house, network, out, by or account())
    if not isinstance(done, Refusal):
        told = {**_facts(house, done.export), "people": done.people, "again": done.again, "to_remove": done.stale}
        answer(told | {"file": str(out)}, _removal_told(out, done) if removed else _list_told(out, done), json=json)
    elif removed and done is Refusal.NOBODY:
        text = f"Auf der Liste von {PLATFORMS[network]} steht niemand, der herausmuss. Nichts geschrieben."
        answer({"platform": network.value, "people": 0, "to_remove": 0, "file": None}, text, json=json)
    else:
        fail(_refused(network, done), FINDINGS)


@audience.command("list")
def list_(config: Config = None, state: State = None, json: Json = False) -> None:
    """Geschriebene Listen, die neueste zuerst, und wie viele Adressen ein Werbenetz haben kann."""
    from campaigns.audiences.exporting import waiting
    from store import audiences

    house = open_house(config, state, existing=True, without_list=True)
    with house.store.read() as connection:
        found = audiences.exports(connection)
        members = audiences.members(connection)
        stale = waiting(house, connection, house.clock.now())
    if json:
        for one in found:
            emit(_facts(house, one))
        return
    for one in found:
        kind = "Entfernliste" if one.kind == audiences.REMOVAL else "Liste"
        cleaned = f", erledigt {_moment(house, one.confirmed_at)}" if one.confirmed_at else ""
        say(f"{one.external_id}  {kind} für {PLATFORMS[one.platform]}, {_moment(house, one.at)}{cleaned}")
        say(f"    {_addresses(one.number)}, Prüfsumme {one.sha256[:16]}, Vertrag {one.processor or 'keiner'}, {one.by}")
    if not found:
        say("Noch keine Liste.")
    for platform in dict.fromkeys(one.platform for one in members):
        number = sum(1 for one in members if one.platform is platform)
        rest = f", davon müssen mindestens {stale[platform]} heraus" if platform in stale else ""
        say(f"\n{PLATFORMS[platform]} kann {_addresses(number)} haben{rest}.")


@audience.command("confirm")
def confirm(
    removal: Annotated[str, typer.Argument(help="Nummer der Entfernliste, wie audience export --removed sie nennt")],
    by: Annotated[str, typer.Option("--by", help="wer die Liste des Werbenetzes bereinigt hat, sonst Ihr Konto")] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Hält fest, dass die Liste des Werbenetzes bereinigt ist; was auf der Entfernliste stand, wird hier gelöscht."""
    from campaigns.audiences.exporting import confirm as carry_out
    from store import audiences

    house = open_house(config, state, existing=True, without_list=True)
    with house.store.read() as connection:
        found = audiences.export(connection, removal)
    if found is None or found.kind != audiences.REMOVAL:
        fail(f"Eine Entfernliste {removal} gibt es nicht. wiedersehen audience list nennt alle.", USAGE)
    if found.confirmed_at is not None:
        fail(f"{removal} ist schon erledigt, seit {_moment(house, found.confirmed_at)}.", FINDINGS)
    number = carry_out(house, found, by or account())
    if number is None:
        fail(f"{removal} ist schon erledigt, gerade eben von jemand anderem.", FINDINGS)
    text = f"{_addresses(number)} auf der Liste von {PLATFORMS[found.platform]} vergessen."
    answer({"export": removal, "platform": found.platform.value, "addresses": number}, text, json=json)


def _network(word: str) -> Platform:
    from contacts.medium import Platform

    try:
        return Platform({"facebook": "meta", "instagram": "meta"}.get(word.casefold(), word.casefold()))
    except ValueError:
        fail(f"--platform: „{word}“ gibt es nicht; erlaubt ist {', '.join(Platform)}.", USAGE)


def _list_told(out: Path, done: Written) -> str:
    name = PLATFORMS[done.export.platform]
    many = "1 Person" if done.people == 1 else f"{done.people} Personen"
    lines = [f"{many} mit {_addresses(done.export.number)} für {name}: {out} ({done.export.external_id})."]
    if done.again:
        lines.append("Dieselbe Liste gab es heute schon; sie zählt als eine Verwendung.")
    least = _LEAST.get(done.export.platform.value, 0)
    if done.people < least:
        lines.append(f"{name} nimmt erst Listen ab {least} Zeilen.")
    if done.stale:
        lines.append(
            f"{_must(done.stale)} aus der Liste von {name} heraus: wiedersehen audience export "
            f"--platform {done.export.platform} --removed --out DATEI."
        )
    lines.append("Bitte die Datei nach dem Hochladen löschen.")
    return "\n".join(lines)


def _removal_told(out: Path, done: Written) -> str:
    name, number = PLATFORMS[done.export.platform], done.export.number
    if not number:  # somebody else with the same address may stay
        return (
            f"Bei {name} ist nichts zu entfernen: Jede Adresse gehört auch jemandem, der dort stehen darf; {out} hat "
            f"nur die Kopfzeile.\nBitte abschließen: wiedersehen audience confirm {done.export.external_id}."
        )
    return (
        f"{_must(number)} bei {name} aus der Liste: {out}.\n"
        f"Sind sie dort entfernt: wiedersehen audience confirm {done.export.external_id}. "
        "Bis dahin erinnern status und doctor daran."
    )


def _refused(platform: Platform, refusal: Refusal) -> str:
    name = PLATFORMS[platform]
    return {
        "no_contract": f"Ohne Vertrag zur Auftragsverarbeitung mit {name} geht keine Liste hinaus (Art. 28 DSGVO). "
        f'Liegt er vor: [[recipient]] mit role = "ad_platform" und [[audience]] platform = "{platform}", '
        "processor_contract = true, processor = seine Kennung.",
        "not_activated": "Vor der Freischaltung geht keine Liste hinaus: wiedersehen activate.",
        "paused": "Werbung ist angehalten, also geht auch keine Liste hinaus: wiedersehen resume. Wer herausmuss, "
        "schreibt audience export --removed jederzeit.",
        "no_suppression_list": "Die Sperrliste ist nicht lesbar, niemand kann geprüft werden: wiedersehen doctor.",
        "nobody": f"Niemand hat eine nachgewiesene Einwilligung, die {name} nennt und heute trägt. Nichts geschrieben. "
        "Einlesen: wiedersehen import consents, medium audience_upload, platforms " + f"{platform}.",
    }[refusal.value]


def _addresses(number: int) -> str:
    return "1 Prüfsumme" if number == 1 else f"{number} Prüfsummen"


def _must(number: int) -> str:
    return f"{_addresses(number)} {'muss' if number == 1 else 'müssen'}"


def _moment(house: House, at: Any) -> str:
    return f"{at.astimezone(ZoneInfo(house.timezone)):%d.%m.%Y, %H:%M Uhr}"


def _facts(house: House, one: Export) -> dict[str, Any]:
    zone = ZoneInfo(house.timezone)
    return {
        "export": one.external_id,
        "platform": one.platform.value,
        "kind": one.kind,
        "at": one.at.astimezone(zone).isoformat(),
        "number": one.number,
        "sha256": one.sha256,
        "processor": one.processor or None,
        "by": one.by,
        "confirmed_at": one.confirmed_at.astimezone(zone).isoformat() if one.confirmed_at else None,
    }
