"""`reach`: how many of whom can be reached by which channel now, and why not the others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import USAGE, Config, Json, State, emit, fail, moment, open_house

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from campaigns.house import House
    from campaigns.reach import Person, Way
    from campaigns.reach.figures import Reach
    from contacts.medium import Purpose

_PROGRESS = 10_000
_PURPOSES = ("advertising", "survey", "repermission", "service", "contract")
_BY = ("tier", "brand", "reason", "segment")


def register(app: typer.Typer) -> None:
    """Add `reach`."""
    app.command("reach")(reach)


def reach(
    purpose: Annotated[
        str, typer.Option("--purpose", help="Zweck: advertising, survey, repermission, service oder contract")
    ] = "advertising",
    by: Annotated[
        str | None, typer.Option("--by", help="zusätzlich aufteilen nach tier, brand, reason oder segment")
    ] = None,
    contact: Annotated[str | None, typer.Option("--contact", help="nur diese Person, mit Beleg")] = None,
    at: Annotated[str | None, typer.Option("--at", help="zu diesem Zeitpunkt, mit den Daten von jetzt")] = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Wer ist jetzt auf welchem Weg erreichbar, und warum die anderen nicht? Gezählt wird, wer gekündigt hat."""
    from campaigns.clock import VirtualClock
    from campaigns.reach import everybody
    from campaigns.reach.figures import reach_of
    from commands.reach_text import tell
    from contacts.medium import Purpose
    from store import leavers

    if purpose not in _PURPOSES:
        fail(f"--purpose: „{purpose}“ gibt es hier nicht; erlaubt ist {', '.join(_PURPOSES)}.", USAGE)
    if by is not None and by not in _BY:
        fail(f"--by: „{by}“ gibt es nicht; erlaubt ist {', '.join(_BY)}.", USAGE)
    clock = VirtualClock(moment(at, "--at")) if at else None
    house, wanted = open_house(config, state, clock), Purpose(purpose)
    if contact is not None:
        _one(house, contact, wanted, json=json)
        return
    with house.store.read() as connection:
        left, on_file = leavers.counted(connection)
    found = reach_of(_watched(everybody(house, wanted), left), by, house.default_brand)
    if json:
        _emit(house, found, wanted, by, on_file - left)
    else:
        tell(house, found, wanted, by, on_file - left)


def _watched(persons: Iterator[Person], of: int) -> Iterator[Person]:
    """Say on stderr how far it has come: a hundred thousand people take a minute or two."""
    for place, person in enumerate(persons, start=1):
        if place % _PROGRESS == 0:
            sys.stderr.write(f"{place} von {of} Personen geprüft\n")
        yield person


def _person(house: House, contact: str, purpose: Purpose) -> Person:
    from campaigns.reach import one_person
    from sequences.grammar.problem import did_you_mean
    from store import leavers

    try:
        found = one_person(house, contact, purpose)
    except LookupError:
        fail(f"{contact} hat nicht gekündigt: Rückgewinnung betrifft nur, wer gekündigt hat.", USAGE)
    if found is None:
        with house.store.read() as connection:
            near = did_you_mean(contact, leavers.alike(connection, contact))
        fail(f"Den Kontakt {contact} gibt es nicht{near or '.'}", USAGE)
    return found


def _one(house: House, contact: str, purpose: Purpose, *, json: bool) -> None:
    from zoneinfo import ZoneInfo

    from campaigns.touch_json import iso
    from commands.reach_text import tell_person

    person = _person(house, contact, purpose)
    if not json:
        tell_person(house, person, purpose)
        return
    zone = ZoneInfo(house.timezone)
    ways = [_way_json(way, zone) for way in person.ways]
    at = iso(house.clock.now(), zone)
    emit({"type": "person", "contact": contact, "at": at, "purpose": purpose.value, "ways": ways})


def _emit(house: House, found: Reach, purpose: Purpose, by: str | None, others: int) -> None:
    from zoneinfo import ZoneInfo

    from campaigns.reach import Answer
    from campaigns.reach.cures import cure
    from campaigns.reach.figures import by_weight
    from campaigns.reason_words import reason_words
    from campaigns.touch_json import iso
    from sequences.definition import Channel

    zone = ZoneInfo(house.timezone)
    for (channel, answer, reason, sentence), because in by_weight(found):
        emit(
            {
                "type": "reason",
                "channel": channel.value,
                "answer": answer.value,
                "reason": reason,
                "words": reason_words(reason),
                "sentence": sentence,
                "statute": because.statute or None,
                "count": because.count,
                "flagged": because.flagged,
                "earliest": iso(because.earliest, zone),
                "cure": cure(reason, sentence),
            }
        )
    for name, group in sorted(found.groups.items()):
        ways = {channel.value: group.open[channel] for channel in Channel}
        emit({"type": "group", "by": by, "value": name, "people": group.people} | ways | {"none": group.unreachable})
    emit(
        {
            "type": "summary",
            "at": iso(house.clock.now(), zone),
            "purpose": purpose.value,
            "people": found.total.people,
            "not_cancelled": others,
            "unreachable": found.total.unreachable,
            "in_no_group": found.hidden,
            "channels": {
                channel.value: {answer.value: found.answers[channel, answer] for answer in Answer}
                for channel in Channel
            },
        }
    )


def _way_json(way: Way, zone: ZoneInfo) -> dict[str, Any]:
    from campaigns.reach.cures import cure
    from campaigns.touch_json import iso

    return {
        "channel": way.channel.value,
        "answer": way.answer.value,
        "reason": way.reason,
        "sentence": way.sentence,
        "statute": way.statute or None,
        "evidence": list(way.evidence),
        "until": iso(way.until, zone),
        "flagged": way.flagged,
        "cure": cure(way.reason, way.sentence) if way.answer.value == "not" else None,
    }
