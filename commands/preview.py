"""`preview SEQUENCE --contact ID --out DIR`: every step with a real person's data, as files and one page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.options import USAGE, Config, Json, State, emit, fail, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from campaigns.preview.journey import Journey
    from campaigns.preview.writing import Written
    from sequences.definition import Sequence

_SUGGESTED = 5
_LOOKED_THROUGH = 40

Suggestion = tuple[str, str, str, str | None]
"""(contact, kind, tier, brand)"""


def register(app: typer.Typer) -> None:
    """Add `preview`."""
    app.command("preview")(preview)


def preview(
    sequence: Annotated[str, typer.Argument(help="Name der Sequenz: ihr Dateiname ohne .toml")],
    contact: Annotated[str | None, typer.Option("--contact", help="Kennung der Person, mit deren Daten")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Ordner für die Dateien, sonst vorschau/… im Zustandsordner")
    ] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Jeden Schritt einer Sequenz mit den Daten einer Person ansehen. Nichts wird gesendet."""
    from campaigns.bootstrap import ROOT
    from campaigns.preview.starting import hindrances
    from campaigns.preview.writing import ForeignFolder, write
    from store import written

    house = open_house(config, state)
    chosen = _sequence(house, sequence)
    way = _journey(house, chosen, contact)
    name = way.run.contact.external_id
    folder = out or house.state / "vorschau" / _folder_name(f"{chosen.name}-{name}")
    lived = _lived(house, chosen, name)
    why_not = tuple(hindrances(house, way.run, chosen, house.clock.now(), began=bool(lived)))
    with house.store.write() as connection:
        contact_pk = way.run.enrollment.contact_pk
        written.record(connection, folder, written.PREVIEW, house.clock.now(), contact_pk=contact_pk)
    try:
        done = write(house, way, ROOT / "templates_de", folder, why_not, lived)
    except ForeignFolder:
        fail(
            f"--out: {folder} ist nicht leer und keine Vorschau. Nichts wurde verändert. Abhilfe: neuer Ordner.", USAGE
        )
    if json:
        _emit(way, done, why_not)
        return
    _tell(way, done, why_not)


