"""`audience export|list|confirm`: lists of hashed addresses for an advertising network, and who comes out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from campaigns.reason_words import PLATFORMS
from commands.audience_text import addresses, list_told, moment, refused, removal_told, whole
from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from contacts.medium import Platform
    from store.audiences import Export

audience = App(help="Listen für Werbenetze: nur wer dieses Netz in der Einwilligung nennt")


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
    from campaigns.audiences.exporting import Refusal, export_list
    from campaigns.audiences.removing import export_removals
    from campaigns.audiences.unknown import unknown
    from commands.past import refuse_unnoticed

    network = _network(platform)
    if out.is_dir():
        fail(f"--out: {out} ist ein Ordner; erlaubt ist eine Datei, etwa {out / 'liste.csv'}.", USAGE)
    house = open_house(config, state, existing=True)
    refuse_unnoticed(house)
    done = (export_removals if removed else export_list)(house, network, out, by or account())
    if not isinstance(done, Refusal):
        told = {**_facts(house, done.export), "people": done.people, "again": done.again, "to_remove": done.stale}
        answer(
            told | {"replace_whole_list": done.unknown, "file": str(out)},
            removal_told(out, done) if removed else list_told(out, done),
            json=json,
        )
    elif removed and done is Refusal.NOBODY:
        text = f"Auf der Liste von {PLATFORMS[network]} steht niemand, der herausmuss. Nichts geschrieben."
        answer({"platform": network.value, "people": 0, "to_remove": 0, "file": None}, text, json=json)
    else:
        with house.store.read() as connection:
            doubt = network in unknown(connection)
        fail(
            refused(network, done) + (f"\n{whole(network)}" if doubt and done is not Refusal.UNKNOWN else ""),
            FINDINGS,
        )


@audience.command("list")
def list_(config: Config = None, state: State = None, json: Json = False) -> None:
    """Geschriebene Listen, die neueste zuerst, und wie viele Adressen ein Werbenetz haben kann."""
    from campaigns.audiences.standing import waiting
    from campaigns.audiences.unknown import unknown
    from store import audiences

    house = open_house(config, state, existing=True, without_list=True)
    with house.store.read() as connection:
        found = audiences.exports(connection)
        members = audiences.members(connection)
        stale = waiting(house, connection, house.clock.now())
        doubtful = unknown(connection)
    if json:
        for one in found:
            emit(_facts(house, one))
        return
    for one in found:
        kind = "Entfernliste" if one.kind == audiences.REMOVAL else "Liste"
        done = "erledigt" if one.kind == audiences.REMOVAL else "dort allein seit"
        cleaned = f", {done} {moment(house, one.confirmed_at)}" if one.confirmed_at else ""
        say(f"{one.external_id}  {kind} für {PLATFORMS[one.platform]}, {moment(house, one.at)}{cleaned}")
        say(f"    {addresses(one.number)}, Prüfsumme {one.sha256[:16]}, Vertrag {one.processor or 'keiner'}, {one.by}")
    if not found:
        say("Noch keine Liste.")
    for platform in dict.fromkeys(one.platform for one in members):
        number = sum(1 for one in members if one.platform is platform)
        rest = f", davon müssen mindestens {stale[platform]} heraus" if platform in stale else ""
        say(f"\n{PLATFORMS[platform]} kann {addresses(number)} haben{rest}.")
    for platform in doubtful:
        say(f"\n{whole(platform)}")


@audience.command("confirm")
def confirm(
    which: Annotated[
        str, typer.Argument(metavar="NUMMER", help="Entfernliste oder neueste ganze Liste; mit --deleted das Werbenetz")
    ],
    deleted: Annotated[
        bool, typer.Option("--deleted", help="die ganze Liste dieses Werbenetzes ist dort gelöscht")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="wer das beim Werbenetz getan hat, sonst Ihr Konto")] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Hält fest, was beim Werbenetz geschehen ist: bereinigt, ganz durch eine Liste ersetzt oder gelöscht."""
    from campaigns.audiences.confirming import confirm as carry_out
    from campaigns.audiences.confirming import replaced
    from store import audiences

    house = open_house(config, state, existing=True, without_list=True)
    if deleted:
        network, export = _network(which, "--deleted"), None
        number = replaced(house, network, None, by or account())
    else:
        export = _open_export(house, which)
        network, who = export.platform, by or account()
        removal = export.kind == audiences.REMOVAL
        number = carry_out(house, export, who) if removal else replaced(house, network, export, who)
    if number is None:
        _open_export(house, which)  # says which: done meanwhile, or a newer list stands
        fail(f"{which} ist schon erledigt, gerade eben von jemand anderem.", FINDINGS)
    text = f"{addresses(number)} auf der Liste von {PLATFORMS[network]} vergessen."
    if deleted:
        text += " Eine Liste, die vorher geschrieben wurde, bitte nicht mehr hochladen, sondern eine neue schreiben."
    told = {
        "export": export.external_id if export is not None else None,
        "platform": network.value,
        "addresses": number,
    }
    answer(told, text, json=json)


def _open_export(house: House, which: str) -> Export:
    """What a person confirms; whatever cannot be confirmed ends here."""
    from campaigns.audiences.confirming import is_newest
    from campaigns.audiences.unknown import unknown
    from store import audiences

    with house.store.read() as connection:
        found = audiences.export(connection, which)
        newest = found is not None and is_newest(connection, found, unknown(connection).get(found.platform))
    if found is None:
        fail(f"Eine Liste {which} gibt es nicht. wiedersehen audience list nennt alle.", USAGE)
    if found.confirmed_at is not None:
        fail(f"{which} ist schon erledigt, seit {moment(house, found.confirmed_at)}.", FINDINGS)
    if found.kind == audiences.LIST and not newest:
        fail(
            f"{which} ist nicht die neueste Liste, oder älter als die Rücksicherung: sie kann die Liste bei "
            f"{PLATFORMS[found.platform]} nicht ganz ersetzen. Eine neue: wiedersehen audience export --platform "
            f"{found.platform} --out DATEI.",
            FINDINGS,
        )
    return found


def _network(word: str, option: str = "--platform") -> Platform:
    from contacts.medium import Platform

    try:
        return Platform({"facebook": "meta", "instagram": "meta"}.get(word.casefold(), word.casefold()))
    except ValueError:
        fail(f"{option}: „{word}“ gibt es nicht; erlaubt ist {', '.join(Platform)}.", USAGE)


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
