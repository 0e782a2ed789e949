"""`audit verify|list`: what the house has logged, and whether anybody has changed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from commands.german import App
from commands.options import FINDINGS, OK, USAGE, Config, Json, State, emit, fail, moment, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from store.audit import Broken, Checked

audit = App(help="Das Protokoll: was geschah, und ob es jemand verändert hat")

_HEAD = re.compile(r"[0-9a-f]{16,64}")
"""Sixteen characters are enough to write down by hand."""


def register(app: typer.Typer) -> None:
    """Add `audit`."""
    app.add_typer(audit, name="audit")


@audit.command("verify")
def verify(
    head: Annotated[str | None, typer.Option("--head", help="früher notierter Kopf; 16 Zeichen genügen")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Die Kette des Protokolls nachrechnen; Ende mit 1, wenn etwas verändert wurde oder fehlt."""
    from campaigns.housekeeping import seal_log
    from store import audit as stored

    noted = head.strip().lower() if head is not None else None
    if noted is not None and not _HEAD.fullmatch(noted):
        fail("--head: erwartet sind die ersten 16 bis 64 Zeichen eines notierten Kopfes (0-9, a-f).", USAGE)
    house = open_house(config, state, existing=True, without_list=True)
    seal_log(house)
    with house.store.read() as connection:
        checked = stored.verify(connection, noted)
    if json:
        emit(_json(checked, ZoneInfo(house.timezone)))
    else:
        _tell(house, checked, noted)
    raise typer.Exit(FINDINGS if checked.broken else OK)


@audit.command("list")
def list_(
    contact: Annotated[str | None, typer.Option("--contact", help="nur diese Person: Kennung oder Adresse")] = None,
    since: Annotated[str | None, typer.Option("--since", help="ab diesem Zeitpunkt")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Was geschah, das Älteste zuerst; nur Kennungen, nie Worte einer Person."""
    from campaigns.evidence.log_words import told
    from campaigns.evidence.words import when
    from commands.whom import the_one
    from store import audit as stored

    house = open_house(config, state, existing=True, without_list=True)
    zone = ZoneInfo(house.timezone)
    name = the_one(house, contact)[1] if contact else None
    start = moment(since, "--since") if since else None
    empty = True
    with house.store.read() as connection:
        for event in stored.events(connection, contact=name, since=start):
            empty = False
            if json:
                at = event["at"].astimezone(zone).isoformat()
                emit({key: event[key] for key in ("position", "event", "contact", "data")} | {"at": at})
            else:
                say(f"{event['position'] or '–':>6}  {when(event['at'], zone)}  {told(event)}")
    if empty and not json:
        say("Dazu steht nichts im Protokoll.")


def _json(checked: Checked, zone: ZoneInfo) -> dict[str, object]:
    broken = checked.broken
    return {
        "whole": broken is None,
        "events": checked.events,
        "erased": checked.erased,
        "first": checked.first.astimezone(zone).isoformat() if checked.first else None,
        "last": checked.last.astimezone(zone).isoformat() if checked.last else None,
        "head": checked.head,
        "broken": None
        if broken is None
        else {
            "position": broken.position,
            "fault": broken.fault.value,
            "event": broken.event,
            "at": broken.at.astimezone(zone).isoformat() if broken.at else None,
        },
    }


def _tell(house: House, checked: Checked, noted: str | None) -> None:
    from campaigns.evidence.words import when

    zone = ZoneInfo(house.timezone)
    erased = f", davon {checked.erased} nach einer Löschung ohne Personenbezug" if checked.erased else ""
    if checked.broken is not None:
        say(f"NICHT UNVERSEHRT: {_fault(checked.broken, zone)}")
        say(f"Bis dahin stimmen {checked.events} Ereignisse{erased}.")
        say("Nächster Schritt: nichts verändern, die Datenbank sichern (wiedersehen backup) und klären, wer sie")
        say("geschrieben hat. Das Dienstprotokoll (audit_sealed) nennt frühere Köpfe.")
        return
    if checked.first is None or checked.last is None:
        say("Das Protokoll ist leer.")
        return
    span = f"{when(checked.first, zone)} bis {when(checked.last, zone)}"
    say(f"Unversehrt: {checked.events} Ereignisse{erased}, {span}.")
    if noted is not None:
        say("Der notierte Kopf kommt in der Kette vor: seither wurde nichts gekürzt oder neu geschrieben.")
    say(f"Kopf: {checked.head}")
    say("Schreiben Sie diese Zahl mit dem Datum auf, außerhalb dieses Rechners; die ersten 16 Zeichen genügen.")
    say(f"Beim nächsten Mal: wiedersehen audit verify --head {checked.head[:16]}")


def _fault(broken: Broken, zone: ZoneInfo) -> str:
    from campaigns.evidence.words import when
    from store.audit import Fault

    what = f"Ereignis {broken.position}"
    if broken.at is not None:
        what += f" ({broken.event}, {when(broken.at, zone)})"
    match broken.fault:
        case Fault.MISSING:
            return f"{what} fehlt."
        case Fault.CHANGED:
            return f"{what} wurde verändert."
        case Fault.UNLINKED:
            return f"{what} schließt nicht an das vorige an."
        case Fault.HEAD:
            return (
                "der notierte Kopf kommt in der Kette nicht vor. Das Protokoll wurde am Ende gekürzt, neu geschrieben, "
                "oder eine ältere Sicherung wurde zurückgespielt."
            )