def _folder_name(text: str) -> str:
    """An id of a CRM may hold slashes and dots."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in text)


def _sequence(house: House, name: str) -> Sequence:
    from sequences.grammar.problem import did_you_mean, listed

    found = house.sequences.get(name.removesuffix(".toml"))
    if found is None:
        near = did_you_mean(name, house.sequences) or f"; es gibt {listed(house.sequences)}"
        fail(f"Die Sequenz „{name}“ gibt es nicht{near}", USAGE)
    return found


def _journey(house: House, sequence: Sequence, contact: str | None) -> Journey:
    from campaigns.drafts.asking import desk_of
    from campaigns.preview import journey
    from campaigns.spending import spending
    from campaigns.unstarted import unstarted
    from store import people

    now = house.clock.now()
    with house.store.read() as connection:
        contact_pk = people.contact_pk(connection, contact) if contact is not None else None
        runs = unstarted(connection, house, [contact_pk], now) if contact_pk is not None else []
        spent = spending(connection, house, now)
        desk = desk_of(connection, house, (), {sequence.hash: sequence})
    if not runs:
        _no_contact(house, sequence, contact, known=contact_pk is not None)
    return journey(house, runs[0], sequence, now, spent, desk)


def _no_contact(house: House, sequence: Sequence, contact: str | None, *, known: bool) -> NoReturn:
    """Say what is wrong and name people to look at."""
    from campaigns.reason_words import KINDS, TIERS
    from sequences.grammar.problem import did_you_mean
    from store import leavers

    with house.store.read() as connection:
        some = leavers.suggestions(connection, sequence.name, _LOOKED_THROUGH)
        near = did_you_mean(contact, leavers.alike(connection, contact)) if contact else ""
    if contact is None:
        wrong = "Es fehlt --contact: mit wessen Daten?"
    elif known:
        wrong = f"{contact} hat nicht gekündigt; eine Vorschau braucht eine Kündigung."
    else:
        wrong = f"Den Kontakt {contact} gibt es nicht{near or '.'}"
    lines = []
    for name, kind, tier, own in _varied(some):
        brand = house.brands[own if own in house.brands else house.default_brand]
        told = f", Marke {brand.name}, per {brand.address_form.value.capitalize()}" if len(house.brands) > 1 else ""
        lines.append(f"  --contact {name}  ({KINDS[kind]}, Kundenwert {TIERS[tier]}{told})")
    fail("\n".join([wrong, *(["Zum Beispiel:", *lines] if lines else [])]), USAGE)


def _varied(some: list[Suggestion]) -> list[Suggestion]:
    """The first of each brand and kind, then the others as they come: whoever is called du should be among them."""
    first = {(one[3], one[1]): one for one in reversed(some)}
    ahead = [one for one in some if one in first.values()]
    chosen = [*ahead, *(one for one in some if one not in ahead)][:_SUGGESTED]
    return sorted(chosen, key=some.index)


def _lived(house: House, sequence: Sequence, contact: str) -> dict[str, str]:
    """Step -> what was really decided about it last, for a person who runs or ran."""
    from zoneinfo import ZoneInfo

    from campaigns.reason_words import CHANNELS, DECISIONS, reason_words
    from commands.figures import when
    from store import decisions

    zone = ZoneInfo(house.timezone)
    with house.store.read() as connection:
        rows = [row for row in decisions.history(connection, contact=contact) if row["sequence"] == sequence.name]
    lived = {}
    for row in rows:
        parts = (DECISIONS[row["decision"]], CHANNELS.get(row["channel"]), reason_words(row["reason"]))
        lived[row["step"]] = f"{when(row['at'], zone)}, {', '.join(part for part in parts if part)}"
    return lived


def _emit(way: Journey, done: Written, why_not: tuple[str, ...]) -> None:
    from zoneinfo import ZoneInfo

    from campaigns.preview.telling import outcome
    from campaigns.touch_json import iso

    zone = ZoneInfo(way.run.contact.timezone)
    for stop in way.stops:
        _, what, why = outcome(stop, zone)
        told = {"type": "step", "step": stop.step.id, "at": iso(stop.at, zone), "expected": what, "reason": why or None}
        emit(told | {"read_first": stop.read_first or None})
    faults = [asdict(fault) for fault in done.faults]
    emit(
        {
            "type": "summary",
            "sequence": way.sequence.name,
            "contact": way.run.contact.external_id,
            "index": str(done.index),
            "files": done.files,
            "faults": faults,
            "notes": list(why_not),
        }
    )


def _tell(way: Journey, done: Written, why_not: tuple[str, ...]) -> None:
    from zoneinfo import ZoneInfo

    from campaigns.preview.telling import day_words, outcome
    from campaigns.reason_words import CHANNELS
    from commands.figures import day, table

    zone = ZoneInfo(way.run.contact.timezone)
    say(f"{way.sequence.title} für {way.run.contact.external_id}:")
    rows = []
    for stop in way.stops:
        _, what, why = outcome(stop, zone)
        on = day(stop.at.astimezone(zone).date()) if stop.at is not None and stop.wait is None else "–"
        rows.append((stop.step.id, day_words(way, stop.step), on, what, why))
    for line in table(("Schritt", "Tag", "Datum", "erwartet", "Grund"), rows, left=5, indent="  "):
        say(line)
    for sentence in why_not:
        say(f"Achtung: {sentence}")
    for fault in done.faults:
        if fault.allowed:
            say(f"Nicht erstellt: {fault.step}, {CHANNELS[fault.channel]}: {fault.reason}")
    moot = [fault for fault in done.faults if not fault.allowed]
    if moot:
        say(f"Nicht erstellt auf Wegen, die hier ohnehin nicht erlaubt sind: {len(moot)} (Gründe auf der Seite).")
    say(f"{done.files} Dateien. Die ganze Reise auf einer Seite: {done.index}")
