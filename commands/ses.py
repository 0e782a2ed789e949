"""`ses read|list|release`: the suppression list of Amazon SES, kept in step with what is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import (
    COMMON,
    FINDINGS,
    USAGE,
    Config,
    Json,
    State,
    account,
    answer,
    config_path,
    configured,
    emit,
    fail,
    open_house,
    read_config,
    say,
)

if TYPE_CHECKING:
    from campaigns.carrier_list.releasing import Released
    from campaigns.house import House
    from channels.email.ses_account import AccountFault, SesAccount

ses = App(help="Sperrliste von Amazon SES")

_WHY = {"bounce": "kam zurück", "complaint": "Beschwerde", "listed": "Grund nicht genannt"}


def register(app: typer.Typer) -> None:
    """Add `ses`."""
    app.add_typer(ses, name="ses")


@ses.command("read")
def read(
    everything: Annotated[bool, typer.Option("--all", help="die ganze Liste, nicht nur Neues")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Jetzt lesen, an wen Amazon SES nichts mehr zustellt (der Dienst tut es täglich)."""
    from campaigns.carrier_list.reading import read_list

    house = open_house(config, state, existing=True)
    there = _account(house, config)
    try:
        done = read_list(house, there, everything=everything)
    finally:
        there.close()
    if done.fault is not None:
        _failed(done.fault)
    told = {"told": done.told, "new": done.new, "people": done.people, "swallowed": done.swallowed}
    text = f"Einträge gelesen: {done.told}, davon neu: {done.new}, Personen im Bestand: {done.people}."
    if done.swallowed:
        text += (
            f"\nAngenommen und niemandem zugestellt hatte Amazon SES: {done.swallowed}. Als gesendet zählt das nicht "
            "mehr; Vertragspost liegt als Aufgabe bereit (wiedersehen tasks list)."
        )
    answer(told, text, json=json)


@ses.command("list")
def list_(config: Config = None, state: State = None, json: Json = False) -> None:
    """Wer aus dem Bestand auf der Sperrliste von Amazon SES steht oder stand."""
    from store import carrier_blocks

    house = open_house(config, state, existing=True, without_list=True)
    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        rows = carrier_blocks.listing(connection)
    for row in rows:
        since, freed = row["listed_at"].astimezone(zone), row["released_at"]
        if json:
            moments = {
                "listed_at": since.isoformat(),
                "released_at": freed.astimezone(zone).isoformat() if freed else None,
            }
            emit({**row, **moments})
            continue
        after = f", freigegeben {freed.astimezone(zone):%d.%m.%Y} von {row['released_by']}" if freed else ""
        why = _WHY.get(row["reason"], row["reason"])
        say(f"{since:%d.%m.%Y}  {row['contact']:<10} {row['address']}  {why} ({row['carrier']}){after}")
    if not rows and not json:
        say("Niemand aus dem Bestand steht auf der Sperrliste.")


@ses.command("release")
def release(
    address: Annotated[str, typer.Argument(help="E-Mail-Adresse, die wieder Mails bekommen soll")],
    by: Annotated[str, typer.Option("--by", help="wer sie freigibt, sonst Ihr Konto")] = "",
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine Adresse freigeben: von der Sperrliste bei Amazon nehmen und hier wieder benutzen. Ein Widerspruch bleibt."""
    from campaigns.carrier_list.releasing import NoAddress
    from campaigns.carrier_list.releasing import release as carry_out
    from channels.email.ses_account import AccountFault

    house = open_house(config, state, existing=True)
    there = _account(house, config)
    try:
        done = carry_out(house, there, address, by or account())
    except NoAddress as problem:
        fail(str(problem), USAGE)
    except AccountFault as fault:
        _failed(fault, address)
    finally:
        there.close()
    told = {
        "address": done.address,
        "listed": done.listed,
        "blocked": done.blocked,
        "contacts": list(done.contacts),
        "objected": list(done.objected),
    }
    answer(told, _told(done), json=json)


def _told(done: Released) -> str:
    lines = [
        "Von der Sperrliste bei Amazon genommen." if done.listed else "Auf der Sperrliste bei Amazon stand sie nicht."
    ]
    if done.contacts:
        lines.append(f"Wieder erreichbar unter {done.address}: {', '.join(done.contacts)}.")
    elif not done.blocked:
        lines.append("Hier war sie nicht gesperrt.")
    if done.objected:
        lines.append(
            f"Keine Werbung bekommt trotzdem: {', '.join(done.objected)}. Der Widerspruch bleibt, bis die Person "
            "selbst neu einwilligt; Vertragspost geht hinaus."
        )
    return "\n".join(lines)


def _account(house: House, config: Config) -> SesAccount:
    from campaigns.carriers import ses_account_of

    with configured(house.state):
        there = ses_account_of(read_config(config).settings)
    if there is None:
        where = config_path(config or COMMON.config)
        fail(f'Mails gehen hier nicht über Amazon SES hinaus ({where}: [email] carrier ist nicht "ses").', USAGE)
    return there


def _failed(fault: AccountFault, address: str | None = None) -> None:
    """Exit 1: nothing has changed here; with `address`, how a person takes it off by hand."""
    cure = f"\n{fault.cure}" if fault.cure else ""
    hand = (
        "\nHier ist nichts geändert. Von Hand: aws sesv2 delete-suppressed-destination --email-address ADRESSE, "
        "oder in der Konsole von SES unter „Suppression list“; danach diesen Befehl noch einmal."
        if address is not None
        else ""
    )
    fail(f"{fault}{cure}{hand}", FINDINGS)
